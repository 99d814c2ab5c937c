"""Owns the forms of what can be asked of the desk. Decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.registration.domain.programme import AttendanceMode
from services.registration.domain.seat_rules import SeatRules
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterAttendee(Command):
    """Ask for a place for one person, who comes for one organisation."""

    registration_id: UUID
    club_event_id: UUID
    person_id: UUID
    org: UUID
    mode: AttendanceMode
    sessions: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupMember:
    """One person of a group, and the id of the registration to make."""

    registration_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterGroup(Command):
    """Ask for places for several people of one organisation at once, who attend in the same way."""

    club_event_id: UUID
    people: tuple[GroupMember, ...]
    org: UUID
    mode: AttendanceMode
    sessions: tuple[UUID, ...] = ()
    all_or_nothing: bool
    """Nobody comes unless all have a seat; otherwise who has none waits."""

    def each(self) -> tuple[RegisterAttendee, ...]:
        """The same, asked for one by one."""
        return tuple(
            RegisterAttendee(
                actor=self.actor,
                at=self.at,
                registration_id=member.registration_id,
                club_event_id=self.club_event_id,
                person_id=member.person_id,
                org=self.org,
                mode=self.mode,
                sessions=self.sessions,
            )
            for member in self.people
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationCommand(Command):
    """Something to do with one registration of a gathering."""

    registration_id: UUID
    club_event_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelRegistration(RegistrationCommand):
    """Give a place, or a place in the waiting list, back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TransferRegistration(RegistrationCommand):
    """Let a colleague have the seat."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveRegistration(RegistrationCommand):
    """Let a request that was reviewed have a seat, or a place in the line."""


class RefusalReason(StrEnum):
    """Why staff turns a request down."""

    NOT_THE_AUDIENCE = "not_the_audience"
    ORGANISATION_REPRESENTED = "organisation_represented"
    NOT_ENOUGH_PLACES = "not_enough_places"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class RefuseRegistration(RegistrationCommand):
    """Turn a request that was reviewed down."""

    reason: RefusalReason


class OfferAnswer(StrEnum):
    """What can be said to the offer of a seat."""

    ACCEPT = "accept"
    DECLINE = "decline"
    KEEP_WAITING = "keep_waiting"
    """Not this seat, but the next one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerOffer(RegistrationCommand):
    """Answer the offer of a seat."""

    answer: OfferAnswer


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpireOffer(RegistrationCommand):
    """Hold a seat no longer for somebody who did not answer in time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShortenOffers(Command):
    """Leave less time to answer some of the offers of a gathering that begins earlier than it did."""

    club_event_id: UUID
    limit: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SeatCalledPerson(RegistrationCommand):
    """Give a free seat to somebody in line, whom staff has called."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SettleAttention(RegistrationCommand):
    """Say that staff has looked at a registration: it is as good as any other again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeSeats(Command):
    """Change how many places there are, or by which rules they are given."""

    club_event_id: UUID
    capacity: Mapping[AttendanceMode, int] | None = None
    """None leaves it as it is."""
    rules: SeatRules | None = None
    """None leaves them as they are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferRemainingSeats(Command):
    """Go on with the offers of seats that were too many to be made at once."""

    club_event_id: UUID
