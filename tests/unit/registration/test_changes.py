"""A gathering whose programme changes, moves or waits once it is public."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.registration.domain.changes import (
    change_programme,
    copy_of,
    postpone,
    reschedule,
    set_online_link,
)
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands.programme import (
    ChangeProgramme,
    DraftClubEvent,
    DuplicateClubEvent,
    PostponeClubEvent,
    RescheduleClubEvent,
    SetOnlineLink,
)
from services.registration.domain.errors import (
    ClubEventStateRefuses,
    InvalidProgramme,
    InvalidSchedule,
    ProgrammeIncomplete,
    StaffOnly,
)
from services.registration.domain.programme import ClubEventMode, Kind, Programme
from services.registration.domain.schedule import appointment
from services.registration.domain.seat_rules import SeatRules
from services.registration.domain.sessions import Session
from shared.commands import Actor
from shared.events.pieces import When
from shared.events.registration import (
    ClubEventLinkChanged,
    ClubEventPostponed,
    ClubEventRescheduled,
    ClubEventUpdated,
)
from tests.unit.registration.given import (
    CONFERENCE,
    MORNING,
    NOON,
    NOW,
    ONLINE,
    SOMEBODY,
    STAFF,
    WORKSHOP,
    announced,
    applicant,
    open_desk,
    to_cancel,
    to_open,
    to_register,
)


def at(begins: str, ends: str, *, timezone: str = "Europe/Paris") -> When:
    return appointment(datetime.fromisoformat(begins), datetime.fromisoformat(ends), timezone=timezone)


AFTER_SUMMER_TIME = at("2027-03-31T09:30", "2027-03-31T12:00")
SESSION = Session(
    id=uuid4(),
    title="Emballages",
    when=appointment(MORNING, MORNING + timedelta(hours=1), timezone="Europe/Paris"),
    capacity=10,
)


def opened(programme: Programme = WORKSHOP, *, closes_at: datetime | None = None) -> ClubEvent:
    club_event = announced(programme)
    modes = programme.mode.attendance_modes if programme.mode else ()
    club_event.open_registration(to_open(club_event, dict.fromkeys(modes, 5), closes_at=closes_at))
    return club_event


def to_move(club_event: ClubEvent, when: When = AFTER_SUMMER_TIME) -> RescheduleClubEvent:
    return RescheduleClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, when=when)


def to_change(club_event: ClubEvent, programme: Programme, *, actor: Actor = STAFF) -> ChangeProgramme:
    return ChangeProgramme(actor=actor, at=NOW, club_event_id=club_event.id, programme=programme)


def to_postpone(club_event: ClubEvent, *, reason: str = "Grève des trains") -> PostponeClubEvent:
    return PostponeClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, reason=reason)


def test_a_draft_is_written_anew_without_a_word() -> None:
    drafting = DraftClubEvent(
        actor=STAFF, at=NOW, club_event_id=uuid4(), programme=Programme(kind=Kind.STUDY_TRIP, title="Voyage")
    )
    club_event, _ = ClubEvent.draft(drafting)
    assert change_programme(club_event, to_change(club_event, WORKSHOP)) == ()
    assert club_event.programme == WORKSHOP


def test_a_public_change_tells_what_changed_and_nothing_else() -> None:
    club_event = opened()
    changed = replace(WORKSHOP, title="Sortir du plastique", sessions=(SESSION,))
    (event,) = change_programme(club_event, to_change(club_event, changed))
    assert isinstance(event, ClubEventUpdated)
    assert event.changed_fields == ("title", "sessions")
    assert (event.title, event.audience) == ("Sortir du plastique", None)
    assert event.sessions is not None
    assert event.sessions[0].session_id == SESSION.id


def test_nothing_changed_is_nothing_told() -> None:
    club_event = opened()
    assert change_programme(club_event, to_change(club_event, WORKSHOP)) == ()


def test_moving_keeps_the_wall_clock_across_the_change_to_summer_time() -> None:
    club_event = opened(replace(WORKSHOP, sessions=(SESSION,)))
    [event] = reschedule(club_event, to_move(club_event))
    assert isinstance(event, ClubEventRescheduled)
    assert event.previous_when.starts_utc == datetime(2027, 3, 18, 8, 30, tzinfo=UTC)
    assert event.when.starts_utc == datetime(2027, 3, 31, 7, 30, tzinfo=UTC)
    (session,) = club_event.programme.sessions
    assert session.when.starts_local == AFTER_SUMMER_TIME.starts_local
    assert session.when.starts_utc == datetime(2027, 3, 31, 7, 30, tzinfo=UTC)


def test_moving_a_gathering_tells_of_its_sessions_with_it_and_once() -> None:
    club_event = opened(replace(WORKSHOP, sessions=(SESSION,)))
    [event] = reschedule(club_event, to_move(club_event))
    assert isinstance(event, ClubEventRescheduled)
    assert event.sessions is not None
    (session,) = event.sessions
    assert (session.session_id, session.when.starts_local) == (SESSION.id, AFTER_SUMMER_TIME.starts_local)


def test_registrations_stay_open_and_their_deadline_never_passes_the_start() -> None:
    club_event = opened(closes_at=NOW + timedelta(days=30))
    reschedule(club_event, to_move(club_event, at("2027-02-10T09:30", "2027-02-10T12:00")))
    assert club_event.state is ClubEventState.OPEN
    assert club_event.closes_at == club_event.when.starts_utc


def test_moving_to_the_past_is_refused() -> None:
    club_event = opened()
    with pytest.raises(InvalidSchedule):
        reschedule(club_event, to_move(club_event, at("2027-01-10T09:30", "2027-01-10T12:00")))
    assert club_event.programme == WORKSHOP


def test_what_was_put_off_is_announced_again_with_its_new_dates() -> None:
    club_event = opened()
    assert postpone(club_event, to_postpone(club_event)) == (
        ClubEventPostponed(club_event_id=club_event.id, reason="Grève des trains"),
    )
    assert club_event.state.value == "postponed"
    reschedule(club_event, to_move(club_event))
    assert club_event.state.value == "announced"
    assert club_event.seats.capacity() == {ONLINE: 5}


def test_what_was_put_off_may_take_place_on_its_former_dates_after_all() -> None:
    club_event = opened()
    postpone(club_event, to_postpone(club_event))
    assert change_programme(club_event, to_change(club_event, WORKSHOP)) == ()
    assert club_event.state.value == "postponed"
    [event] = reschedule(club_event, to_move(club_event, club_event.when))
    assert isinstance(event, ClubEventRescheduled)
    assert event.when == event.previous_when
    assert club_event.state.value == "announced"


def test_putting_off_twice_or_without_a_reason_is_refused() -> None:
    club_event = opened()
    with pytest.raises(InvalidProgramme):
        postpone(club_event, to_postpone(club_event, reason=" "))
    postpone(club_event, to_postpone(club_event))
    with pytest.raises(ClubEventStateRefuses):
        postpone(club_event, to_postpone(club_event))


@pytest.mark.parametrize(
    ("programme", "refused"),
    [
        (replace(CONFERENCE, kind=Kind.STUDY_TRIP), InvalidProgramme),
        (replace(CONFERENCE, mode=ClubEventMode.ONLINE), InvalidProgramme),
        (replace(CONFERENCE, audience=" "), ProgrammeIncomplete),
        (replace(CONFERENCE, topics=("astrologie",)), InvalidProgramme),
    ],
)
def test_a_public_programme_stays_whole(programme: Programme, refused: type[Exception]) -> None:
    club_event = opened(CONFERENCE)
    with pytest.raises(refused):
        change_programme(club_event, to_change(club_event, programme))
    assert club_event.programme == CONFERENCE


@pytest.mark.parametrize("sessions", [(), (replace(SESSION, capacity=1),)])
def test_a_session_that_people_chose_keeps_their_places(sessions: tuple[Session, ...]) -> None:
    programme = replace(WORKSHOP, sessions=(SESSION,))
    desk = open_desk(programme)
    for person in (applicant("technical"), applicant("technical")):
        desk.register(replace(to_register(person), sessions=(SESSION.id,)), person)
    with pytest.raises(InvalidProgramme) as refused:
        change_programme(desk.club_event, to_change(desk.club_event, replace(programme, sessions=sessions)))
    assert refused.value.facts["field"] == "sessions"
    assert desk.club_event.programme == programme
    renamed = replace(SESSION, title="Vrac", capacity=2)
    change_programme(desk.club_event, to_change(desk.club_event, replace(programme, sessions=(renamed,))))
    assert desk.club_event.programme.sessions == (renamed,)


@pytest.mark.parametrize("reviewed", [False, True])
def test_a_session_that_somebody_asked_for_stays_until_they_leave(*, reviewed: bool) -> None:
    programme = replace(WORKSHOP, sessions=(SESSION,))
    desk = open_desk(programme, places=1)
    desk.register(to_register(person := applicant("technical")), person)
    desk.club_event.rules = SeatRules(reviewed=reviewed)
    person = applicant("technical")
    asked = desk.register(replace(to_register(person), sessions=(SESSION.id,)), person).registration
    assert not asked.has_seat
    with pytest.raises(InvalidProgramme) as refused:
        change_programme(desk.club_event, to_change(desk.club_event, WORKSHOP))
    assert refused.value.facts["field"] == "sessions"
    desk.cancel(to_cancel(asked), asked)
    change_programme(desk.club_event, to_change(desk.club_event, WORKSHOP))
    assert desk.club_event.programme == WORKSHOP


def test_the_programme_is_the_team_s() -> None:
    club_event = opened()
    with pytest.raises(StaffOnly):
        change_programme(club_event, to_change(club_event, WORKSHOP, actor=SOMEBODY))


def test_the_link_is_told_once_and_only_where_people_attend_online() -> None:
    club_event = opened()
    linking = SetOnlineLink(
        actor=STAFF, at=NOW, club_event_id=club_event.id, link="https://visio.example.org/a"
    )
    assert set_online_link(club_event, linking) == (
        ClubEventLinkChanged(club_event_id=club_event.id, link=linking.link),
    )
    assert set_online_link(club_event, linking) == ()
    assert not ClubEventLinkChanged.partner
    hall = announced(replace(CONFERENCE, mode=ClubEventMode.IN_PERSON))
    with pytest.raises(InvalidProgramme):
        set_online_link(hall, linking)


def test_a_copy_has_the_programme_and_the_rules_on_other_dates_with_sessions_of_its_own() -> None:
    source = opened(replace(WORKSHOP, sessions=(SESSION,), members_first_until=NOW.date()))
    source.rules = SeatRules(quota_per_organisation=3, reviewed=True)
    copying = DuplicateClubEvent(
        actor=STAFF,
        at=NOW,
        club_event_id=uuid4(),
        source_id=source.id,
        when=at("2028-03-16T14:00", "2028-03-16T16:30"),
    )
    copy, _ = ClubEvent.draft(copy_of(source, copying))
    programme = copy.programme
    assert (programme.kind, programme.title, programme.topics) == (
        WORKSHOP.kind,
        WORKSHOP.title,
        WORKSHOP.topics,
    )
    assert (copy.rules, programme.members_first_until) == (source.rules, None)
    (session,) = programme.sessions
    assert session.when.starts_local == copying.when.starts_local
    assert session.id != SESSION.id
    assert copy_of(source, copying) == copy_of(source, copying)


def test_a_gathering_in_la_reunion_has_its_own_clock() -> None:
    club_event = opened()
    moved_there = at("2027-03-31T09:30", "2027-03-31T12:00", timezone="Indian/Reunion")
    (event,) = reschedule(club_event, to_move(club_event, moved_there))
    assert isinstance(event, ClubEventRescheduled)
    assert event.when.starts_utc == datetime(2027, 3, 31, 5, 30, tzinfo=UTC)
    assert NOON.hour == event.when.ends_local.hour
