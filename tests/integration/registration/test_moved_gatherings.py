"""A gathering that moves, on a real database: who may come then, and who has come, is looked at again."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from services.registration.domain.commands.attendance import RecordScans, Scan
from services.registration.domain.commands.programme import (
    ChangeProgramme,
    PostponeClubEvent,
    RescheduleClubEvent,
)
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.guests import GuestList
from services.registration.domain.members import Applicant, HeldRole
from services.registration.domain.programme import Kind, Programme
from services.registration.domain.schedule import appointment
from services.registration.domain.sessions import Session
from services.registration.handlers.attendance import record_scans
from services.registration.handlers.programme import (
    change_programme,
    postpone_club_event,
    reschedule_club_event,
)
from services.registration.handlers.registrations import register_attendee
from services.registration.repository.attendance import MongoAttendanceQueries
from shared.storage.mongo import Database
from tests.integration.registration.given import STORE, keep_member, keep_people, unit_of_work
from tests.unit.registration.given import (
    CONFERENCE,
    MEMBER,
    NOW,
    STAFF,
    WORKSHOP,
    applicant,
    open_desk,
    to_register,
)

LATER = datetime.fromisoformat("2027-05-20T09:30")
MAY = appointment(LATER, LATER + timedelta(hours=2), timezone="Europe/Paris")


async def gathering(database: Database, *people: Applicant, programme: Programme = WORKSHOP) -> ClubEventDesk:
    """People who have registered at a gathering."""
    desk, work = open_desk(programme, places=10), unit_of_work(database)
    keep_people(work, *people)
    keep_member(work)
    STORE(work).save_club_event(desk.club_event)
    await work.commit()
    for one in people:
        work = unit_of_work(database)
        await register_attendee(to_come(desk, one), STORE(work))
        await work.commit()
    return desk


def to_come(desk: ClubEventDesk, who: Applicant) -> Any:
    return replace(to_register(who), club_event_id=desk.club_event.id)


def until(last_day: date) -> Applicant:
    """An elected person whose mandate has an end that is known."""
    who, held = applicant(), HeldRole("elected", MEMBER.org, date(2020, 7, 1), last_day)
    return replace(who, attendee=replace(who.attendee, roles=(held,)))


def to_move(desk: ClubEventDesk, *, at: datetime = NOW) -> RescheduleClubEvent:
    return RescheduleClubEvent(actor=STAFF, at=at, club_event_id=desk.club_event.id, when=MAY)


async def of(database: Database, who: Applicant) -> dict[str, Any]:
    found = await database["registrations"].find_one({"person_id": who.attendee.person_id})
    assert found is not None
    return found


async def test_a_seat_whose_mandate_ends_before_the_new_day_is_flagged_and_kept(database: Database) -> None:
    ends, stays = until(date(2027, 4, 30)), until(date(2027, 5, 20))
    desk = await gathering(database, ends, stays)
    work = unit_of_work(database)
    await reschedule_club_event(to_move(desk), STORE(work))
    await work.commit()
    flagged, left = await of(database, ends), await of(database, stays)
    assert (flagged["needs_attention"], flagged["state"]) == (True, "confirmed")
    assert not left["needs_attention"]
    told = [row async for row in database["outbox"].find({"subject": f"registration/{flagged['_id']}"})]
    assert "registration.RegistrationFlagged.v1" in str(told)


async def test_who_registers_in_the_commit_that_moves_the_gathering_is_looked_at_too(
    database: Database,
) -> None:
    desk, late = await gathering(database), until(date(2027, 4, 30))
    work = unit_of_work(database)
    keep_people(work, late)
    await work.commit()
    work = unit_of_work(database)
    store = STORE(work)
    await register_attendee(to_come(desk, late), store)
    await reschedule_club_event(to_move(desk), store)
    await work.commit()
    assert (await of(database, late))["needs_attention"]


async def test_a_seat_of_a_territory_that_is_left_out_is_flagged(database: Database) -> None:
    gard = replace(CONFERENCE, kind=Kind.POLITICAL_MORNING, area=("DEP-30",))
    mayor = applicant("elected")
    desk = await gathering(database, mayor, programme=gard)
    work = unit_of_work(database)
    elsewhere = ChangeProgramme(
        actor=STAFF, at=NOW, club_event_id=desk.club_event.id, programme=replace(gard, area=("DEP-06",))
    )
    await change_programme(elsewhere, STORE(work))
    await work.commit()
    assert (await of(database, mayor))["needs_attention"]


async def test_who_chose_two_sessions_that_are_held_at_the_same_time_now_is_flagged(
    database: Database,
) -> None:
    assert WORKSHOP.when is not None
    begins, hour = WORKSHOP.when.starts_local, timedelta(hours=1)

    def session(title: str, after: timedelta) -> Session:
        when = appointment(begins + after, begins + after + hour, timezone="Europe/Paris")
        return Session(id=uuid4(), title=title, when=when, capacity=5)

    first, second = session("Emballages", timedelta()), session("Cuves", hour)
    programme = replace(WORKSHOP, sessions=(first, second))
    both, one = applicant("technical"), applicant("technical")
    desk = await gathering(database, programme=programme)
    work = unit_of_work(database)
    keep_people(work, both, one)
    for who, sessions in ((both, (first.id, second.id)), (one, (second.id,))):
        await register_attendee(replace(to_come(desk, who), sessions=sessions), STORE(work))
    await work.commit()
    sooner = replace(second, when=session("", hour / 2).when)
    work = unit_of_work(database)
    moved = ChangeProgramme(
        actor=STAFF,
        at=NOW,
        club_event_id=desk.club_event.id,
        programme=replace(programme, sessions=(first, sooner)),
    )
    await change_programme(moved, STORE(work))
    await work.commit()
    flagged, left = await of(database, both), await of(database, one)
    assert (flagged["needs_attention"], left["needs_attention"]) == (True, False)
    told = [row async for row in database["outbox"].find({"subject": f"registration/{flagged['_id']}"})]
    assert "sessions_overlap" in str(told)


async def test_a_flag_that_staff_has_lifted_stays_so_when_only_the_title_changes(database: Database) -> None:
    ends = until(date(2027, 3, 1))
    desk = await gathering(database, ends)
    await database["registrations"].update_one({}, {"$set": {"needs_attention": False}})
    work = unit_of_work(database)
    renamed = ChangeProgramme(
        actor=STAFF,
        at=NOW,
        club_event_id=desk.club_event.id,
        programme=replace(WORKSHOP, title="Sans plastique"),
    )
    await change_programme(renamed, STORE(work))
    await work.commit()
    assert not (await of(database, ends))["needs_attention"]


async def seen(database: Database, registration_id: Any, club_event_id: Any, at: datetime) -> list[Any]:
    work = unit_of_work(database)
    scan = Scan(scan_id=uuid4(), registration_id=registration_id, scanned_at=at)
    command = RecordScans(actor=STAFF, at=at, club_event_id=club_event_id, scans=(scan,))
    outcomes = await record_scans(command, STORE(work))
    await work.commit()
    return [outcome.refusal for outcome in outcomes]


async def test_who_was_seen_before_it_was_put_off_is_awaited_on_the_new_day(database: Database) -> None:
    who = applicant("technical")
    desk = await gathering(database, who)
    club_event_id, starts = desk.club_event.id, desk.club_event.when.starts_utc
    registration_id = (await of(database, who))["_id"]
    assert await seen(database, registration_id, club_event_id, starts) == [None]
    work = unit_of_work(database)
    await postpone_club_event(
        PostponeClubEvent(actor=STAFF, at=starts, club_event_id=club_event_id, reason="Fuite de gaz"),
        STORE(work),
    )
    await work.commit()
    work = unit_of_work(database)
    await reschedule_club_event(to_move(desk, at=starts), STORE(work))
    await work.commit()
    [awaited] = await MongoAttendanceQueries(database).guests(
        club_event_id, GuestList(came=False), after=None, limit=10
    )
    assert awaited.registration.came_at is None
    assert await seen(database, registration_id, club_event_id, MAY.starts_utc) == [None], "no duplicate"
    assert (await of(database, who))["came_at"] == MAY.starts_utc


async def test_who_was_seen_has_come_when_it_begins_an_hour_later(database: Database) -> None:
    who = applicant("technical")
    desk = await gathering(database, who)
    when = desk.club_event.when
    registration_id = (await of(database, who))["_id"]
    await seen(database, registration_id, desk.club_event.id, when.starts_utc - timedelta(minutes=30))
    hour = timedelta(hours=1)
    later = appointment(when.starts_local + hour, when.ends_local + hour, timezone=when.timezone)
    work = unit_of_work(database)
    moving = replace(to_move(desk, at=when.starts_utc - timedelta(minutes=20)), when=later)
    await reschedule_club_event(moving, STORE(work))
    await work.commit()
    assert (await of(database, who))["came_at"] == when.starts_utc - timedelta(minutes=30)
