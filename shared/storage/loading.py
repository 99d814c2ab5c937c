"""Owns how one unit of work reads aggregates once, and stages them. Knows no aggregate in particular."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from shared.events.envelope import Payload
from shared.storage.mongo import Document
from shared.storage.unit_of_work import Aggregate, UnitOfWork

A = TypeVar("A", bound=Aggregate)


class Loading:
    """What the parts of a service’s store have in common."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def _load(self, collection: str, wanted: Document, read: Callable[[Document], A]) -> A | None:
        """The instance of this batch where there is one already, else what the database has."""
        known: A | None = self._work.known.get((collection, wanted.get("_id")))
        if known is not None:
            return known
        found = await self._work.database[collection].find_one(wanted)
        if found is None:
            return None
        loaded: A = self._work.known.setdefault((collection, found["_id"]), read(found))
        return loaded

    async def _id_of(self, collection: str, wanted: Document) -> UUID | None:
        found = await self._work.database[collection].find_one(wanted, {"_id": 1})
        found_id: UUID | None = found["_id"] if found else None
        return found_id

    def _save(
        self, collection: str, aggregate: A, document: Callable[[A], Document], events: Sequence[Payload]
    ) -> None:
        self._work.known[collection, aggregate.id] = aggregate
        self._work.save(collection, aggregate, document, events)
