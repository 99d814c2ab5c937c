"""What a gathering's own clock brings, each step once; and what is written once it has taken place."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from services.registration.domain.changes import reschedule
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands.programme import (
    CancelClubEvent,
    DocumentClubEvent,
    KeepTime,
    PlanOpening,
    RescheduleClubEvent,
)
from services.registration.domain.documents import Turnout, document
from services.registration.domain.errors import (
    AttendanceMissing,
    ClubEventStateRefuses,
    InvalidCapacity,
    InvalidProgramme,
    InvalidSchedule,
)
from services.registration.domain.programme import PlannedOpening
from services.registration.domain.schedule import appointment
from services.registration.domain.timetable import due_at, keep_time, plan_opening
from shared.commands import SYSTEM
from shared.events.registration import (
    ClubEventDocumented,
    ClubEventHeld,
    ClubEventRescheduled,
    DocumentPiece,
    OpeningDropped,
    RegistrationClosed,
    RegistrationOpened,
)
from tests.unit.registration.given import IN_PERSON, NOW, ONLINE, STAFF, announced, to_open

OPENS, CLOSES = NOW + timedelta(days=1), NOW + timedelta(days=20)
PLAN = PlannedOpening(opens_at=OPENS, capacity={ONLINE: 5}, closes_at=CLOSES)
MINUTES = DocumentPiece(kind="minutes", title="Compte rendu", url="https://documents.example.org/a.pdf")
SLIDES = DocumentPiece(kind="slides", title="Diaporama", url="https://documents.example.org/b.pdf")
ALL_CAME = Turnout(attended=12, organisations=9, unsettled=0)


def tick(club_event: ClubEvent, at: datetime) -> list[type]:
    command = KeepTime(actor=SYSTEM, at=at, club_event_id=club_event.id)
    return [type(event) for event in keep_time(club_event, command)]


def to_plan(club_event_id: UUID, opening: PlannedOpening | None = PLAN) -> PlanOpening:
    return PlanOpening(actor=STAFF, at=NOW, club_event_id=club_event_id, opening=opening)


def to_document(club_event: ClubEvent, *documents: DocumentPiece) -> DocumentClubEvent:
    return DocumentClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, documents=documents)


def held() -> ClubEvent:
    club_event = announced()
    club_event.open_registration(to_open(club_event, {ONLINE: 5}))
    tick(club_event, club_event.when.ends_utc)
    return club_event


def test_a_planned_gathering_opens_closes_and_ends_by_itself_each_step_once() -> None:
    club_event = announced()
    plan_opening(club_event, to_plan(club_event.id))
    ends = club_event.when.ends_utc
    steps = [
        (OPENS - timedelta(seconds=1), []),
        (OPENS, [RegistrationOpened]),
        (OPENS, []),
        (CLOSES, [RegistrationClosed]),
        (CLOSES, []),
        (ends - timedelta(seconds=1), []),
        (ends, [ClubEventHeld]),
        (ends, []),
    ]
    assert [tick(club_event, at) for at, _ in steps] == [told for _, told in steps]
    assert club_event.state is ClubEventState.HELD
    assert due_at(club_event) is None


def test_a_gathering_whose_deadline_and_end_have_both_passed_is_held() -> None:
    club_event = announced()
    club_event.open_registration(to_open(club_event, {ONLINE: 5}, closes_at=CLOSES))
    assert tick(club_event, club_event.when.ends_utc) == [ClubEventHeld]


def test_a_plan_that_became_impossible_is_dropped_and_staff_is_told_to_open_by_hand() -> None:
    club_event = announced()
    plan_opening(club_event, to_plan(club_event.id))
    command = KeepTime(actor=SYSTEM, at=CLOSES + timedelta(days=1), club_event_id=club_event.id)
    [told] = keep_time(club_event, command)
    assert isinstance(told, OpeningDropped)
    assert (told.opens_at, "date limite" in told.reason) == (OPENS, True)
    assert club_event.state is ClubEventState.ANNOUNCED
    assert due_at(club_event) is None


def move(club_event: ClubEvent, begins: str) -> list[type]:
    starts = datetime.fromisoformat(begins)
    when = appointment(starts, starts + timedelta(hours=2), timezone="Europe/Paris")
    command = RescheduleClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, when=when)
    return [type(event) for event in reschedule(club_event, command)]


def test_the_deadline_of_a_plan_never_passes_the_start_of_a_gathering_that_moves() -> None:
    club_event = announced()
    plan_opening(club_event, to_plan(club_event.id))
    assert move(club_event, "2027-02-10T09:30") == [ClubEventRescheduled]
    assert tick(club_event, OPENS) == [RegistrationOpened]
    assert club_event.closes_at == club_event.when.starts_utc


def test_a_plan_that_would_come_after_the_new_start_is_dropped_at_once_and_told() -> None:
    club_event = announced()
    plan_opening(club_event, to_plan(club_event.id))
    assert move(club_event, "2027-02-02T09:30") == [ClubEventRescheduled, OpeningDropped]
    assert due_at(club_event) is None


def test_a_plan_is_taken_back() -> None:
    club_event = announced()
    plan_opening(club_event, to_plan(club_event.id))
    plan_opening(club_event, to_plan(club_event.id, None))
    assert due_at(club_event) is None


@pytest.mark.parametrize(
    ("plan", "refused"),
    [
        (PlannedOpening(opens_at=NOW, capacity={ONLINE: 5}), InvalidSchedule),
        (PlannedOpening(opens_at=CLOSES, capacity={ONLINE: 5}, closes_at=OPENS), InvalidSchedule),
        (PlannedOpening(opens_at=OPENS, capacity={IN_PERSON: 5}), InvalidCapacity),
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan: PlannedOpening, refused: type[Exception]) -> None:
    club_event = announced()
    with pytest.raises(refused):
        plan_opening(club_event, to_plan(club_event.id, plan))
    assert club_event.opening is None


def test_what_has_taken_place_is_documented_minutes_first() -> None:
    club_event = held()
    (event,) = document(club_event, to_document(club_event, SLIDES, MINUTES), turnout=ALL_CAME)
    assert isinstance(event, ClubEventDocumented)
    assert (event.attended_count, event.organisations_count) == (12, 9)
    assert event.documents == (MINUTES, SLIDES)
    assert club_event.state is ClubEventState.DOCUMENTED


def test_minutes_and_the_whole_attendance_are_needed() -> None:
    club_event = held()
    with pytest.raises(InvalidProgramme):
        document(club_event, to_document(club_event, SLIDES), turnout=ALL_CAME)
    missing = Turnout(attended=1, organisations=1, unsettled=2)
    with pytest.raises(AttendanceMissing, match="La présence de 2 personnes"):
        document(club_event, to_document(club_event, MINUTES), turnout=missing)
    with pytest.raises(AttendanceMissing, match="La présence d’une personne"):
        document(club_event, to_document(club_event, MINUTES), turnout=replace(missing, unsettled=1))
    assert club_event.state is ClubEventState.HELD


def test_what_has_taken_place_is_neither_cancelled_nor_documented_before() -> None:
    before = announced()
    with pytest.raises(ClubEventStateRefuses):
        document(before, to_document(before, MINUTES), turnout=ALL_CAME)
    after = held()
    with pytest.raises(ClubEventStateRefuses):
        after.cancel(CancelClubEvent(actor=STAFF, at=NOW, club_event_id=after.id, reason="Trop tard"))
