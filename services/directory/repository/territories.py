"""Owns the loading of the reference data: from its files into the database, unless it is there already.

    reference_data: {_id: "territories", edition: "<digest of the reference data> <form of what is written>"}

The edition is noted last: a loading that was killed is begun again. Two at once do the same, twice.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pymongo import ReplaceOne

from services.directory.data.reader import count_territories, edition, read_territories
from services.directory.repository.documents import INDEXES, REFERENCE_DATA, SEARCH, TERRITORIES
from services.directory.repository.organisation_documents import from_territory
from services.directory.repository.search_documents import FORM, territory_entry
from shared.storage.indexes import ensure_indexes
from shared.storage.mongo import Database, Operation

BATCH = 2_000
NOTE = {"_id": "territories"}

Report = Callable[[int, int], None]
"""Told how many territories are written, of how many."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """The writing of some territories, and of what search knows of them."""

    territories: Sequence[Operation]
    entries: Sequence[Operation]


async def load_territories(database: Database, report: Report) -> None:
    """Have the territories of France in the directory's database; asking again changes nothing."""
    await ensure_indexes(database, INDEXES)
    current, note = f"{edition()} {FORM}", database[REFERENCE_DATA]
    if await note.find_one(NOTE | {"edition": current}):
        return
    total, written = count_territories(), 0
    batches = _batches(current)
    batch = next(batches, None)
    while batch:
        # The next is made ready while the database is at work on this one.
        _, following = await asyncio.gather(_write(database, batch), asyncio.to_thread(next, batches, None))
        written += len(batch.territories)
        report(written, total)
        batch = following
    await database[TERRITORIES].delete_many({"edition": {"$ne": current}})
    await database[SEARCH].delete_many({"edition": {"$type": "string", "$ne": current}})
    await note.replace_one(NOTE, NOTE | {"edition": current}, upsert=True)


def _batches(current: str) -> Iterator[_Batch]:
    territories = read_territories()
    while some := list(islice(territories, BATCH)):
        documents = [from_territory(territory, current) for territory in some]
        yield _Batch(
            [ReplaceOne({"_id": document["_id"]}, document, upsert=True) for document in documents],
            [territory_entry(territory, current) for territory in some],
        )


async def _write(database: Database, batch: _Batch) -> None:
    await database[TERRITORIES].bulk_write(batch.territories, ordered=False)
    await database[SEARCH].bulk_write(batch.entries, ordered=False)
