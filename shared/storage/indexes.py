"""Owns the making of indexes: those of the kernel, and those that a service's repository declares."""

from collections.abc import Mapping, Sequence

from pymongo import IndexModel

from shared.storage import (
    dead_letters,
    erased_people,
    leases,
    letter_acts,
    outbox,
    postponed,
    pulses,
    turns,
)
from shared.storage.mongo import Database
from shared.storage.once import IDEMPOTENCY, INBOX

Indexes = Mapping[str, Sequence[IndexModel]]
"""Collection → its indexes."""

EVERY_COLLECTION_HAS = IndexModel("_id")

KERNEL: Indexes = {
    outbox.COLLECTION: outbox.INDEXES,
    IDEMPOTENCY.collection: IDEMPOTENCY.indexes(),
    INBOX.collection: INBOX.indexes(),
    dead_letters.COLLECTION: dead_letters.INDEXES,
    letter_acts.COLLECTION: letter_acts.INDEXES,
    erased_people.COLLECTION: erased_people.INDEXES,
    leases.HOLDERS: leases.HOLDER_INDEXES,
    postponed.COLLECTION: postponed.INDEXES,
    pulses.WORKERS: pulses.WORKER_INDEXES,
    pulses.TIMERS: (),
    turns.COLLECTION: turns.INDEXES,
}


async def ensure_indexes(database: Database, own: Indexes) -> None:
    """Make every collection with its indexes; asking again changes nothing."""
    for collection, indexes in {**KERNEL, **own}.items():
        await database[collection].create_indexes(list(indexes) or [EVERY_COLLECTION_HAS])
