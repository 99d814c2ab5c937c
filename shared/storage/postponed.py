"""Owns the notes of messages that wait for their next attempt: since when, and for which queue.

    postponed: {_id: "registration.keep_people/01a2…", queue: "registration.keep_people", since: ISODate("…")}

A message is noted from its first failure until it is applied or given up, wherever it waits meanwhile: what
its handler keeps is behind for so long. The notes hold no message, and nothing is decided from them.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pymongo import IndexModel
from pymongo.database import Database as SyncDatabase

from shared.storage.mongo import Database, Document, DriverError, read_together

COLLECTION = "postponed"
KEPT_SECONDS = 24 * 3600
"""Far longer than all retries together: what is older was left by a process that died."""
INDEXES = (IndexModel("since", name="forgotten", expireAfterSeconds=KEPT_SECONDS),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Messages of one queue that wait for their next attempt."""

    queue: str
    count: int
    since: datetime


class Postponed:
    """The notes of one service. Where the database does not answer, a note is left out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, queue: str, event_id: UUID, at: datetime) -> None:
        """A message waits; the first time counts."""
        first = {"$setOnInsert": {"queue": queue, "since": at}}
        with suppress(DriverError):
            await self._database[COLLECTION].update_one({"_id": f"{queue}/{event_id}"}, first, upsert=True)

    async def settle(self, queue: str, event_id: UUID) -> None:
        """A message waits no more."""
        with suppress(DriverError):
            await self._database[COLLECTION].delete_one({"_id": f"{queue}/{event_id}"})

    async def behind(self, before: datetime) -> list[Behind]:
        """Which queues have messages that wait since before then."""
        return await read_together(self._database, lambda database: _behind(database, before))


def _behind(database: SyncDatabase[Document], before: datetime) -> list[Behind]:
    stages: list[Document] = [
        {"$match": {"since": {"$lt": before}}},
        {"$group": {"_id": "$queue", "count": {"$sum": 1}, "since": {"$min": "$since"}}},
        {"$sort": {"_id": 1}},
    ]
    groups = database[COLLECTION].aggregate(stages)
    return [Behind(queue=group["_id"], count=group["count"], since=group["since"]) for group in groups]
