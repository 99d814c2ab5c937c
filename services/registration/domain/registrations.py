"""Owns one person's place, or place in the waiting list, at one club event: the aggregate `Registration`.

Never decides whether there is a seat: the club event's desk does, and moves the registration along.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.registration.domain.commands.registrations import RegisterAttendee
from services.registration.domain.members import Applicant
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.seat_rules import Priority
from shared.events.envelope import Payload
from shared.events.registration import (
    AttendanceRecorded,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationFlagged,
    RegistrationRefused,
    RegistrationRequested,
    RegistrationTransferred,
    RegistrationWaitlisted,
    SeatOffered,
    SeatOfferExpired,
)


class RegistrationState(StrEnum):
    """What the person has."""

    PENDING_REVIEW = "pending_review"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    """A seat is held until the person answers, or the deadline."""
    REFUSED = "refused"
    EXPIRED = "expired"
    """A seat was offered, and nobody answered in time."""
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    ABSENT = "absent"
    """The person had a seat, and did not come."""


OVER = frozenset({RegistrationState.REFUSED, RegistrationState.EXPIRED, RegistrationState.CANCELLED})
TO_COME = frozenset({RegistrationState.CONFIRMED, RegistrationState.OFFERED})
"""Has a seat, or is offered one, at a gathering that is still to be held."""
SETTLED = frozenset({RegistrationState.ATTENDED, RegistrationState.ABSENT})
SEATED = TO_COME | SETTLED
EXPECTED = SETTLED | {RegistrationState.CONFIRMED}
"""Whom the door lets in."""


@dataclass(slots=True, kw_only=True)
class Registration:
    """One person's request, and what became of it. Its events have the subject `registration/<id>`."""

    id: UUID
    club_event_id: UUID
    person_id: UUID
    org: UUID
    mode: AttendanceMode
    sessions: tuple[UUID, ...] = ()
    role: str
    """The role in which the person comes: `elected`, `technical` or another."""
    requested_at: datetime
    state: RegistrationState = RegistrationState.WAITLISTED
    priority: Priority = Priority.FIRST
    ticket: int | None = None
    """Order of arrival in the waiting list of its mode; none for who never waited."""
    offer_expires_at: datetime | None = None
    """Until when a seat is, or was, held for the person."""
    speaks: bool = False
    """The person gives a testimony: their place is none of the public's, and no rule leaves them out."""
    needs_attention: bool = False
    """The person may no longer come, as far as is known: kept for staff to look at, and out of the line."""
    came_at: datetime | None = None
    """When the person was first seen at the door."""
    came_to: tuple[UUID, ...] = ()
    """Sessions at which the person was seen."""
    version: int = 0
    sequence: int = 0

    @classmethod
    def requested(cls, command: RegisterAttendee, *, role: str, priority: Priority) -> "Registration":
        """What the desk starts from; it confirms it, lets it wait or has it reviewed at once."""
        return cls(
            id=command.registration_id,
            club_event_id=command.club_event_id,
            person_id=command.person_id,
            org=command.org,
            mode=command.mode,
            sessions=command.sessions,
            role=role,
            requested_at=command.at,
            priority=priority,
        )

    @property
    def is_active(self) -> bool:
        """Whether it stands in the way of another one of the same person at the same club event."""
        return self.state not in OVER

    @property
    def has_seat(self) -> bool:
        """Whether a seat is taken by it, for good or until the person answers."""
        return self.state in SEATED

    @property
    def is_in_line(self) -> bool:
        """Whether it is counted among those who wait for a seat."""
        return self.state is RegistrationState.WAITLISTED and not self.needs_attention

    @property
    def turn(self) -> tuple[int, int]:
        """Its place in the order of the line."""
        return (self.priority, self.ticket or 0)

    def ask_for_review(self, *, ticket: int) -> RegistrationRequested:
        """Let staff look at the request; should it wait then, it waits since now."""
        self.state = RegistrationState.PENDING_REVIEW
        self.ticket = ticket
        return RegistrationRequested(**self._seated())

    def confirm(self, *, seats_left: int) -> RegistrationConfirmed:
        """Give the person a seat."""
        self.state = RegistrationState.CONFIRMED
        return RegistrationConfirmed(**self._seated(), seats_left=seats_left)

    def wait(self, *, ticket: int, position: int) -> RegistrationWaitlisted:
        """Put the person in line, after `position - 1` others."""
        self.state = RegistrationState.WAITLISTED
        self.ticket = ticket
        return RegistrationWaitlisted(**self._seated(), position=position)

    def offer(self, *, expires_at: datetime) -> SeatOffered:
        """Hold a seat for the person."""
        self.state = RegistrationState.OFFERED
        self.offer_expires_at = expires_at
        return SeatOffered(**self._seated(), expires_at=expires_at)

    def shorten_offer(self, latest: datetime, *, tell: bool) -> tuple[SeatOffered, ...]:
        """Hold the seat no longer than this; the person may be told anew."""
        if self.offer_expires_at is None or self.offer_expires_at <= latest:
            return ()
        offered = self.offer(expires_at=latest)
        return (offered,) if tell else ()

    def expire(self, *, expires_at: datetime) -> SeatOfferExpired:
        """Hold the seat no longer."""
        self.state = RegistrationState.EXPIRED
        return SeatOfferExpired(**self._ids(), expires_at=expires_at)

    def refuse(self, *, reason_code: str) -> RegistrationRefused:
        """Turn the request down."""
        self.state = RegistrationState.REFUSED
        return RegistrationRefused(**self._ids(), reason_code=reason_code)

    def cancel(self, *, reason_code: str) -> RegistrationCancelled:
        """Give the place back."""
        self.state = RegistrationState.CANCELLED
        return RegistrationCancelled(**self._ids(), reason_code=reason_code)

    def flag(self, *, reason_code: str) -> RegistrationFlagged:
        """Keep it for staff to look at."""
        self.needs_attention = True
        return RegistrationFlagged(**self._ids(), reason_code=reason_code)

    def transfer(self, person_id: UUID, *, role: str) -> RegistrationTransferred:
        """Give the seat to somebody else of the same organisation."""
        former, self.person_id = self.person_id, person_id
        self.role = role
        self.needs_attention = False
        return RegistrationTransferred(
            registration_id=self.id,
            club_event_id=self.club_event_id,
            from_person_id=former,
            to_person_id=person_id,
            mode=self.mode,
            sessions=self.sessions,
        )

    def was_seen(self, at: datetime) -> bool:
        """Note that the person was seen again; whether that was earlier than any time known before."""
        if self.came_at is None or self.came_at <= at:
            return False
        self.came_at = at
        return True

    def arrive(self, at: datetime, *, session: UUID | None) -> tuple[AttendanceRecorded, ...]:
        """Note that the person is there; who was said to be absent has come after all."""
        self.came_at = min(self.came_at or at, at)
        if session is not None:
            self.came_to = (*self.came_to, session)
        return self.settle_attendance() if self.state is RegistrationState.ABSENT else ()

    def correct_arrival(self, at: datetime | None) -> None:
        """Note when the person was first seen; None for never."""
        self.came_at = (self.came_at or at) if at else None
        self.came_to = self.came_to if at else ()

    def settle_attendance(self) -> tuple[AttendanceRecorded, ...]:
        """Tell whether the person came, unless that is known."""
        came = self.came_at is not None
        settled = RegistrationState.ATTENDED if came else RegistrationState.ABSENT
        if self.state is settled:
            return ()
        self.state = settled
        return (AttendanceRecorded(**self._ids(), attended=came),)

    def _ids(self) -> dict[str, UUID]:
        return {
            "registration_id": self.id,
            "club_event_id": self.club_event_id,
            "person_id": self.person_id,
        }

    def _seated(self) -> dict[str, Any]:
        return {**self._ids(), "org": self.org, "mode": self.mode, "sessions": self.sessions}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A registration that may get a seat, with what is known today of the person."""

    registration: Registration
    applicant: Applicant


@dataclass(frozen=True, slots=True)
class Change:
    """A registration to save, and the events that it caused: none when it only left the line."""

    registration: Registration
    events: tuple[Payload, ...]
