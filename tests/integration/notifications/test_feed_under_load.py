"""Checks that the feed has no gap and no late line, whoever writes to it at the same time."""

import asyncio

from services.notifications.consumers import notices
from services.notifications.repository.queries import MongoStaffFeedQueries
from services.notifications.repository.store import MongoNotifications
from shared.clock import utc_now
from shared.events.envelope import Envelope
from shared.events.registration import RegistrationFact
from shared.messaging.inbox import Inbox
from shared.storage.mongo import Database
from shared.storage.unit_of_work import UnitOfWork
from tests.unit.notifications.given import (
    CANCELLED,
    CONFIRMED,
    POLITICAL_MORNING,
    WAITLISTED,
    ZOE,
    event_of,
)

EACH = 60
WORKERS = 2


async def watch_growing(database: Database, expected: int) -> list[int]:
    """Read on from where one is, as a live reader does, until all is there."""
    feed = MongoStaffFeedQueries(database)
    seen: list[int] = []
    async with asyncio.timeout(60):
        while len(seen) < expected:
            seen += [entry.position for entry in await feed.after(seen[-1] if seen else 0, limit=50)]
    return seen


async def test_every_line_has_the_next_place_and_no_reader_misses_one(database: Database) -> None:
    work = UnitOfWork(database)
    MongoNotifications(work).keep_contact(ZOE)
    MongoNotifications(work).keep_club_event(POLITICAL_MORNING)
    await work.commit()
    heard = {item.contracts[0]: item for item in notices(MongoNotifications)}
    inboxes = [Inbox("notifications", database, utc_now) for _ in range(WORKERS)]
    facts: list[RegistrationFact] = [CONFIRMED, WAITLISTED, CANCELLED] * EACH
    events: list[Envelope[RegistrationFact]] = [event_of(fact) for fact in facts]
    reading = asyncio.create_task(watch_growing(database, len(events)))
    # Each worker hears each event: as after a delivery whose acknowledgement was lost.
    await asyncio.gather(
        *(inbox.apply(event, heard[type(event.data)]) for event in events for inbox in inboxes)
    )
    assert await reading == list(range(1, len(events) + 1))
    assert await database["deliveries"].count_documents({}) == len(events)
