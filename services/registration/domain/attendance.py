"""Owns who came: what a scan at the door leads to, and how attendance is closed and corrected.

Gives no seat and takes none away. While a gathering lasts, an arrival is only noted; whether a person
attended is told once it is held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.registration.domain.authority import require_staff, require_system
from services.registration.domain.club_event import OVER_AND_DONE, ClubEvent
from services.registration.domain.commands.attendance import (
    CloseAttendance,
    RecordAttendance,
    Scan,
    SettleAttendance,
)
from services.registration.domain.desk_errors import NoSeatToAttend
from services.registration.domain.registrations import EXPECTED, OVER, Change, Registration
from shared.commands import Actor

DOORS_OPEN_BEFORE = timedelta(hours=4)
DOORS_CLOSE_AFTER = timedelta(hours=2)
CLOCK_AHEAD_MAX = timedelta(minutes=5)
"""By how much the clock of a device may be fast."""


class ScanRefusal(StrEnum):
    """Why a scan lets nobody in."""

    UNKNOWN_CODE = "unknown_code"
    OTHER_EVENT = "other_event"
    SEAT_CANCELLED = "seat_cancelled"
    NO_SEAT = "no_seat"
    DUPLICATE = "duplicate"
    OUTSIDE_EVENT = "outside_event"
    UNKNOWN_SESSION = "unknown_session"
    SESSION_NOT_CHOSEN = "session_not_chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanOutcome:
    """What became of a scan: kept, so that the same scan has the same answer for ever."""

    scan: Scan
    club_event_id: UUID
    person_id: UUID | None = None
    refusal: ScanRefusal | None
    received_at: datetime | None
    """When the device was heard, maybe long after; none for what was taken before this was kept."""

    @property
    def position(self) -> tuple[datetime, UUID]:
        """What lists of scans are sorted by."""
        return self.scan.scanned_at, self.scan.scan_id


def require_doors(club_event: ClubEvent, actor: Actor) -> None:
    """Let pass what is done at the door of a gathering, and after it.

    Raises:
        StaffOnly: the actor is not of the team.
        ClubEventStateRefuses: it is not to take place, or nobody could register yet.
    """
    require_staff(actor)
    if not club_event.gives_seats:
        club_event.require_state(*OVER_AND_DONE, sentence="Cet évènement n’accueille personne.")


def has_arrived(club_event: ClubEvent, registration: Registration) -> bool:
    """Whether the person was seen at the door on the dates that the gathering has now."""
    came_at = registration.came_at
    return came_at is not None and came_at >= club_event.when.starts_utc - DOORS_OPEN_BEFORE


def forget_arrival(club_event: ClubEvent, registration: Registration) -> bool:
    """Note that nobody saw the person yet, who was seen on dates that are no more; whether they were."""
    if registration.came_at is None or has_arrived(club_event, registration):
        return False
    registration.correct_arrival(None)
    return True


def check_in(
    club_event: ClubEvent, scan: Scan, registration: Registration | None, *, at: datetime
) -> tuple[ScanOutcome, Change | None]:
    """Note an arrival, at the time that the device gives; a refusal is an outcome.

    None changes anything, but for a duplicate that was taken earlier: devices send what they have seen in any
    order, and the arrival is the earliest.
    """
    if registration is not None and registration.club_event_id == club_event.id:
        forget_arrival(club_event, registration)
    refused = _refusal(club_event, scan, registration, at=at)
    person_id = registration.person_id if registration else None
    outcome = ScanOutcome(
        scan=scan, club_event_id=club_event.id, person_id=person_id, refusal=refused, received_at=at
    )
    if registration is None:
        return outcome, None
    if refused:
        earlier = refused is ScanRefusal.DUPLICATE and registration.was_seen(scan.scanned_at)
        return outcome, Change(registration, ()) if earlier else None
    return outcome, Change(registration, registration.arrive(scan.scanned_at, session=scan.session_id))


def record(club_event: ClubEvent, command: RecordAttendance, registration: Registration) -> Change:
    """Say of one person whether they came; before the gathering is held, only note it.

    Raises:
        StaffOnly: the actor is not of the team.
        ClubEventStateRefuses: it is not to take place, or the doors are not open yet.
        NoSeatToAttend: the person has none.
    """
    require_doors(club_event, command.actor)
    if command.at < club_event.when.starts_utc - DOORS_OPEN_BEFORE:
        club_event.require_state(sentence="L’accueil de cet évènement n’est pas encore ouvert.")
    if registration.state not in EXPECTED:
        raise NoSeatToAttend(state=registration.state)
    forget_arrival(club_event, registration)
    registration.correct_arrival(command.at if command.attended else None)
    if club_event.state not in OVER_AND_DONE:
        return Change(registration, ())
    return Change(registration, registration.settle_attendance())


def close(club_event: ClubEvent, command: CloseAttendance) -> None:
    """Let the system settle everybody, some at a time: who was not seen did not come.

    Raises:
        StaffOnly: the actor is not of the team.
        ClubEventStateRefuses: it has not taken place.
    """
    require_staff(command.actor)
    club_event.require_state(
        *OVER_AND_DONE, sentence="La présence se clôt une fois que l’évènement a eu lieu."
    )
    club_event.closing_attendance = True


def settle(
    club_event: ClubEvent, command: SettleAttendance, unsettled: Sequence[Registration]
) -> tuple[Change, ...]:
    """Tell of some people whether they came; all is settled when there are fewer than the limit.

    Raises:
        StaffOnly: the actor is not the system.
    """
    require_system(command.actor)
    club_event.closing_attendance = len(unsettled) == command.limit
    for registration in unsettled:
        forget_arrival(club_event, registration)
    return tuple(Change(registration, registration.settle_attendance()) for registration in unsettled)


def _refusal(
    club_event: ClubEvent, scan: Scan, registration: Registration | None, *, at: datetime
) -> ScanRefusal | None:
    if registration is None:
        return ScanRefusal.UNKNOWN_CODE
    if registration.club_event_id != club_event.id:
        return ScanRefusal.OTHER_EVENT
    if registration.state not in EXPECTED:
        return ScanRefusal.SEAT_CANCELLED if registration.state in OVER else ScanRefusal.NO_SEAT
    if not _lasts(club_event, scan.scanned_at) or scan.scanned_at > at + CLOCK_AHEAD_MAX:
        return ScanRefusal.OUTSIDE_EVENT
    return _refusal_of_session(club_event, scan, registration)


def _refusal_of_session(club_event: ClubEvent, scan: Scan, registration: Registration) -> ScanRefusal | None:
    if scan.session_id is None:
        return ScanRefusal.DUPLICATE if registration.came_at else None
    if scan.session_id not in {session.id for session in club_event.programme.sessions}:
        return ScanRefusal.UNKNOWN_SESSION
    if scan.session_id not in registration.sessions:
        return ScanRefusal.SESSION_NOT_CHOSEN
    return ScanRefusal.DUPLICATE if scan.session_id in registration.came_to else None


def _lasts(club_event: ClubEvent, scanned_at: datetime) -> bool:
    when = club_event.when
    return when.starts_utc - DOORS_OPEN_BEFORE <= scanned_at <= when.ends_utc + DOORS_CLOSE_AFTER
