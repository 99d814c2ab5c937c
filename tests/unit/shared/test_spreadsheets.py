"""What people send as a spreadsheet is read within bounds, or refused with a sentence."""

import io
import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from shared.documents.spreadsheets import Bounds, TableTooLarge, UnreadableTable, read_rows


def workbook(*rows: Sequence[Any]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return file.getvalue()


def sheet_of(data: str, prolog: str = "") -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'{prolog}<worksheet xmlns="{namespace}"><sheetData>{data}</sheetData></worksheet>'
    return with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", sheet.encode())


def cells(content: bytes, bounds: Bounds | None = None) -> list[tuple[str, ...]]:
    return [row.cells for row in read_rows(content, bounds or Bounds())]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_is_read_however_it_was_saved(separator: str, encoding: str) -> None:
    text = f'Nom{separator}Ville\r\n"L’Hôpital{separator}x"{separator}Uzès\r\n'
    assert cells(text.encode(encoding)) == [("Nom", "Ville"), (f"L’Hôpital{separator}x", "Uzès")]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    for content in (b"a\n;;\n\nb\n", workbook(["a"], [], [None, " "], ["b", None])):
        assert [(row.number, row.cells) for row in read_rows(content, Bounds())] == [
            (1, ("a",)),
            (4, ("b",)),
        ]


def test_cells_of_a_workbook_become_text() -> None:
    row = [210600847, 1.5, True, date(2027, 3, 1), datetime(2027, 3, 1, 9, 30), "06084", None, "x"]  # noqa: DTZ001
    assert cells(workbook(row)) == [
        ("210600847", "1.5", "oui", "2027-03-01", "2027-03-01 09:30", "06084", "", "x")
    ]


def test_a_formula_stays_its_own_text() -> None:
    assert cells(workbook(["=1+1", "=HYPERLINK(A1)"])) == [("=1+1", "=HYPERLINK(A1)")]
    array = '<row r="1"><c r="A1"><f t="array" ref="A1:A2">SUM(B1:B2)</f><v>7</v></c></row>'
    assert cells(sheet_of(array)) == [("=SUM(B1:B2)",)]


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0 an old workbook",
        b"PK\x03\x04 no zip",
        b"a;b\n\x00\x01\x02",
        b'a;"b\nc',
        b"\x81\x8d\x8f",
        with_part(workbook(["a"]), "xl/workbook.xml", b"<oops"),
        with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", b"no xml"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableTable) as refusal:
        cells(content)
    assert refusal.value.facts["field"] == "file"


def test_entities_are_refused() -> None:
    prolog = '<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(UnreadableTable):
        cells(sheet_of('<row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row>', prolog))


def test_a_file_that_unpacks_to_too_much_is_refused_unread() -> None:
    bomb = with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", b"0" * 1_000_001)
    assert len(bomb) < 20_000
    with pytest.raises(TableTooLarge):
        cells(bomb, Bounds(max_unpacked_bytes=1_000_000))


@pytest.mark.parametrize(
    ("content", "bounds"),
    [
        (b"a" * 11, Bounds(max_bytes=10)),
        (b"a\nb\nc", Bounds(max_rows=2)),
        (b"a;b;c", Bounds(max_columns=2)),
        (b"a;bbb", Bounds(max_cell_length=2)),
        (sheet_of('<row r="1"><c r="ZZZ1" t="inlineStr"><is><t>x</t></is></c></row>'), Bounds()),
        (sheet_of('<row r="999999999"><c r="A999999999"><v>1</v></c></row>'), Bounds()),
    ],
)
def test_more_than_the_bounds_is_refused(content: bytes, bounds: Bounds) -> None:
    with pytest.raises(TableTooLarge):
        cells(content, bounds)


def test_a_lie_about_the_size_of_a_sheet_hides_no_row() -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<worksheet xmlns="{namespace}"><dimension ref="A1:A1"/><sheetData>{data}</sheetData></worksheet>'
    )
    content = with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", sheet.encode())
    assert cells(content) == [("1",), ("2",)]


def test_a_damaged_workbook_is_read_or_refused_never_anything_else() -> None:
    whole = workbook(["Nom", 1.5, date(2027, 3, 1)], ["a", "=1", True])
    chance = random.Random(7)  # noqa: S311 — damage, not secrets
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        with suppress(UnreadableTable, TableTooLarge):
            cells(bytes(damaged))
