"""Documents: the same bytes each time, standards declared, text of people shown and never interpreted."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.documents.association import Association
from shared.documents.pdf import render_pdf
from tests.pdf_text import text_of

TEMPLATE = Path(__file__).parent / "letter_of_a_test.typ"
DATED = date(2027, 1, 15)


async def letter(text: str, dated: date = DATED) -> bytes:
    association = Association().model_dump()
    return await render_pdf(TEMPLATE, {"text": text, "association": association}, dated=dated)


async def test_same_data_gives_the_same_bytes() -> None:
    assert await letter("Bonjour") == await letter("Bonjour")


async def test_document_gives_its_own_day_and_never_the_present_one() -> None:
    assert b"/CreationDate(D:20270115120000Z)" in await letter("Bonjour")
    assert await letter("Bonjour", date(2027, 1, 16)) != await letter("Bonjour")


async def test_archive_and_accessibility_standards_are_declared() -> None:
    pdf = await letter("Bonjour")
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


async def test_text_can_be_taken_out_again() -> None:
    text = text_of(await letter("L’œuf de Noël : 12 € « bio » ; §\nÀ la ligne"))
    assert "L’œuf de Noël : 12 € « bio » ; §\nÀ la ligne\n" in text
    assert "Un Plus Bio" in text
    assert "Page 1 sur 1" in text


@pytest.mark.parametrize(
    "markup",
    ["*gras* _italique_ $x^2$ `code`", '#panic("x")', '#include "/etc/passwd"', "= Titre", "\\ // x"],
)
async def test_markup_in_data_is_shown_as_it_is_written(markup: str) -> None:
    assert markup in text_of(await letter(markup))


async def test_characters_that_no_font_has_are_marked_and_invisible_ones_left_out() -> None:
    text = text_of(await letter("A漢B😀C\x00D\u202eE\u200bF\ud800G"))
    assert "A\ufffdB\ufffdCDEFG" in text


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec=None), max_size=300))
async def test_no_text_can_break_a_document(text: str) -> None:
    assert (await letter(text)).startswith(b"%PDF-1.7")
