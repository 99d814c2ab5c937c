"""Owns the XLSX in which a table is written: openpyxl, which `tables` brings into memory when it must."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from shared.days import club_time
from shared.documents.tables import Cell, Table

T = TypeVar("T")

_CHUNK_BYTES = 65_536
_IN_MEMORY_BYTES = 1_000_000
_EXCEL_FIRST_YEAR = 1901


async def write_workbook(table: Table[T], pages: AsyncIterable[Sequence[T]]) -> AsyncIterator[bytes]:
    """The bytes of the workbook that holds `pages`, in one sheet with its headings in bold."""
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
