"""Reminders on a real database: several workers look, one reminds; what is planned twice is planned once."""

import asyncio

from services.notifications.domain.seats import seat_after
from services.notifications.handlers.gatherings import plan_reminders
from services.notifications.repository.reminders import MongoReminders
from services.notifications.repository.store import MongoNotifications
from services.notifications.timers.mails import remind_people
from shared.commands import SYSTEM
from shared.storage.mongo import Database
from shared.storage.unit_of_work import Origin, UnitOfWork
from tests.unit.notifications.given import ANNOUNCED, CONFIRMED, MORNING, NOW, POLITICAL_MORNING, event_of

LATE = MORNING.starts_utc.replace(day=MORNING.starts_utc.day - 1, hour=23)


async def planned(database: Database) -> None:
    work = UnitOfWork(database, Origin("notifications", SYSTEM, NOW, "story"))
    store = MongoNotifications(work)
    store.keep_club_event(POLITICAL_MORNING)
    store.keep_seat(seat_after(event_of(CONFIRMED)))
    for _ in range(2):
        await plan_reminders(event_of(ANNOUNCED, sequence=2), store)
    await work.commit()


async def test_two_workers_that_look_at_once_remind_once(database: Database) -> None:
    await planned(database)
    assert await database["reminders"].count_documents({"pending": True}) == 2
    workers = [MongoReminders(database, "notifications") for _ in range(2)]
    found = [await worker.due(LATE, limit=10) for worker in workers]
    assert found[0] == found[1]
    await asyncio.gather(*(remind_people(worker, lambda: LATE) for worker in workers))
    await remind_people(workers[0], lambda: LATE)
    assert await database["deliveries"].count_documents({}) == 1
    assert await database["reminders"].count_documents({"pending": True}) == 0
