"""Owns a service's copies of what others decide: documents that events feed, one for each subject.

Each has the `sequence` of the last event that it took in. Knows no subject, and decides nothing.
"""

from collections.abc import Iterable
from typing import Any

from pymongo import ReplaceOne

from shared.storage.mongo import Document, Query, find_together
from shared.storage.unit_of_work import AggregateId, UnitOfWork


class Copies:
    """The copies of one collection, within one unit of work: each is read once, and read as it was kept.

    `by` is a field that names at most one of them; what the same unit keeps is found by `_id` alone.
    """

    def __init__(self, work: UnitOfWork, collection: str) -> None:
        self._work = work
        self._collection = collection

    def query(self, values: Iterable[AggregateId], *, by: str = "_id") -> Query:
        """What reads many at once, but for those that were read before: for `find_together`."""
        wanted = [value for value in values if self._key(by, value) not in self._work.known]
        self._work.known.update({self._key(by, value): None for value in wanted})

        def take(document: Document) -> None:
            self._work.known[self._key(by, document[by])] = document

        return Query(self._collection, {by: {"$in": wanted}}, take)

    async def get(self, value: AggregateId, *, by: str = "_id") -> Document | None:
        """The copy, where there is one."""
        if self._key(by, value) not in self._work.known:
            await find_together(self._work.database, [self.query((value,), by=by)])
        document: Document | None = self._work.known[self._key(by, value)]
        return document

    async def sequence(self, subject_id: AggregateId) -> int:
        """How many events of this subject are known."""
        document = await self.get(subject_id)
        return int(document["sequence"]) if document else 0

    def keep(self, document: Document) -> None:
        """Stage a copy."""
        self._work.known[self._key("_id", document["_id"])] = document
        self._work.write(self._collection, ReplaceOne({"_id": document["_id"]}, document, upsert=True))

    def _key(self, field: str, value: AggregateId) -> tuple[Any, ...]:
        return (self._collection, field, value)
