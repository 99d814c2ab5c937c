"""Owns what people are shown, list by list, as Protocols. Never used by a decision; implements nothing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.registration.domain.attendance import ScanOutcome
from services.registration.domain.club_event import ClubEvent
from services.registration.domain.guests import Guest, GuestList, Headcount, Waiting
from services.registration.domain.invitations import Invitation, InvitationState
from services.registration.domain.needs import Need, NeedState
from services.registration.domain.past_answers import Suggestion
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import Registration
from services.registration.domain.testimonies import Testimony, TestimonyFilter


class NeedQueries(Protocol):
    """Needs for people, one page at a time."""

    async def needs(self, *, state: NeedState | None, after: UUID | None, limit: int) -> Sequence[Need]:
        """Needs in the order of their raising, from a position on."""

    async def need(self, need_id: UUID) -> Need:
        """One need.

        Raises:
            UnknownNeed: there is none.
        """

    async def organisation_names(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        """How those of these organisations are called of which events told."""


class InvitationQueries(Protocol):
    """Invitations for people, one page at a time."""

    async def invitation(self, invitation_id: UUID) -> Invitation:
        """One invitation.

        Raises:
            UnknownInvitation: there is none.
        """

    async def of_club_event(
        self, club_event_id: UUID, *, state: InvitationState | None, after: UUID | None, limit: int
    ) -> Sequence[Invitation]:
        """The invitations to a gathering, in the order of their sending."""

    async def of_person(self, person_id: UUID, *, after: UUID | None, limit: int) -> Sequence[Invitation]:
        """The invitations of a person, in the order of their sending."""


class TestimonyQueries(Protocol):
    """Testimonies for people, one page at a time."""

    async def testimony(self, testimony_id: UUID) -> Testimony:
        """One testimony.

        Raises:
            UnknownTestimony: there is none.
        """

    async def testimonies(
        self, wanted: TestimonyFilter, *, after: UUID | None, limit: int
    ) -> Sequence[Testimony]:
        """Testimonies in the order of their proposal, from a position on."""


class SuggestionQueries(Protocol):
    """Who could help with some topics."""

    async def members_with_answers(
        self, topics: Sequence[str], *, but: Collection[UUID], on: date
    ) -> Sequence[Suggestion]:
        """The members of this day who have given something on these topics, but for some; the best first."""


class RegistrationQueries(Protocol):
    """Lists for people, one page at a time."""

    async def programme(self, *, after: tuple[datetime, UUID] | None, limit: int) -> Sequence[ClubEvent]:
        """Public gatherings by date, from a position on."""

    async def drafts(self, *, after: UUID | None, limit: int) -> Sequence[ClubEvent]:
        """Gatherings in preparation, from a position on."""

    async def club_event(self, club_event_id: UUID) -> ClubEvent:
        """One gathering.

        Raises:
            UnknownClubEvent: there is none.
        """

    async def due(self, at: datetime, *, limit: int) -> Sequence[UUID]:
        """Gatherings to which their own clock brings something by now."""

    async def giving_back(self, *, limit: int) -> Sequence[UUID]:
        """Gatherings given up whose registrations may still have to be cancelled."""

    async def offers_over(self, at: datetime, *, limit: int) -> Sequence[Registration]:
        """Registrations for which a seat is held, and whose time to answer is over."""

    async def closing_attendance(self, *, limit: int) -> Sequence[UUID]:
        """Gatherings of which some people may still have to be told whether they came."""

    async def offering(self, *, limit: int) -> Sequence[UUID]:
        """Gatherings of which some free seats may still have to be offered."""

    async def shortening(self, *, limit: int) -> Sequence[UUID]:
        """Gatherings that begin earlier than they did, of which some offers may be held for too long."""

    async def is_confirmed(self, club_event_id: UUID, person_id: UUID) -> bool:
        """Whether this person has a seat at a gathering."""

    async def registration(self, registration_id: UUID) -> Registration:
        """One registration.

        Raises:
            UnknownRegistration: there is none.
        """

    async def of_club_event(
        self, club_event_id: UUID, *, after: UUID | None, limit: int
    ) -> Sequence[Registration]:
        """The registrations of a gathering, in the order of their making."""

    async def of_person(self, person_id: UUID, *, after: UUID | None, limit: int) -> Sequence[Registration]:
        """The registrations of a person, in the order of their making."""


class AttendanceQueries(Protocol):
    """What the door and the papers of a gathering are made from."""

    async def registrations_among(self, ids: Collection[UUID]) -> Mapping[UUID, Registration]:
        """Those of these registrations that there are, at whatever gathering."""

    async def guests(
        self, club_event_id: UUID, asked: GuestList, *, after: tuple[str, UUID] | None, limit: int
    ) -> Sequence[Guest]:
        """People of a gathering by family name, from a position on."""

    async def waiting(
        self, club_event_id: UUID, *, after: tuple[AttendanceMode, int, int] | None, limit: int
    ) -> Sequence[Waiting]:
        """Who waits for a seat, mode by mode and in their turn, from a position on."""

    async def guest(self, registration_id: UUID) -> Guest:
        """One person of a gathering.

        Raises:
            UnknownRegistration: there is none.
        """

    async def refused_scans(
        self, club_event_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[ScanOutcome]:
        """The scans that let nobody in, in the order in which they were taken, from a position on."""

    async def headcounts(self, club_event_id: UUID) -> Sequence[Headcount]:
        """How many people of a gathering there are, by organisation, role and state."""
