"""Owns what keeps the memory of a done message alive: its inbox row stays as long as a dead letter of it.

A row of `inbox` is forgotten some time after its `at` (`shared.storage.once`). A letter may lie for longer
than that, and its effect may have been committed all the same: by a process that died before it acknowledged,
or by another copy. Sent back after the row was forgotten, it would be done twice. So the row of a letter that
is kept has no `at`, hence no end; when the letter is settled or removed, the row's time begins anew.

A row may be written after its letter (a copy was still in somebody's hand): each round of `pin_all` finds it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from pymongo import UpdateOne

from shared.storage.mongo import Collection, Database
from shared.storage.once import INBOX
from shared.storage.unit_of_work import UnitOfWork

AT_ONCE = 500
DONE_AT = "done_at"
"""Where the instant stands meanwhile."""


async def pin(database: Database, letter_ids: Sequence[str]) -> None:
    """Keep the rows of these letters, where there are any, until they are released."""
    rows = {"_id": {"$in": [_row_of(letter_id) for letter_id in letter_ids]}, "at": {"$exists": True}}
    await database[INBOX.collection].update_many(rows, {"$rename": {"at": DONE_AT}})


async def pin_all(database: Database, letters: Collection) -> None:
    """Keep the rows of all letters that are kept."""
    after = ""
    while found := [
        letter["_id"]
        async for letter in letters.find(
            {"state": "kept", "_id": {"$gt": after}}, {"_id": 1}, sort=[("_id", 1)], limit=AT_ONCE
        )
    ]:
        await pin(database, found)
        after = found[-1]


def release(work: UnitOfWork, letter_id: str, now: datetime) -> None:
    """Stage that the row of a letter is forgotten in its time, counted from now."""
    work.write(INBOX.collection, UpdateOne({"_id": _row_of(letter_id)}, _from(now)))


async def release_all(database: Database, letter_ids: Iterable[str], now: datetime) -> None:
    """Let the rows of letters that are removed be forgotten in their time, counted from now."""
    rows = {"_id": {"$in": [_row_of(letter_id) for letter_id in letter_ids]}, DONE_AT: {"$exists": True}}
    await database[INBOX.collection].update_many(rows, _from(now))


def _from(now: datetime) -> dict[str, object]:
    return {"$set": {"at": now}, "$unset": {DONE_AT: ""}}


def _row_of(letter_id: str) -> str:
    """`registration.keep_people/01a2…` → `keep_people:01a2…`: how the inbox names what a handler has done."""
    queue, _, event_id = letter_id.partition("/")
    return f"{queue.partition('.')[2]}:{event_id}"
