"""Owns the limits of keeping in one service: what is older than its limit is removed, some at a time.

The rows of the machinery that carry no personal data of their own, or soon none, go by themselves: their
indexes say after how long (`outbox`, `inbox`, `idempotency`, `lease_holders`, `turns`). Rows of
`erased_people` stay, so that nothing that comes late brings anybody back.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from shared.clock import Clock
from shared.personal_data import PersonalData
from shared.retention import Retention
from shared.storage import dead_letters, letter_acts, pins
from shared.storage.mongo import Collection, Database

REMOVED_AT_ONCE = 500


async def remove_what_is_over(
    database: Database, personal_data: PersonalData, retention: Retention, clock: Clock
) -> None:
    """Remove what has been kept for as long as it may be; killed on the way, the next round goes on."""
    now = clock()
    await pins.pin_all(database, database[dead_letters.COLLECTION])
    letters_before = now - retention.limit("dead_letters_days")
    await _remove(
        database[dead_letters.COLLECTION],
        "at",
        letters_before,
        first=lambda ids: pins.release_all(database, ids, now),
    )
    await _remove(database[letter_acts.COLLECTION], "at", letters_before)
    for place in personal_data.places:
        if place.kept is not None:
            before = now - retention.limit(place.kept.limit)
            await _remove(database[place.collection], place.kept.since, before)


async def _nothing(_: Sequence[str]) -> None:
    """Nothing else hangs on them."""


async def _remove(
    collection: Collection,
    since: str,
    before: datetime,
    *,
    first: Callable[[Sequence[str]], Awaitable[None]] = _nothing,
) -> None:
    over = {since: {"$lt": before}}
    while ids := [found["_id"] async for found in collection.find(over, {"_id": 1}, limit=REMOVED_AT_ONCE)]:
        await first(ids)
        await collection.delete_many({"_id": {"$in": ids}, **over})
