"""Owns the reading of files to take in, for people. Never read by a decision."""

from collections.abc import Sequence
from uuid import UUID

from pymongo import ASCENDING

from services.directory.domain.errors.imports import UnknownImport
from services.directory.domain.imports import LineOutcome, LineReport
from services.directory.domain.spreadsheet_import import SpreadsheetImport
from services.directory.repository import documents as form
from services.directory.repository.import_documents import to_import, to_report
from shared.storage.mongo import Database, Document


class MongoImportQueries:
    """Reads served by an index, each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def spreadsheet_import(self, import_id: UUID) -> SpreadsheetImport:
        """A file to take in.

        Raises:
            UnknownImport: none was sent, or long ago.
        """
        found = await self._database[form.IMPORTS].find_one({"_id": import_id})
        if found is None:
            raise UnknownImport
        return to_import(found)

    async def lines(
        self, import_id: UUID, outcome: LineOutcome | None, *, after: int | None, limit: int
    ) -> Sequence[LineReport]:
        """What was found of the rows, from one on."""
        wanted: Document = {"import_id": import_id, "number": {"$gt": after or 0}}
        wanted |= {"outcome": outcome.value} if outcome else {}
        found = self._database[form.IMPORT_LINES].find(wanted, sort=[("number", ASCENDING)], limit=limit)
        return [to_report(document) async for document in found]
