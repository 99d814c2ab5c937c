"""Owns the reading of spreadsheets that people send: CSV or XLSX bytes become rows of text.

Evaluates nothing: a formula is its own text, which begins with `=`. Knows no column's meaning.
"""

import csv
import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from shared.documents.tables import restored
from shared.errors import Invalid

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_EXCEL_MAX_ROWS = 1_048_576
_WIDEST_ROW = 1_024
_MAX_PARTS = 1_000
_BROKEN = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    EOFError,
    InvalidFileException,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What the libraries run into in a workbook that is none: they check little before they use it."""


class UnreadableTable(Invalid):
    """The file is no spreadsheet that can be read."""

    code = "unreadable_table"


class TableTooLarge(Invalid):
    """The file holds more than is taken in at once."""

    code = "table_too_large"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a file is taken in; more is refused."""

    max_bytes: int = 10_000_000
    max_unpacked_bytes: int = 150_000_000
    max_rows: int = 20_000
    """Rows that hold something, headings included."""
    max_columns: int = 100
    max_cell_length: int = 32_767


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something: its number in the spreadsheet, its texts without outer blanks."""

    number: int
    cells: tuple[str, ...]


def read_rows(content: bytes, bounds: Bounds) -> Iterator[Row]:
    """The rows of the first sheet that hold something, one after the other. Dates are ISO 8601.

    A CSV may be in UTF-8 or in Windows' Western European set, separated by `;`, `,` or tabs.

    Raises:
        UnreadableTable: it is neither CSV nor XLSX, or it is damaged; maybe only once some rows were read.
        TableTooLarge: it passes a bound; maybe only once some rows were read.
    """
    if len(content) > bounds.max_bytes:
        raise TableTooLarge(
            f"Le fichier dépasse {bounds.max_bytes // 1_000_000}\u00a0Mo.", field="file", max=bounds.max_bytes
        )
    if content.startswith(_OLE):
        raise UnreadableTable(
            "Ce classeur est protégé par un mot de passe ou d’un ancien format (.xls)\u202f: "
            "enregistrez-le en XLSX ou en CSV.",
            field="file",
        )
    raw = _xlsx_rows(content, bounds) if content.startswith(_ZIP) else _csv_rows(content, bounds)
    return _bounded(raw, bounds)


def _bounded(raw: Iterator[Sequence[str]], bounds: Bounds) -> Iterator[Row]:
    found = 0
    for number, texts in enumerate(raw, start=1):
        cells = [text.strip() for text in texts]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        found += 1
        if found > bounds.max_rows:
            raise TableTooLarge(
                f"Le fichier compte plus de {bounds.max_rows} lignes.", field="file", max=bounds.max_rows
            )
        _require_bounded_cells(number, cells, bounds)
        yield Row(number, tuple(cells))


def _require_bounded_cells(number: int, cells: Sequence[str], bounds: Bounds) -> None:
    if len(cells) > bounds.max_columns:
        raise TableTooLarge(
            f"La ligne {number} compte plus de {bounds.max_columns} colonnes.", field="file", line=number
        )
    for column, text in enumerate(cells, start=1):
        if len(text) > bounds.max_cell_length:
            raise TableTooLarge(
                f"Une cellule de la ligne {number} dépasse {bounds.max_cell_length} caractères.",
                field="file",
                line=number,
                column=column,
            )


def _csv_rows(content: bytes, bounds: Bounds) -> Iterator[list[str]]:
    text = _decoded(content)
    heading = text[:_EXCEL_MAX_ROWS].partition("\n")[0]
    separator = max(";,\t", key=heading.count)
    csv.field_size_limit(bounds.max_bytes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield [restored(cell) for cell in cells]
    except csv.Error as error:
        raise UnreadableTable(
            f"Le fichier CSV est illisible à partir de la ligne {reader.line_num}\u202f: "
            "vérifiez les guillemets.",
            field="file",
            line=reader.line_num,
        ) from error


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableTable("Ce fichier n’est ni un CSV ni un classeur XLSX.", field="file")


def _xlsx_rows(content: bytes, bounds: Bounds) -> Iterator[list[str]]:
    with _reading_workbook():
        _require_honest_size(content, bounds)
        workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet: Any = workbook.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        rows = sheet.iter_rows(values_only=True)
    for number in range(1, _EXCEL_MAX_ROWS + 1):
        with _reading_workbook():
            row = next(rows, None)
        if row is None:
            return
        if len(row) > _WIDEST_ROW:
            raise TableTooLarge(f"La ligne {number} compte trop de colonnes.", field="file", line=number)
        yield [_text(value) for value in row]
    raise TableTooLarge("La feuille compte trop de lignes.", field="file", max=_EXCEL_MAX_ROWS)


@contextmanager
def _reading_workbook() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise UnreadableTable("Ce classeur XLSX est endommagé ou n’en est pas un.", field="file") from error


def _require_honest_size(content: bytes, bounds: Bounds) -> None:
    with ZipFile(io.BytesIO(content)) as parts:
        infos = parts.infolist()
    if (
        len(infos) > _MAX_PARTS
        or sum(info.file_size for info in infos) > bounds.max_unpacked_bytes  # never unpacked beyond it
    ):
        raise TableTooLarge("Ce classeur est trop volumineux une fois décompressé.", field="file")
    if any(info.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for info in infos):
        raise UnreadableTable("Ce classeur XLSX est endommagé ou n’en est pas un.", field="file")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime):
        day = value.time() == time.min
        return value.date().isoformat() if day else value.isoformat(sep=" ", timespec="minutes")
    formula = getattr(value, "text", None)  # a formula that fills several cells is an object of its own
    return str(value) if formula is None else f"={str(formula).removeprefix('=')}"
