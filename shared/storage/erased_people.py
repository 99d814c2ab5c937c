"""Owns who was erased, as one service knows it: a row for each, with nothing of them but their id.

    erased_people: {_id: UUID, erased_at: ISODate, swept_at: ISODate | null, to_sweep: true, version: 2,
        sequence: 1}

It scrubs nothing (`shared.storage.scrubbing` does). Index `to_sweep` finds after whom to sweep.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pymongo import IndexModel

from shared.storage.mongo import Database, Document
from shared.storage.unit_of_work import UnitOfWork

COLLECTION = "erased_people"
INDEXES = (IndexModel("erased_at", name="to_sweep", partialFilterExpression={"to_sweep": True}),)


@dataclass(slots=True, kw_only=True)
class ErasedPerson:
    """Somebody whom this service has forgotten: their id is all that it knows."""

    id: UUID
    erased_at: datetime
    swept_at: datetime | None = None
    version: int = 0
    sequence: int = 0


class Erased:
    """Who was erased, as one unit of work sees it."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def read(self, people: Iterable[UUID]) -> None:
        """Read of many at once whether they were erased."""
        wanted = [person_id for person_id in people if (COLLECTION, person_id) not in self._work.known]
        if not wanted:
            return
        self._work.known.update({(COLLECTION, person_id): None for person_id in wanted})
        async for document in self._work.database[COLLECTION].find({"_id": {"$in": wanted}}):
            self._work.known[COLLECTION, document["_id"]] = to_erased(document)

    async def person(self, person_id: UUID) -> ErasedPerson | None:
        """The one with this id, if they were erased."""
        await self.read((person_id,))
        erased: ErasedPerson | None = self._work.known[COLLECTION, person_id]
        return erased


async def is_erased(database: Database, subject: str) -> bool:
    """Whether `subject`, as events name it, is a person who was erased."""
    try:
        person_id = UUID(subject.partition("/")[2])
    except ValueError:
        return False
    return await database[COLLECTION].find_one({"_id": person_id}, {"_id": 1}) is not None


def from_erased(erased: ErasedPerson) -> Document:
    """The document of somebody erased."""
    return {
        "_id": erased.id,
        "erased_at": erased.erased_at,
        "swept_at": erased.swept_at,
        "to_sweep": erased.swept_at is None,
        "sequence": erased.sequence,
    }


def to_erased(document: Document) -> ErasedPerson:
    """Somebody erased, of a document."""
    return ErasedPerson(
        id=document["_id"],
        erased_at=document["erased_at"],
        swept_at=document["swept_at"],
        version=document["version"],
        sequence=document["sequence"],
    )
