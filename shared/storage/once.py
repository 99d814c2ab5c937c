"""Owns the memory of what was done: a row per command or message, written with its effect.

Whoever asks again with the same id finds the row and gets the same answer; nothing happens twice. Rows are
kept as long as somebody may ask again, which their owner says with a retention.

    {_id: "…", answer: {…} | null, fingerprint: "…", at: ISODate("…")}
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import IndexModel, InsertOne

from shared.storage.mongo import Database, Document
from shared.storage.unit_of_work import UnitOfWork

IDEMPOTENCY_KEPT_SECONDS = 24 * 3600
INBOX_KEPT_SECONDS = 90 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Once:
    """One collection of such rows: `idempotency` for commands, `inbox` for messages."""

    collection: str
    kept_seconds: int

    def indexes(self) -> tuple[IndexModel, ...]:
        """Forgets rows after the retention; `_id` is what makes a second effect impossible."""
        return (IndexModel("at", name="forgotten", expireAfterSeconds=self.kept_seconds),)

    async def find(self, database: Database, ids: Iterable[str]) -> dict[str, Document]:
        """The rows that exist, by id."""
        cursor = database[self.collection].find({"_id": {"$in": list(ids)}})
        return {document["_id"]: document async for document in cursor}

    def remember(
        self, work: UnitOfWork, row_id: str, *, at: datetime, answer: Any = None, fingerprint: str = ""
    ) -> None:
        """Stage the row that says it is done."""
        row = {"_id": row_id, "answer": answer, "fingerprint": fingerprint, "at": at}
        work.write(self.collection, InsertOne(row))
        work.known[self.collection, row_id] = row

    def remembered(self, work: UnitOfWork, row_id: str) -> Document | None:
        """The row that an earlier decision of the same batch has staged."""
        row: Document | None = work.known.get((self.collection, row_id))
        return row


IDEMPOTENCY = Once("idempotency", IDEMPOTENCY_KEPT_SECONDS)
INBOX = Once("inbox", INBOX_KEPT_SECONDS)
