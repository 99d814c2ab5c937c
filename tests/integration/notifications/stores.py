"""Owns the two ways in which the service may keep things, side by side: in memory, and in MongoDB."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from services.notifications.ports.notices import DeliveryQueries, Notifications, Outgoing, StaffFeedQueries
from services.notifications.repository.outgoing import MongoOutgoing
from services.notifications.repository.queries import MongoDeliveryQueries, MongoStaffFeedQueries
from services.notifications.repository.store import MongoNotifications
from shared.commands import SYSTEM
from shared.storage.mongo import Database
from shared.storage.unit_of_work import Origin, UnitOfWork
from tests.fakes.notifications import InMemoryNotifications
from tests.unit.notifications.given import NOW

Open = Callable[[], AbstractAsyncContextManager[Notifications]]


@dataclass
class Stores:
    """All that the service keeps."""

    unit: Open
    """Gives a store whose changes are kept when the block ends."""
    outgoing: Outgoing
    deliveries: DeliveryQueries
    feed: StaffFeedQueries


def unit_of_work(database: Database, at: datetime = NOW) -> UnitOfWork:
    return UnitOfWork(database, Origin("notifications", SYSTEM, at, "story"))


def in_memory() -> Stores:
    memory = InMemoryNotifications(at=NOW)

    @asynccontextmanager
    async def unit() -> AsyncIterator[Notifications]:
        yield memory

    return Stores(unit, memory, memory, memory)


def in_mongodb(database: Database) -> Stores:
    @asynccontextmanager
    async def unit() -> AsyncIterator[Notifications]:
        work = unit_of_work(database)
        yield MongoNotifications(work)
        await work.commit()

    queries = MongoDeliveryQueries(database), MongoStaffFeedQueries(database)
    return Stores(unit, MongoOutgoing(database), *queries)
