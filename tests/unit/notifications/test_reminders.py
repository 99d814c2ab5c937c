"""Who has a seat is reminded seven days and one day before, at the hour of the gathering, once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.notifications.domain.copies import ClubEventState
from services.notifications.domain.notices import GatheringNotice, Template
from services.notifications.domain.reminders import USUAL_DAYS_BEFORE, reminders_of
from services.notifications.domain.seats import Seat, seat_after
from services.notifications.handlers.gatherings import plan_reminders
from services.notifications.timers.mails import remind_people
from shared.events.pieces import When
from shared.events.registration import ClubEventRescheduled
from tests.fakes.notifications import InMemoryNotifications
from tests.unit.notifications.given import (
    ANNOUNCED,
    CANCELLED,
    CLUB_EVENT,
    CONFIRMED,
    HALL,
    MORNING,
    NOW,
    PERSON,
    POLITICAL_MORNING,
    REGISTRATION,
    WAITLISTED,
    at_local,
    event_of,
)

SEATED, WAITING, LEFT = (seat_after(event_of(fact)) for fact in (CONFIRMED, WAITLISTED, CANCELLED))
WEEK_BEFORE, DAY_BEFORE = MORNING.starts_utc - timedelta(days=7), MORNING.starts_utc - timedelta(days=1)


async def planned(*seats: Seat) -> InMemoryNotifications:
    """A gathering that is announced, and people at it."""
    store = InMemoryNotifications(NOW)
    store.keep_club_event(POLITICAL_MORNING)
    for seat in seats:
        store.keep_seat(seat)
    await plan_reminders(event_of(ANNOUNCED, sequence=2), store)
    return store


async def reminded(store: InMemoryNotifications, at: datetime) -> int:
    """How many mails have been queued once this instant has come."""
    await remind_people(store, lambda: at)
    return len(await store.of_person(PERSON, after=None, limit=10))


def instants(when: When, *, after: datetime = NOW) -> list[datetime]:
    found = reminders_of(CLUB_EVENT, when, days_before=USUAL_DAYS_BEFORE, after=after)
    return [reminder.due_at for reminder in found]


@pytest.mark.parametrize(
    ("starts", "timezone", "hours_utc"),
    [
        ("2027-03-29T09:30", "Europe/Paris", (8, 7)),  # summer time begins on the 28th
        ("2027-10-31T09:30", "Europe/Paris", (7, 7)),  # it ends on that day, during the night before
        ("2027-06-10T09:30", "Indian/Reunion", (5, 5)),
    ],
)
def test_people_are_reminded_at_the_hour_that_the_clock_of_the_place_shows(
    starts: str, timezone: str, hours_utc: tuple[int, int]
) -> None:
    when = at_local(starts, starts.replace("09:30", "12:00"), timezone=timezone)
    assert [at.hour for at in instants(when)] == list(hours_utc)
    day = when.starts_local.date()
    assert [(day - at.date()).days for at in instants(when)] == [7, 1]


def test_what_is_announced_late_is_reminded_of_by_what_is_still_to_come() -> None:
    assert instants(MORNING, after=WEEK_BEFORE) == [DAY_BEFORE]
    assert instants(MORNING, after=DAY_BEFORE) == []


async def test_who_has_a_seat_is_reminded_twice_and_once_each_time() -> None:
    store = await planned(SEATED)
    counts = [
        await reminded(store, at)
        for at in (WEEK_BEFORE - timedelta(seconds=1), WEEK_BEFORE, WEEK_BEFORE, DAY_BEFORE, DAY_BEFORE)
    ]
    assert counts == [0, 1, 1, 2, 2]
    mails = await store.of_person(PERSON, after=None, limit=10)
    assert {mail.notice.template for mail in mails} == {Template.REMINDER}
    notices = [mail.notice for mail in mails if isinstance(mail.notice, GatheringNotice)]
    assert {notice.registration_id for notice in notices} == {REGISTRATION}


@pytest.mark.parametrize("seat", [WAITING, LEFT], ids=["waits", "left"])
async def test_who_has_no_seat_is_reminded_of_nothing(seat: Seat) -> None:
    assert await reminded(await planned(seat), WEEK_BEFORE) == 0


async def test_after_a_long_stop_only_the_nearest_reminder_is_sent() -> None:
    assert await reminded(await planned(SEATED), DAY_BEFORE + timedelta(hours=1)) == 1


async def test_nobody_is_reminded_of_what_has_begun() -> None:
    assert await reminded(await planned(SEATED), MORNING.starts_utc) == 0


@pytest.mark.parametrize("state", [ClubEventState.POSTPONED, ClubEventState.CANCELLED])
async def test_nobody_is_reminded_of_what_will_not_take_place(state: ClubEventState) -> None:
    store = await planned(SEATED)
    store.keep_club_event(replace(POLITICAL_MORNING, state=state))
    assert await reminded(store, WEEK_BEFORE) == 0


async def test_a_gathering_that_moves_has_its_reminders_on_the_new_dates_alone() -> None:
    store = await planned(SEATED)
    later = at_local("2027-04-20T09:30", "2027-04-20T12:00")
    moved = ClubEventRescheduled(club_event_id=CLUB_EVENT, previous_when=MORNING, when=later, place=HALL)
    await plan_reminders(event_of(moved, sequence=3), store)
    store.keep_club_event(replace(POLITICAL_MORNING, when=later))
    assert await reminded(store, DAY_BEFORE) == 0
    assert await reminded(store, datetime(2027, 4, 13, 7, 30, tzinfo=UTC)) == 1


async def test_a_reminder_waits_for_the_copy_of_its_gathering() -> None:
    store = await planned(SEATED)
    unknown = replace(SEATED, club_event_id=uuid4(), registration_id=uuid4())
    announced = ANNOUNCED.model_copy(update={"club_event_id": unknown.club_event_id})
    store.keep_seat(unknown)
    await plan_reminders(event_of(announced, sequence=2), store)
    assert await reminded(store, WEEK_BEFORE) == 1
    store.keep_club_event(replace(POLITICAL_MORNING, club_event_id=unknown.club_event_id))
    assert await reminded(store, WEEK_BEFORE) == 2
