"""Owns the dead letters of one service: kept in its database, listed, sent back to their queue or discarded.

    {_id: "registration.keep_people/01a2…", queue: "registration.keep_people", event_id: "01a2…",
     type: "directory.PersonActivated.v1", reason: "TooEarly: …", body: b"…", state: "kept",
     at: ISODate("…"), settled_at: ISODate("…"), about: "person/…" | null}

A letter is `kept` until somebody sends it back (`replayed`) or decides that nothing is to come of it
(`discarded`); only those kept are listed, and every such act leaves a line (`shared.storage.letter_acts`).
A letter is `about` a person where its body carries personal data of them: of somebody erased, it is kept
without.

Replaying goes through the outbox, so that it needs no broker and is not lost: the same bytes and the same
event id, and nothing of what the broker or we had put around them, to the queue that gave them up. Two who
replay at once send each letter back once. What is already done is remembered for as long as a letter may be
sent back (`shared.storage.pins`).
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic_core import from_json
from pymongo import IndexModel, UpdateOne
from pymongo.database import Database as SyncDatabase

from shared.clock import Clock
from shared.commands import Actor
from shared.events.redaction import person_told_by, redacted
from shared.ids import new_id
from shared.jitter import jitter
from shared.storage import erased_people, pins
from shared.storage.letter_acts import Act, LetterActs
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
SETTLED_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which of the letters kept: one by its id, those of a queue, those of a kind of reason, or all."""

    letter_id: str | None = None
    queue: str | None = None
    reason: str | None = None
    """How their reasons begin."""
    before: datetime | None = None
    """Only those given up until then: what comes back meanwhile would go round for ever."""

    def wanted(self) -> dict[str, Any]:
        """The letters chosen, as MongoDB is asked for them."""
        wanted: dict[str, Any] = {"state": "kept"}
        if self.letter_id:
            wanted["_id"] = self.letter_id
        if self.queue:
            wanted["queue"] = self.queue
        if self.reason:
            wanted["reason"] = {"$gte": self.reason, "$lt": self.reason + "\uffff"}
        if self.before:
            wanted["at"] = {"$lte": self.before}
        return wanted


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
        kept = {"$set": letter, "$unset": {"settled_at": ""}}
        await self._collection.update_one({"_id": letter_id}, kept, upsert=True)
        await pins.pin(self._database, [letter_id])
        if about and await erased_people.is_erased(self._database, about):  # asked after it was written:
            # whoever is erased later than that finds it here
            await self._collection.update_one({"_id": letter_id}, {"$set": {"body": redacted(body)}})
        get_logger().error("dead letter kept", queue=queue, event_id=event_id, reason=reason)

    async def page(
        self, *, queue: str | None = None, reason: str | None = None, after: str = "", limit: int = 100
    ) -> list[Document]:
        """Letters kept, in the order of their ids, of one queue or one kind of reason if asked."""
        wanted = Choice(queue=queue, reason=reason).wanted() | {"_id": {"$gt": after}}
        return [letter async for letter in self._collection.find(wanted, sort=[("_id", 1)], limit=limit)]

    async def find(self, letter_id: str) -> Document | None:
        """One letter, whatever has become of it."""
        letter: Document | None = await self._collection.find_one({"_id": letter_id})
        return letter

    async def count(self, choice: Choice) -> int:
        """How many letters are chosen."""
        return int(await self._collection.count_documents(choice.wanted()))

    async def groups(self) -> list[Document]:
        """How many letters kept there are of each queue and kind of error, and since when.

        The kind of error is the beginning of the reason, up to its first colon.
        """
        return await read_together(self._database, lambda database: list(_groups(database)))

    async def replay(self, actor: Actor, choice: Choice, *, limit: int | None = None) -> int:
        """Send letters back to the queue that gave them up, at most `limit`; how many there were."""
        return await self._settle(choice, Act("replayed", actor), limit)

    async def discard(self, actor: Actor, choice: Choice, *, note: str, limit: int | None = None) -> int:
        """Decide that nothing is to come of letters, for the reason that `note` says; how many there were.

        They can still be read, by their ids, and are listed no more.
        """
        return await self._settle(choice, Act("discarded", actor, note), limit)

    async def _settle(self, choice: Choice, act: Act, limit: int | None) -> int:
        wanted = Choice(
            letter_id=choice.letter_id,
            queue=choice.queue,
            reason=choice.reason,
            before=min(choice.before or self._clock(), self._clock()),
        ).wanted()
        settled = 0
        while limit is None or settled < limit:
            at_once = SETTLED_AT_ONCE if limit is None else min(SETTLED_AT_ONCE, limit - settled)
            found = self._collection.find(wanted, sort=[("queue", 1), ("_id", 1)], limit=at_once)
            letters = [letter async for letter in found]
            if not letters:
                break
            settled += await self._settle_these(letters, act)
        return settled

    async def _settle_these(self, letters: list[Document], act: Act) -> int:
        """Settle these, all or, where somebody else was faster with one of them, none; how many."""
        now = self._clock()
        work = UnitOfWork(self._database, Origin("", act.actor, now, str(new_id())))
        for letter in letters:
            if act.what == "replayed":
                work.publish(_row(letter, now))
            as_read = {"_id": letter["_id"], "state": "kept"}
            work.write_if_found(
                COLLECTION, UpdateOne(as_read, {"$set": {"state": act.what, "settled_at": now}})
            )
            LetterActs.write(work, letter, act, now)
            pins.release(work, letter["_id"], now)
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


def _row(letter: Mapping[str, Any], now: datetime) -> OutboxRow:
    return OutboxRow(
        id=new_id(),
        subject=f"dead_letter/{letter['_id']}",
        sequence=1,
        body=bytes(letter["body"]),
        exchange=REPLAY_EXCHANGE,
        routing_key=letter["queue"],
        at=now,
        about=letter["about"],
        message_id=letter["event_id"],
    )


def _identify(body: bytes) -> tuple[str, str]:
    """The event's id and type, as far as they can be read; the digest of the bytes where they cannot."""
    try:
        document = from_json(body)
    except ValueError:
        document = None
    if isinstance(document, dict) and "id" in document:
        return _written_once(str(document["id"])), str(document.get("type", ""))
    return sha256(body).hexdigest(), ""


def _written_once(event_id: str) -> str:
    """The id as the inbox writes it, whatever its capitals."""
    try:
        return str(UUID(event_id))
    except ValueError:
        return event_id
