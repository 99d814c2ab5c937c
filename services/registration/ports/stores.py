"""Owns what the handlers need from storage within one unit of work, as Protocols. Implements nothing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.registration.domain.attendance import ScanOutcome
from services.registration.domain.club_event import ClubEvent
from services.registration.domain.documents import Turnout
from services.registration.domain.invitations import Invitation
from services.registration.domain.members import Applicant, Attendee, HeldRole, Membership, Organisation
from services.registration.domain.names import PersonName
from services.registration.domain.needs import Need
from services.registration.domain.offer_times import OfferTimes
from services.registration.domain.past_answers import PastAnswer
from services.registration.domain.registrations import Candidate, Change, Registration
from services.registration.domain.seat_offers import Vacancy
from services.registration.domain.testimonies import Testimony
from shared.events.envelope import Payload


class Needs(Protocol):
    """The needs, within one unit of work."""

    async def need(self, need_id: UUID) -> Need:
        """One need.

        Raises:
            UnknownNeed: there is none.
        """

    async def attendee(self, person_id: UUID) -> Attendee | None:
        """What is known of who speaks."""

    async def planned_for(self, linked: UUID) -> Sequence[Need]:
        """The needs that a gathering or an exchange is to answer, or has answered."""

    def save(self, need: Need, events: Sequence[Payload]) -> None:
        """Stage a need and its events."""


class Invitations(Protocol):
    """The invitations, within one unit of work."""

    async def invitation(self, invitation_id: UUID) -> Invitation:
        """One invitation.

        Raises:
            UnknownInvitation: there is none.
        """

    async def holding(self, club_event_id: UUID) -> Mapping[UUID, Invitation]:
        """The invitations to a gathering that hold, by person."""

    def save(self, invitation: Invitation, events: Sequence[Payload]) -> None:
        """Stage an invitation and its events."""


class Testimonies(Protocol):
    """The testimonies, within one unit of work."""

    async def testimony(self, testimony_id: UUID) -> Testimony:
        """One testimony.

        Raises:
            UnknownTestimony: there is none.
        """

    async def at(self, club_event_id: UUID) -> Sequence[Testimony]:
        """Those that are kept for a gathering, or were given at it."""

    async def of_speaker(self, club_event_id: UUID, person_id: UUID) -> Sequence[Testimony]:
        """What somebody is to tell at a gathering."""

    async def to_come_of(self, person_id: UUID) -> Sequence[Testimony]:
        """What somebody may still tell."""

    def save(self, testimony: Testimony, events: Sequence[Payload]) -> None:
        """Stage a testimony and its events."""


class PastAnswers(Protocol):
    """What members have given to others, within one unit of work."""

    def keep(self, answer: PastAnswer) -> None:
        """Stage what was given."""

    def expect(self, answer: PastAnswer) -> None:
        """Stage what is to be given."""

    async def is_expected(self, answer_id: UUID) -> bool:
        """Whether it is known who is to give, or has given."""

    def confirm(self, answer_id: UUID, *, at: datetime) -> None:
        """Stage that what was expected was given."""


class Door(Protocol):
    """What the door of a gathering needs, within one unit of work."""

    async def registrations_among(self, ids: Collection[UUID]) -> Mapping[UUID, Registration]:
        """Those of these registrations that there are, at whatever gathering."""

    async def scans_among(self, ids: Collection[UUID]) -> Mapping[UUID, ScanOutcome]:
        """What became of those of these scans that were taken before."""

    async def unsettled_registrations(self, club_event_id: UUID, *, limit: int) -> Sequence[Registration]:
        """Some seats of which nobody said whether the person came: fewer than `limit` are the last."""

    def save_scan(self, outcome: ScanOutcome) -> None:
        """Stage what became of a scan."""

    async def turnout(self, club_event_id: UUID) -> Turnout:
        """Who came to a gathering, in numbers."""


class HeldOffers(Protocol):
    """The seats held for people until they answer, within one unit of work."""

    async def beyond(self, club_event_id: UUID, latest: datetime, *, limit: int) -> Sequence[Registration]:
        """Some of a gathering that are held for longer than this: fewer than `limit` are the last."""


class Registrations(Protocol):
    """The store of one unit of work. Reads see what the same unit has changed; saves are staged."""

    async def club_event(self, club_event_id: UUID) -> ClubEvent:
        """The gathering with its counters.

        Raises:
            UnknownClubEvent: there is none.
        """

    @property
    def at(self) -> datetime:
        """When the decision is being taken."""

    @property
    def needs(self) -> Needs:
        """The needs, in the same unit."""

    @property
    def invitations(self) -> Invitations:
        """The invitations, in the same unit."""

    @property
    def testimonies(self) -> Testimonies:
        """The testimonies, in the same unit."""

    @property
    def past_answers(self) -> PastAnswers:
        """What members have given, in the same unit."""

    @property
    def door(self) -> Door:
        """The door, in the same unit."""

    @property
    def held_offers(self) -> HeldOffers:
        """The offers that wait for an answer, in the same unit."""

    @property
    def offer_times(self) -> OfferTimes:
        """How long the offers made in this unit are held."""

    async def registration(self, club_event: ClubEvent, registration_id: UUID) -> Registration:
        """One registration.

        Raises:
            UnknownRegistration: there is none at this gathering.
        """

    async def active_registration(self, club_event_id: UUID, person_id: UUID) -> Registration | None:
        """The one registration of this person that stands in the way of another."""

    async def applicant(
        self, club_event: ClubEvent, person_id: UUID, org: UUID, *, taking_over: UUID | None = None
    ) -> Applicant:
        """What is known of a person who comes for an organisation, maybe `taking_over` a registration of it.

        Raises:
            UnknownPerson: no event told of the person yet.
            UnknownOrganisation: no event told of the organisation yet.
        """

    async def candidate(self, club_event: ClubEvent, registration: Registration) -> Candidate:
        """A registration with what is known today of the person; of whom nothing is, has no role."""

    async def next_in_line(
        self, club_event: ClubEvent, vacancy: Vacancy, *, passing: UUID | None = None
    ) -> Sequence[Candidate]:
        """The first in line who can have the seats of a vacancy, in order, but for who is `passing`."""

    async def known_sequence(self, collection: str, subject_id: UUID) -> int:
        """How many events of this subject the copies know."""

    async def seats_of_person(self, person_id: UUID) -> Sequence[Registration]:
        """The registrations by which a person has a seat, or is offered one."""

    async def seated(self, club_event: ClubEvent) -> Sequence[Candidate]:
        """Who has a seat at a gathering that is to come, or is offered one."""

    async def active_registrations_of_person(self, person_id: UUID) -> Sequence[Registration]:
        """The seats of a person, and the lines in which they wait."""

    async def seats_of_organisation(self, org: UUID) -> Sequence[Registration]:
        """The registrations by which an organisation has seats, or is offered some."""

    async def colleagues(self, club_event_id: UUID, org: UUID) -> Sequence[Registration]:
        """The active registrations of an organisation at one gathering."""

    async def ahead_in_line(self, registration: Registration) -> int:
        """How many in line of the same mode come before this registration."""

    async def active_registrations(self, club_event_id: UUID, *, limit: int) -> Sequence[Registration]:
        """Some registrations to give back once the gathering is given up: fewer than `limit` are the last."""

    async def organisation(self, org: UUID) -> Organisation | None:
        """What is known of an organisation."""

    def save_club_event(self, club_event: ClubEvent, events: Sequence[Payload] = ()) -> None:
        """Stage the gathering, or its removal where it is discarded, and its events."""

    def save_registration(self, change: Change) -> None:
        """Stage a registration and its events."""


class Copies(Protocol):
    """The store of what other services told: read by the desk, written from events alone."""

    async def read_ahead(
        self,
        *,
        people: Collection[UUID] = (),
        organisations: Collection[UUID] = (),
        memberships: Collection[UUID] = (),
    ) -> None:
        """Read together what a whole batch will need."""

    async def sequence(self, collection: str, subject_id: UUID) -> int:
        """How many events of this subject are known."""

    async def roles(self, person_id: UUID) -> tuple[HeldRole, ...]:
        """The roles known of a person."""

    async def name(self, person_id: UUID) -> PersonName:
        """The name known of a person."""

    def keep_person(
        self, person_id: UUID, sequence: int, *, roles: Sequence[HeldRole], name: PersonName
    ) -> None:
        """Stage what is known of a person."""

    async def organisation(self, org: UUID) -> Organisation | None:
        """What is known of an organisation, with its membership."""

    def keep_organisation(self, organisation: Organisation, sequence: int) -> None:
        """Stage what is known of an organisation, but for its membership."""

    async def membership(self, membership_id: UUID) -> Membership | None:
        """The rights known under this membership."""

    def keep_membership(
        self, membership_id: UUID, sequence: int, *, org: UUID, rights: Membership | None
    ) -> None:
        """Stage what is known of a membership."""
