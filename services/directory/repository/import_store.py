"""Owns the loading and saving of files to take in within one unit of work. Decides nothing."""

from collections.abc import Sequence
from uuid import UUID

from pymongo import DeleteOne, InsertOne, UpdateOne

from services.directory.domain.errors.imports import UnknownImport
from services.directory.domain.imports import LineReport
from services.directory.domain.spreadsheet_import import ImportState, SpreadsheetImport
from services.directory.repository import documents as form
from services.directory.repository.import_documents import (
    file_expires_at,
    from_file,
    from_import,
    from_report,
    to_import,
)
from shared.storage.loading import Loading


class MongoSpreadsheets(Loading):
    """The part of the directory's store that is about files to take in."""

    async def spreadsheet_import(self, import_id: UUID) -> SpreadsheetImport:
        """A file to take in.

        Raises:
            UnknownImport: none was sent, or long ago.
        """
        spreadsheet = await self._load(form.IMPORTS, {"_id": import_id}, to_import)
        if spreadsheet is None:
            raise UnknownImport
        return spreadsheet

    def save_import(self, spreadsheet: SpreadsheetImport) -> None:
        """Stage how far a file is, which has no event."""
        self._save(form.IMPORTS, spreadsheet, from_import, ())

    def add_file(self, spreadsheet: SpreadsheetImport, content: bytes) -> None:
        """Stage the file itself."""
        self._work.write(form.IMPORT_FILES, InsertOne(from_file(spreadsheet, content)))

    def keep_file(self, spreadsheet: SpreadsheetImport) -> None:
        """Stage that the file itself stays while it is worked on, a while where it waits, and else goes."""
        file = {"_id": spreadsheet.id}
        if spreadsheet.state in {ImportState.REFUSED, ImportState.DONE}:
            self._work.write(form.IMPORT_FILES, DeleteOne(file))
        else:
            kept = {"$set": {"expires_at": file_expires_at(spreadsheet)}}
            self._work.write(form.IMPORT_FILES, UpdateOne(file, kept))

    def note_refused(self, spreadsheet: SpreadsheetImport, reports: Sequence[LineReport]) -> None:
        """Stage that rows are refused after all."""
        for report in reports:
            row = {"import_id": spreadsheet.id, "number": report.number}
            self._work.write(form.IMPORT_LINES, UpdateOne(row, {"$set": from_report(report, spreadsheet)}))
