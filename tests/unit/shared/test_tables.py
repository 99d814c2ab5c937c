"""Lists are written as people keep them, and never bring a formula with them."""

import io
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from shared.documents.spreadsheets import Bounds, read_rows
from shared.documents.tables import Table, TableFormat, neutralised, restored, write_table

PEOPLE: Table[dict[str, Any]] = Table(
    "personnes", {"Nom": lambda item: item["name"], "Depuis le": lambda item: item.get("since")}
)
FORMULAS = ["=1+1", "+33 6 12 34 56 78", "-5", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "'=1"]


async def written(file_format: TableFormat, *pages: Sequence[dict[str, Any]]) -> bytes:
    async def listed() -> AsyncIterator[Sequence[dict[str, Any]]]:
        for page in pages:
            yield page

    return b"".join([chunk async for chunk in write_table(PEOPLE, file_format, listed())])


async def test_a_csv_opens_in_a_french_spreadsheet() -> None:
    content = await written(TableFormat.CSV, [{"name": "Léa ; Œuf", "since": date(2027, 3, 1)}])
    assert content.decode("utf-8") == '\ufeff"Nom";"Depuis le"\r\n"Léa ; Œuf";"2027-03-01"\r\n'


async def test_an_empty_list_has_its_headings() -> None:
    assert (await written(TableFormat.CSV)).decode("utf-8-sig") == '"Nom";"Depuis le"\r\n'
    assert [row.cells for row in read_rows(await written(TableFormat.XLSX), Bounds())] == [
        ("Nom", "Depuis le")
    ]


@pytest.mark.parametrize("text", FORMULAS)
async def test_no_typed_text_becomes_a_formula(text: str) -> None:
    csv_file = (await written(TableFormat.CSV, [{"name": text}])).decode("utf-8-sig")
    assert csv_file.split("\r\n", 1)[1].startswith("\"'")
    sheet = load_workbook(io.BytesIO(await written(TableFormat.XLSX, [{"name": text}]))).worksheets[0]
    assert sheet["A2"].data_type == "s"


async def test_dates_times_and_amounts_keep_their_meaning() -> None:
    instant = datetime(2027, 7, 1, 22, 30, tzinfo=UTC)
    items = [{"name": Decimal("12.50"), "since": instant}, {"name": 7, "since": date(1, 1, 1)}]
    sheet = load_workbook(io.BytesIO(await written(TableFormat.XLSX, items))).worksheets[0]
    assert sheet["B2"].value == datetime(2027, 7, 2, 0, 30)  # noqa: DTZ001 — a cell knows no zone
    assert (float(sheet["A2"].value), sheet["A3"].value, sheet["B3"].value) == (12.5, 7, "0001-01-01")
    assert '"12,50";"2027-07-02 00:30+02:00"' in (await written(TableFormat.CSV, items)).decode()


async def test_characters_that_no_workbook_holds_are_left_out() -> None:
    rows = read_rows(await written(TableFormat.XLSX, [{"name": "a\x00\x0bb"}]), Bounds())
    assert [row.cells for row in rows][1] == ("ab",)


@given(st.text())
def test_a_neutralised_text_is_harmless_and_can_be_restored(text: str) -> None:
    assert restored(neutralised(text)) == text
    assert neutralised(text)[:1] not in tuple("=+-@\t\r\n")


@pytest.mark.parametrize("file_format", TableFormat)
async def test_a_list_of_several_pages_is_read_back_as_it_was(file_format: TableFormat) -> None:
    pages = [
        [{"name": f"{page}-{item}", "since": date(2027, 1, 1)} for item in range(3)] for page in range(3)
    ]
    rows = list(read_rows(await written(file_format, *pages), Bounds()))
    assert [row.cells for row in rows[1:]] == [
        (item["name"], "2027-01-01") for page in pages for item in page
    ]
