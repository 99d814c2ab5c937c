"""Owns the look at what a service sends out by itself, as mails: how long it has waited. Sends nothing.

A queue of such is a collection whose documents say, beside what is to be sent:

    {queued_at: ISODate, due_at: ISODate, pending: true, attempts: 0, last_failure: "…"}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.storage.mongo import Database, Document

MANY_ATTEMPTS = 6
"""Who has been tried so often has waited for more than ten minutes."""


@dataclass(frozen=True, slots=True)
class SendQueue:
    """One queue: its collection, the index of what is pending, and what people call what lies in it."""

    collection: str
    index: str
    one: str
    several: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """What is tried again and again: how many, since when the oldest, and why that one failed last."""

    count: int
    since: datetime
    failure: str


async def oldest_due(database: Database, queue: SendQueue, before: datetime) -> datetime | None:
    """Since when the oldest has been due that should have gone `before` then."""
    first = await _first(database, queue, {"due_at": {"$lt": before}}, by="due_at")
    return first["due_at"] if first else None


async def put_off(database: Database, queue: SendQueue) -> PutOff | None:
    """What has been tried many times in vain."""
    tried = {"attempts": {"$gte": MANY_ATTEMPTS}}
    first = await _first(database, queue, tried, by="queued_at")
    if first is None:
        return None
    count = await database[queue.collection].count_documents({"pending": True, **tried}, hint=queue.index)
    return PutOff(count=count, since=first["queued_at"], failure=first["last_failure"])


async def _first(
    database: Database, queue: SendQueue, wanted: Mapping[str, Any], *, by: str
) -> Document | None:
    first: Document | None = await database[queue.collection].find_one(
        {"pending": True, **wanted}, sort=[(by, 1)], hint=queue.index
    )
    return first
