"""Owns the reading of the feed and of mails for people. Never read by a decision."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo import ASCENDING, DESCENDING

from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.staff_feed import StaffFeedEntry
from services.notifications.repository.documents import DELIVERIES, FEED, to_delivery, to_entry
from shared.storage.mongo import Database
from shared.storage.wake_up import wake_on_ring


class MongoStaffFeedQueries:
    """The feed, by position."""

    def __init__(self, database: Database) -> None:
        self._feed = database[FEED]

    async def before(self, position: int | None, *, limit: int) -> Sequence[StaffFeedEntry]:
        """The last lines before a position, or of all: the newest first."""
        wanted: dict[str, Any] = {} if position is None else {"position": {"$lt": position}}
        found = self._feed.find(wanted, sort=[("position", DESCENDING)], limit=limit)
        return [to_entry(document) async for document in found]

    async def after(self, position: int, *, limit: int) -> Sequence[StaffFeedEntry]:
        """The first lines after a position, in their order."""
        wanted = {"position": {"$gt": position}}
        found = self._feed.find(wanted, sort=[("position", ASCENDING)], limit=limit)
        return [to_entry(document) async for document in found]

    async def first_position(self) -> int:
        """Where what is still held of the feed begins; 1 while it is empty."""
        first = await self._feed.find_one({}, {"position": 1}, sort=[("position", ASCENDING)])
        return int(first["position"]) if first else 1

    async def last_position(self) -> int:
        """Where the feed ends; 0 while it is empty."""
        last = await self._feed.find_one({}, {"position": 1}, sort=[("position", DESCENDING)])
        return int(last["position"]) if last else 0

    async def watch(self, wake: Callable[[], None]) -> None:
        """Call `wake` whenever a line was added, until cancelled."""
        await wake_on_ring(self._feed, wake)


class MongoDeliveryQueries:
    """The mails, by person."""

    def __init__(self, database: Database) -> None:
        self._deliveries = database[DELIVERIES]

    async def of_person(
        self, person_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[EmailDelivery]:
        """The mails for a person, in the order of their queuing."""
        wanted: dict[str, Any] = {"notice.person_id": person_id}
        if after is not None:
            queued_at, delivery_id = after
            wanted["$or"] = [
                {"queued_at": {"$gt": queued_at}},
                {"queued_at": queued_at, "_id": {"$gt": delivery_id}},
            ]
        order = [("queued_at", ASCENDING), ("_id", ASCENDING)]
        found = self._deliveries.find(wanted, sort=order, limit=limit)
        return [to_delivery(document) async for document in found]
