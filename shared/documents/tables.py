"""Owns lists as people keep them: a table with French headings, written as CSV or XLSX.

Reads nothing (`shared.documents.spreadsheets` does), and knows no HTTP: `shared.web.exports` serves tables.
"""

import asyncio
import csv
import io
import re
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Generic, TypeVar

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from shared.days import club_time

T = TypeVar("T")

Cell = str | int | Decimal | date | datetime | None
"""What a cell may hold. Instants are aware and are shown in the club's time; amounts are euros."""

_CHUNK_BYTES = 65_536
_IN_MEMORY_BYTES = 1_000_000
_EXCEL_FIRST_YEAR = 1901
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What starts a formula, in some spreadsheet: East Asian ones read the wide forms, too."""


class TableFormat(StrEnum):
    """The ways in which a table is written."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """A kind of list: the name of its file, and each French heading with what stands under it."""

    name: str
    columns: Mapping[str, Callable[[T], Cell]]

    def row(self, item: T) -> list[Cell]:
        """The cells of one item, in the order of the headings."""
        return [cell(item) for cell in self.columns.values()]


async def write_table(
    table: Table[T], file_format: TableFormat, pages: AsyncIterable[Sequence[T]]
) -> AsyncIterator[bytes]:
    """The bytes of the file that holds `pages`; no more than some pages of it are in memory at once.

    What a person typed is never read as a formula. In XLSX text stays text and dates are dates; in CSV (UTF-8
    with BOM, `;`) dates are ISO 8601, and text that would start a formula gets a `'` before it.
    """
    write = _write_csv if file_format is TableFormat.CSV else _write_xlsx
    async for chunk in write(table, pages):
        yield chunk


async def _write_csv(table: Table[T], pages: AsyncIterable[Sequence[T]]) -> AsyncIterator[bytes]:
    head = b"\xef\xbb\xbf" + _csv_lines([list(table.columns)])
    async for page in pages:
        yield head + _csv_lines(table.row(item) for item in page)
        head = b""
    if head:
        yield head


def _csv_lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines, delimiter=";", quoting=csv.QUOTE_ALL).writerows(map(_csv_text, row) for row in rows)
    return lines.getvalue().encode()


def _csv_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralised(value)
    if isinstance(value, datetime):
        return club_time(value).isoformat(sep=" ", timespec="minutes")
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


def neutralised(text: str) -> str:
    """`text`, with a `'` before it if a spreadsheet would read it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    """The text that `neutralised` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


async def _write_xlsx(table: Table[T], pages: AsyncIterable[Sequence[T]]) -> AsyncIterator[bytes]:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(table.name[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, text) for text in table.columns])
    async for page in pages:
        await asyncio.to_thread(_append, sheet, [table.row(item) for item in page])
    with SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as file:
        await asyncio.to_thread(workbook.save, file)
        file.seek(0)
        for chunk in _chunks(file):
            yield chunk


def _append(sheet: Any, rows: Iterable[Sequence[Cell]]) -> None:
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])


def _heading(sheet: Any, text: str) -> Any:
    cell = _xlsx_cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _xlsx_cell(sheet: Any, value: Cell) -> Any:
    if isinstance(value, datetime):
        value = club_time(value).replace(tzinfo=None, microsecond=0)
    elif isinstance(value, date) and value.year < _EXCEL_FIRST_YEAR:
        value = value.isoformat()
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"  # or a text beginning with = would be a formula
        return cell
    cell = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
    return cell


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK_BYTES):
        yield chunk
