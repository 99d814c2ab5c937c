"""What a scan at the door leads to, and how attendance is settled and corrected."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.registration.domain import attendance
from services.registration.domain.attendance import ScanOutcome, ScanRefusal, check_in
from services.registration.domain.changes import postpone, reschedule
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands.attendance import (
    CloseAttendance,
    RecordAttendance,
    Scan,
    SettleAttendance,
)
from services.registration.domain.commands.programme import PostponeClubEvent, RescheduleClubEvent
from services.registration.domain.commands.registrations import TransferRegistration
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.desk_errors import AlreadyArrived, AttendanceKnown, NoSeatToAttend
from services.registration.domain.errors import ClubEventStateRefuses, StaffOnly
from services.registration.domain.registrations import Registration, RegistrationState
from services.registration.domain.schedule import appointment
from services.registration.domain.sessions import Session
from shared.commands import SYSTEM, Actor
from shared.events.registration import AttendanceRecorded
from tests.unit.registration.given import (
    MEMBER,
    SOMEBODY,
    STAFF,
    WORKSHOP,
    applicant,
    open_desk,
    referent_of,
    to_cancel,
    to_register,
)

STARTS = open_desk().club_event.when.starts_utc
ENDS = open_desk().club_event.when.ends_utc
AFTER = ENDS + timedelta(days=1)


def seated(desk: ClubEventDesk, *sessions: Session) -> Registration:
    who = applicant("technical")
    asked = replace(
        to_register(who), club_event_id=desk.club_event.id, sessions=tuple(one.id for one in sessions)
    )
    return desk.register(asked, who).registration


def with_session() -> tuple[ClubEventDesk, Session]:
    assert WORKSHOP.when is not None
    session = Session(id=uuid4(), title="Atelier", when=WORKSHOP.when, capacity=5)
    return open_desk(replace(WORKSHOP, sessions=(session,))), session


def scanned(
    club_event: ClubEvent,
    registration: Registration | None,
    *,
    at: datetime = STARTS,
    session: UUID | None = None,
    sent_at: datetime = AFTER,
) -> ScanOutcome:
    scan = Scan(
        scan_id=uuid4(),
        registration_id=registration.id if registration else None,
        session_id=session,
        scanned_at=at,
    )
    return check_in(club_event, scan, registration, at=sent_at)[0]


def recorded(registration: Registration, *, attended: bool, actor: Actor = STAFF) -> RecordAttendance:
    return RecordAttendance(
        actor=actor,
        at=AFTER,
        registration_id=registration.id,
        club_event_id=registration.club_event_id,
        attended=attended,
    )


def settle(club_event: ClubEvent, *registrations: Registration, limit: int = 10) -> list[AttendanceRecorded]:
    command = SettleAttendance(actor=SYSTEM, at=AFTER, club_event_id=club_event.id, limit=limit)
    changes = attendance.settle(club_event, command, registrations)
    return [event for change in changes for event in change.events if isinstance(event, AttendanceRecorded)]


def test_arrival_is_noted_at_the_time_that_the_device_gives_and_nothing_is_told_yet() -> None:
    desk = open_desk()
    registration = seated(desk)
    scan = Scan(scan_id=uuid4(), registration_id=registration.id, scanned_at=STARTS)
    outcome, change = check_in(desk.club_event, scan, registration, at=AFTER)
    assert outcome.refusal is None
    assert change is not None
    assert change.events == ()
    assert (registration.came_at, registration.state) == (STARTS, RegistrationState.CONFIRMED)


def test_second_scan_of_a_person_is_a_duplicate() -> None:
    desk = open_desk()
    registration = seated(desk)
    assert scanned(desk.club_event, registration).refusal is None
    assert scanned(desk.club_event, registration).refusal is ScanRefusal.DUPLICATE


@pytest.mark.parametrize("minutes", [(1, 3), (3, 1)])
def test_arrival_is_the_earliest_scan_whatever_the_order_of_upload(minutes: tuple[int, int]) -> None:
    desk = open_desk()
    registration = seated(desk)
    first, second = (STARTS + timedelta(minutes=after) for after in minutes)
    assert scanned(desk.club_event, registration, at=first).refusal is None
    scan = Scan(scan_id=uuid4(), registration_id=registration.id, scanned_at=second)
    outcome, change = check_in(desk.club_event, scan, registration, at=AFTER)
    assert outcome.refusal is ScanRefusal.DUPLICATE
    assert registration.came_at == STARTS + timedelta(minutes=1)
    assert (change is not None) == (second < first), "saved where it changes"


def test_who_is_seen_at_a_session_has_come_and_is_seen_there_once() -> None:
    desk, session = with_session()
    registration = seated(desk, session)
    assert scanned(desk.club_event, registration, session=session.id).refusal is None
    assert (registration.came_at, registration.came_to) == (STARTS, (session.id,))
    again = scanned(desk.club_event, registration, session=session.id)
    assert again.refusal is ScanRefusal.DUPLICATE


def test_each_refusal_has_its_own_word() -> None:
    desk, session = with_session()
    chosen, other, waiting = seated(desk, session), seated(desk), seated(desk)
    club_event, elsewhere = desk.club_event, open_desk().club_event
    assert scanned(club_event, None).refusal is ScanRefusal.UNKNOWN_CODE
    assert scanned(elsewhere, chosen).refusal is ScanRefusal.OTHER_EVENT
    assert scanned(club_event, waiting).refusal is ScanRefusal.NO_SEAT
    assert scanned(club_event, chosen, session=uuid4()).refusal is ScanRefusal.UNKNOWN_SESSION
    assert scanned(club_event, other, session=session.id).refusal is ScanRefusal.SESSION_NOT_CHOSEN
    desk.cancel(to_cancel(chosen), chosen)
    assert scanned(club_event, chosen).refusal is ScanRefusal.SEAT_CANCELLED


@pytest.mark.parametrize(
    ("at", "sent_at"),
    [
        (STARTS - timedelta(hours=5), AFTER),
        (ENDS + timedelta(hours=3), AFTER),
        (STARTS + timedelta(minutes=10), STARTS),  # the clock of the device is fast
    ],
)
def test_scan_outside_of_the_gathering_is_refused(at: datetime, sent_at: datetime) -> None:
    desk = open_desk()
    registration = seated(desk)
    refused = scanned(desk.club_event, registration, at=at, sent_at=sent_at)
    assert refused.refusal is ScanRefusal.OUTSIDE_EVENT
    assert registration.came_at is None


def test_who_was_not_seen_is_absent_once_attendance_is_closed() -> None:
    desk = open_desk()
    came, absent = seated(desk), seated(desk)
    scanned(desk.club_event, came)
    desk.club_event.state = ClubEventState.HELD
    closing = CloseAttendance(actor=STAFF, at=AFTER, club_event_id=desk.club_event.id)
    attendance.close(desk.club_event, closing)
    assert desk.club_event.closing_attendance
    told = settle(desk.club_event, came, absent)
    assert [(event.registration_id, event.attended) for event in told] == [
        (came.id, True),
        (absent.id, False),
    ]
    assert (came.state, absent.state) == (RegistrationState.ATTENDED, RegistrationState.ABSENT)
    assert not desk.club_event.closing_attendance
    assert desk.seats_of(came).taken == 2, "a seat was had, whether it was used or not"


def test_closing_goes_on_until_fewer_are_left_than_asked_for() -> None:
    desk = open_desk()
    desk.club_event.state = ClubEventState.HELD
    settle(desk.club_event, seated(open_desk()), limit=1)
    assert desk.club_event.closing_attendance


def test_late_scan_of_who_was_said_to_be_absent_tells_that_they_came() -> None:
    desk = open_desk()
    registration = seated(desk)
    desk.club_event.state = ClubEventState.HELD
    settle(desk.club_event, registration)
    scan = Scan(scan_id=uuid4(), registration_id=registration.id, scanned_at=STARTS)
    _, change = check_in(desk.club_event, scan, registration, at=AFTER)
    assert change is not None
    assert [event.attended for event in change.events if isinstance(event, AttendanceRecorded)] == [True]
    assert registration.state is RegistrationState.ATTENDED


def test_staff_corrects_who_came_and_says_nothing_twice() -> None:
    desk = open_desk()
    registration = seated(desk)
    desk.club_event.state = ClubEventState.HELD
    for attended in (True, False, False):
        change = attendance.record(desk.club_event, recorded(registration, attended=attended), registration)
    assert change.events == ()
    assert (registration.state, registration.came_at) == (RegistrationState.ABSENT, None)


def put_off(club_event: ClubEvent) -> None:
    """It is held a month later."""
    month = timedelta(days=30)
    later = appointment(
        club_event.when.starts_local + month, club_event.when.ends_local + month, timezone="Europe/Paris"
    )
    postpone(
        club_event,
        PostponeClubEvent(actor=STAFF, at=STARTS, club_event_id=club_event.id, reason="Grève"),
    )
    reschedule(
        club_event,
        RescheduleClubEvent(actor=STAFF, at=STARTS, club_event_id=club_event.id, when=later),
    )


def test_who_was_seen_on_a_day_that_was_put_off_is_absent_if_they_do_not_come_again() -> None:
    desk = open_desk()
    registration = seated(desk)
    assert scanned(desk.club_event, registration).refusal is None
    put_off(desk.club_event)
    desk.club_event.state = ClubEventState.HELD
    [told] = settle(desk.club_event, registration)
    assert (told.attended, registration.came_at) == (False, None)


def test_who_was_seen_on_a_day_that_was_put_off_is_welcome_on_the_new_one_at_its_own_time() -> None:
    desk, session = with_session()
    by_scan, by_staff = seated(desk, session), seated(desk)
    for one in (by_scan, by_staff):
        assert scanned(desk.club_event, one).refusal is None
    assert scanned(desk.club_event, by_scan, session=session.id).refusal is None
    put_off(desk.club_event)
    anew = desk.club_event.when.starts_utc
    for where in (None, session.id):
        assert scanned(desk.club_event, by_scan, at=anew, session=where, sent_at=anew).refusal is None
    command = replace(recorded(by_staff, attended=True), at=anew)
    attendance.record(desk.club_event, command, by_staff)
    assert (by_scan.came_at, by_staff.came_at) == (anew, anew)


def test_attendance_is_the_business_of_the_team_alone() -> None:
    desk = open_desk()
    registration = seated(desk)
    with pytest.raises(StaffOnly):
        attendance.require_doors(desk.club_event, SOMEBODY)
    with pytest.raises(StaffOnly):
        attendance.record(
            desk.club_event, recorded(registration, attended=True, actor=SOMEBODY), registration
        )


def test_attendance_is_not_closed_before_the_gathering_is_held() -> None:
    desk = open_desk()
    closing = CloseAttendance(actor=STAFF, at=STARTS, club_event_id=desk.club_event.id)
    with pytest.raises(ClubEventStateRefuses):
        attendance.close(desk.club_event, closing)


def test_who_waits_can_neither_come_nor_be_absent() -> None:
    desk = open_desk(places=1)
    seated(desk)
    waiting = seated(desk)
    with pytest.raises(NoSeatToAttend):
        attendance.record(desk.club_event, recorded(waiting, attended=True), waiting)


def test_seat_of_who_came_is_not_given_back() -> None:
    desk = open_desk()
    registration = seated(desk)
    desk.club_event.state = ClubEventState.HELD
    settle(desk.club_event, registration)
    with pytest.raises(AttendanceKnown):
        desk.cancel(to_cancel(registration), registration)


@pytest.mark.parametrize("actor", [None, referent_of(MEMBER.org), STAFF])
def test_who_was_seen_at_the_door_is_neither_cancelled_nor_replaced(actor: Actor | None) -> None:
    desk = open_desk()
    registration, colleague = seated(desk), applicant("technical")
    before = STARTS - timedelta(hours=1)
    scanned(desk.club_event, registration, at=before)
    replacing = TransferRegistration(
        actor=STAFF,
        at=STARTS - timedelta(minutes=30),
        registration_id=registration.id,
        club_event_id=desk.club_event.id,
        person_id=colleague.attendee.person_id,
    )
    with pytest.raises(AlreadyArrived):
        desk.transfer(replacing, registration, colleague, existing=None)
    with pytest.raises(AlreadyArrived):
        desk.cancel(to_cancel(registration, actor=actor), registration)
    assert (registration.came_at, registration.has_seat) == (before, True)


def test_who_was_seen_by_mistake_is_corrected_first() -> None:
    desk = open_desk()
    registration = seated(desk)
    scanned(desk.club_event, registration)
    attendance.record(desk.club_event, recorded(registration, attended=False), registration)
    desk.cancel(to_cancel(registration), registration)
    assert registration.state is RegistrationState.CANCELLED


def test_nothing_is_cancelled_once_the_gathering_has_taken_place() -> None:
    desk = open_desk(places=1)
    expected, waiting = seated(desk), seated(desk)
    desk.club_event.state = ClubEventState.HELD
    for registration in (expected, waiting):
        with pytest.raises(AttendanceKnown):
            desk.cancel(to_cancel(registration, actor=STAFF), registration)


def test_who_has_arrived_is_still_forgotten_or_told_that_the_gathering_is_given_up() -> None:
    desk = open_desk()
    erased, sent_home = seated(desk), seated(desk)
    for registration in (erased, sent_home):
        scanned(desk.club_event, registration)
    desk.release(erased)
    desk.club_event.state = ClubEventState.CANCELLED
    desk.cancel(to_cancel(sent_home, actor=SYSTEM), sent_home)
    assert {erased.state, sent_home.state} == {RegistrationState.CANCELLED}


def test_doors_do_not_open_for_a_gathering_that_is_given_up() -> None:
    desk = open_desk()
    desk.club_event.state = ClubEventState.CANCELLED
    with pytest.raises(ClubEventStateRefuses):
        attendance.require_doors(desk.club_event, STAFF)
