"""Owns lists as people keep them: a table with French headings, written as CSV or XLSX.

Reads nothing (`shared.documents.spreadsheets` does), and knows no HTTP: `shared.web.exports` serves tables.
"""

import csv
import io
import re
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from shared.days import club_time

T = TypeVar("T")

Cell = str | int | Decimal | date | datetime | None
"""What a cell may hold. Instants are aware and are shown in the club's time; amounts are euros."""

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
    chunks = _csv(table, pages) if file_format is TableFormat.CSV else _xlsx(table, pages)
    async for chunk in chunks:
        yield chunk


def _xlsx(table: Table[T], pages: AsyncIterable[Sequence[T]]) -> AsyncIterator[bytes]:
    from shared.documents.workbooks import write_workbook  # noqa: PLC0415  # 15 MiB that few processes need

    return write_workbook(table, pages)


async def _csv(table: Table[T], pages: AsyncIterable[Sequence[T]]) -> AsyncIterator[bytes]:
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
