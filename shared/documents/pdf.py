"""Owns the making of PDF documents from Typst templates and data. Knows no document in particular.

A template (`services/<name>/documents/<document>.typ`) reads its data with
`#let data = json(bytes(sys.inputs.data))` and takes its page from `/shared/documents/letter.typ`. Data are
values, never markup: what stands in them is shown as it is written.
"""

import asyncio
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    import typst

Json: TypeAlias = "str | int | float | bool | list[Json] | tuple[Json, ...] | Mapping[str, Json] | None"

_ROOT = Path(__file__).parents[2]
_UNKNOWN: Final = "\ufffd"
# Text outside of the fonts is an error of these standards, and makes Typst panic where such letters join:
# only the alphabets of Europe go in, with their punctuation, signs of currency, fractions and arrows.
_SHOWN: Final = re.compile(
    "[\n\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f"
    "\u1e80-\u1e85\u1e9e\u1ea0-\u1ef9\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u2030\u2032\u2033"
    "\u2039\u203a\u2074\u20ac\u2116\u2122\u2153-\u215e\u2190-\u2193]"
)
_INVISIBLE: Final = {"Cc", "Cf", "Cs", "Mn"}


async def render_pdf(template: Path, data: Mapping[str, Json], *, dated: date) -> bytes:
    """The document of `template` and `data`, in PDF/A-2a and PDF/UA-1: the same bytes each time.

    `dated` is the day that the document gives for its own; it never reads the clock, nor the machine's fonts.
    """
    return await asyncio.to_thread(_render, template, json.dumps(_shown(data)), dated)


def _render(template: Path, data: str, dated: date) -> bytes:
    import typst  # noqa: PLC0415  # 7 MiB that most processes never need

    compiler = typst.Compiler(template, root=_ROOT, font_paths=_fonts(), ignore_system_fonts=True)
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"data": data},
        # To be kept for decades (ISO 19005-2, level A), and read aloud (ISO 14289-1).
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(dated, time(12), UTC),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one file")
    return pdf


@cache
def _fonts() -> "typst.Fonts":
    """The fonts that come inside of Typst: Libertinus Serif and a few more (SIL Open Font License)."""
    import typst  # noqa: PLC0415  # as above

    return typst.Fonts(include_system_fonts=False)


def _shown(value: Json) -> Json:
    """The same value, its text in the form that fonts can show."""
    if isinstance(value, str):
        return "".join(map(_shown_character, unicodedata.normalize("NFC", value)))
    if isinstance(value, Mapping):
        return {key: _shown(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(held) for held in value]
    return value


def _shown_character(char: str) -> str:
    if _SHOWN.match(char):
        return char
    return "" if unicodedata.category(char) in _INVISIBLE else _UNKNOWN
