"""Owns the lines that say what became of dead letters: who sent which one back or discarded it, when and why.

    {_id: UUID("…"), at: ISODate("…"), act: "replayed" | "discarded", by: "person/…", note: "…",
     letter: "registration.keep_people/01a2…", type: "directory.PersonActivated.v1"}

A line is written in the transaction that settles its letter, and never changed.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pymongo import IndexModel, InsertOne

from shared.commands import Actor
from shared.ids import new_id
from shared.storage.mongo import Database, Document
from shared.storage.unit_of_work import UnitOfWork

COLLECTION = "dead_letter_acts"
INDEXES = (
    IndexModel([("letter", 1), ("_id", 1)], name="letter"),
    IndexModel("at", name="at"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does to letters."""

    what: str
    """`replayed` or `discarded`, which is also the state of the letter afterwards."""
    actor: Actor
    note: str = ""


class LetterActs:
    """The lines of one service."""

    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]

    @staticmethod
    def write(work: UnitOfWork, letter: Document, act: Act, at: datetime) -> None:
        """Stage the line of one letter."""
        line = {
            "_id": new_id(),
            "at": at,
            "act": act.what,
            "by": str(act.actor),
            "note": act.note,
            "letter": letter["_id"],
            "type": letter["type"],
        }
        work.write(COLLECTION, InsertOne(line))

    async def page(self, *, before: UUID | None = None, limit: int = 100) -> list[Document]:
        """The lines, the latest first."""
        wanted = {"_id": {"$lt": before}} if before else {}
        return [line async for line in self._collection.find(wanted, sort=[("_id", -1)], limit=limit)]

    async def of_letter(self, letter_id: str) -> list[Document]:
        """What was done to one letter, in its order."""
        return [line async for line in self._collection.find({"letter": letter_id}, sort=[("_id", 1)])]
