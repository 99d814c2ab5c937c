"""Owns the dead letters of one service: kept in its database, listed, and sent back to their queue.

    {_id: "registration.keep_people/01a2…", queue: "registration.keep_people", event_id: "01a2…",
     type: "directory.PersonActivated.v1", reason: "TooEarly: …", body: b"…", state: "kept",
     at: ISODate("…"), replayed_at: ISODate("…"), about: "person/…" | null}

A letter is `about` a person where its body carries personal data of them: of somebody erased, it is kept
without.

Replaying goes through the outbox, so that it needs no broker and is not lost: the same bytes, hence the
same event id, to the queue that gave them up. Two who replay at once send each letter back once.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from pydantic_core import from_json
from pymongo import IndexModel, UpdateOne
from pymongo.database import Database as SyncDatabase

from shared.clock import Clock
from shared.commands import Actor
from shared.events.redaction import person_told_by, redacted
from shared.ids import new_id
from shared.jitter import jitter
from shared.storage import erased_people
from shared.storage.mongo import (
    Contention,
    Database,
    Document,
    DriverError,
    is_contention,
    read_together,
)
from shared.storage.outbox import REPLAY_EXCHANGE, OutboxRow
from shared.storage.unit_of_work import Origin, UnitOfWork
from shared.telemetry import get_logger

COLLECTION = "dead_letters"
INDEXES = (
    IndexModel([("state", 1), ("queue", 1), ("_id", 1)], name="listed"),
    IndexModel("about", name="about"),
    IndexModel("at", name="at"),
)
REPLAY_BATCH = 500


class DeadLetters:
    """A service's own dead letters."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._collection = database[COLLECTION]
        self._clock = clock

    async def keep(self, body: bytes, *, queue: str, reason: str) -> None:
        """Write down a letter; the same one again is the same document."""
        event_id, event_type = _identify(body)
        letter_id, about = f"{queue}/{event_id}", person_told_by(body)
        letter = {
            "queue": queue,
            "event_id": event_id,
            "type": event_type,
            "reason": reason,
            "body": body,
            "state": "kept",
            "about": about,
            "at": self._clock(),
        }
        await self._collection.update_one({"_id": letter_id}, {"$set": letter}, upsert=True)
        if about and await erased_people.is_erased(self._database, about):  # asked after it was written:
            # whoever is erased later than that finds it here
            await self._collection.update_one({"_id": letter_id}, {"$set": {"body": redacted(body)}})
        get_logger().error("dead letter kept", queue=queue, event_id=event_id, reason=reason)

    async def page(
        self, *, queue: str | None = None, reason: str | None = None, after: str = "", limit: int = 100
    ) -> list[Document]:
        """Letters not replayed, in the order of their ids, of one queue or one kind of reason if asked."""
        wanted = _wanted(queue, reason) | {"_id": {"$gt": after}}
        return [letter async for letter in self._collection.find(wanted, sort=[("_id", 1)], limit=limit)]

    async def groups(self) -> list[Document]:
        """How many letters not replayed there are of each queue and kind of error, and since when.

        The kind of error is the beginning of the reason, up to its first colon.
        """
        return await read_together(self._database, lambda database: list(_groups(database)))

    async def replay(
        self,
        actor: Actor,
        *,
        letter_id: str | None = None,
        queue: str | None = None,
        reason: str | None = None,
    ) -> int:
        """Send letters back to the queue that gave them up: one, a group, or all. How many there were.

        A letter that comes back meanwhile is not sent again: it would go round for ever.
        """
        chosen = {"_id": letter_id, "state": "kept"} if letter_id else _wanted(queue, reason)
        wanted = {**chosen, "at": {"$lte": self._clock()}}
        replayed = 0
        while letters := [letter async for letter in self._collection.find(wanted, limit=REPLAY_BATCH)]:
            replayed += await self._send_back(letters, actor)
        return replayed

    async def _send_back(self, letters: list[Document], actor: Actor) -> int:
        """Send these back, all or, where somebody else was faster with one of them, none; how many."""
        now = self._clock()
        work = UnitOfWork(self._database, Origin("", actor, now, str(new_id())))
        for letter in letters:
            work.publish(_row(letter, now))
            replayed = {"state": "replayed", "replayed_at": now, "replayed_by": str(actor)}
            as_read = {"_id": letter["_id"], "state": "kept"}
            work.write_if_found(COLLECTION, UpdateOne(as_read, {"$set": replayed}))
        try:
            await work.commit()
        except (Contention, DriverError) as error:
            if isinstance(error, DriverError) and not is_contention(error):
                raise
            await asyncio.sleep(jitter(0, 0.1))
            return 0
        return len(letters)


def _groups(database: SyncDatabase[Document]) -> Iterator[Document]:
    error = {"$arrayElemAt": [{"$split": ["$reason", ":"]}, 0]}
    counted = {"count": {"$sum": 1}, "first_at": {"$min": "$at"}, "last_at": {"$max": "$at"}}
    stages: list[Document] = [
        {"$match": {"state": "kept"}},
        {"$group": {"_id": {"queue": "$queue", "error": error}, **counted}},
        {"$sort": {"_id": 1}},
    ]
    for group in database[COLLECTION].aggregate(stages):
        yield {**group.pop("_id"), **group}


def _wanted(queue: str | None, reason: str | None) -> dict[str, Any]:
    wanted: dict[str, Any] = {"state": "kept"}
    if queue:
        wanted["queue"] = queue
    if reason:
        wanted["reason"] = {"$gte": reason, "$lt": reason + "\uffff"}
    return wanted


def _row(letter: Document, now: datetime) -> OutboxRow:
    return OutboxRow(
        id=new_id(),
        subject=f"dead_letter/{letter['_id']}",
        sequence=1,
        body=bytes(letter["body"]),
        exchange=REPLAY_EXCHANGE,
        routing_key=letter["queue"],
        at=now,
        about=letter["about"],
    )


def _identify(body: bytes) -> tuple[str, str]:
    """The event's id and type, as far as they can be read; the digest of the bytes where they cannot."""
    try:
        document = from_json(body)
    except ValueError:
        document = None
    if isinstance(document, dict) and "id" in document:
        return str(document["id"]), str(document.get("type", ""))
    return sha256(body).hexdigest(), ""
