"""Owns the loading of the reference data: from its files into the database, unless it is there already.

    reference_data: {_id: "territories", edition: "<digest of the reference data> <form of what is written>"}

The edition is noted last: a loading that was killed is begun again. Two at once do the same, twice.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from pymongo import ReplaceOne

from services.directory.data.reader import count_territories, edition, read_territories
from services.directory.domain.territories import Territory
from services.directory.repository.documents import INDEXES, REFERENCE_DATA, SEARCH, TERRITORIES
from services.directory.repository.organisation_documents import from_territory
from services.directory.repository.search_documents import FORM, territory_entry
from shared.storage.indexes import ensure_indexes
from shared.storage.mongo import Database

BATCH = 2_000
NOTE = {"_id": "territories"}

Report = Callable[[int, int], None]
"""Told how many territories are written, of how many."""


async def load_territories(database: Database, report: Report) -> None:
    """Have the territories of France in the directory's database; asking again changes nothing."""
    await ensure_indexes(database, INDEXES)
    current, note = f"{edition()} {FORM}", database[REFERENCE_DATA]
    if await note.find_one(NOTE | {"edition": current}):
        return
    total, written, territories = count_territories(), 0, read_territories()
    while batch := await _write_batch(database, territories, current):
        written += batch
        report(written, total)
    await database[TERRITORIES].delete_many({"edition": {"$ne": current}})
    await database[SEARCH].delete_many({"edition": {"$type": "string", "$ne": current}})
    await note.replace_one(NOTE, NOTE | {"edition": current}, upsert=True)


async def _write_batch(database: Database, territories: Iterator[Territory], current: str) -> int:
    batch = list(islice(territories, BATCH))
    if batch:
        documents = [from_territory(territory, current) for territory in batch]
        kept = [ReplaceOne({"_id": document["_id"]}, document, upsert=True) for document in documents]
        await database[TERRITORIES].bulk_write(kept, ordered=False)
        entries = [territory_entry(territory, current) for territory in batch]
        await database[SEARCH].bulk_write(entries, ordered=False)
    return len(batch)
