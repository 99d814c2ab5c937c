"""Owns what the taking in of spreadsheets needs from storage, as Protocols. Implements nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.directory.domain.imports import ImportLine, LineOutcome, LineReport
from services.directory.domain.spreadsheet_import import SpreadsheetImport
from services.directory.ports.store import Directory


class ImportStore(Directory, Protocol):
    """The store of some rows of a file: what one brings is found by the rows below it."""

    async def commit(self) -> None:
        """Write all that was staged at once, or nothing.

        Raises:
            Contention: somebody wrote meanwhile what this was decided on.
        """


class Imports(Protocol):
    """The files that wait for a worker. Each call is durable when it returns."""

    async def take_due(self, at: datetime) -> SpreadsheetImport | None:
        """Take the file that has waited for longest, if there is one; nobody else gets it for a `TURN`."""

    async def content(self, import_id: UUID) -> bytes:
        """The file itself, of one that is worked on."""

    async def begin(
        self, spreadsheet: SpreadsheetImport, lines: Sequence[ImportLine], at: datetime
    ) -> ImportStore:
        """The store for these rows of a file, with what they name."""

    async def try_out(
        self, spreadsheet: SpreadsheetImport, lines: Sequence[ImportLine], at: datetime
    ) -> Directory:
        """The same, of which nothing is ever committed."""

    async def keep_reports(self, spreadsheet: SpreadsheetImport, reports: Sequence[LineReport]) -> None:
        """Keep what was found of every row, in place of what was found before."""


class ImportQueries(Protocol):
    """Files to take in, as people follow them."""

    async def spreadsheet_import(self, import_id: UUID) -> SpreadsheetImport:
        """A file to take in.

        Raises:
            UnknownImport: none was sent, or long ago.
        """

    async def lines(
        self, import_id: UUID, outcome: LineOutcome | None, *, after: int | None, limit: int
    ) -> Sequence[LineReport]:
        """What was found of the rows, from one on."""
