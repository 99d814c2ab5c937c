"""Owns the reading of the text of PDF files that Typst made, as a program that reads aloud would find it.

It knows no layout: pages follow each other, and so do the lines of each.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

_SHOWN = re.compile(
    rb"/Lang ?\(.*?\)|/(?P<font>\w+) [\d.]+ Tf|(?P<text>\((?:[^\\()]|\\.)*\))|(?P<line>\bET\b)", re.DOTALL
)
_ESCAPED = re.compile(rb"\\(?:(?P<octal>[0-7]{1,3})|(?P<char>.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")


def text_of(pdf: bytes) -> str:
    """All the text of a file, a line of the page on a line."""
    reader = PdfFileReader(BytesIO(pdf))
    return "".join(_text_of_page(page) for page in _pages(reader.root["/Pages"]))


def _pages(node: Any) -> Iterator[Any]:
    for kid in (reference.get_object() for reference in node["/Kids"]):
        if kid["/Type"] == "/Pages":
            yield from _pages(kid)
        else:
            yield kid


def _text_of_page(page: Any) -> str:
    fonts = {name.lstrip("/"): _alphabet(font) for name, font in page["/Resources"]["/Font"].items()}
    alphabet: Mapping[int, str] = {}
    written = []
    for found in _SHOWN.finditer(page["/Contents"].data):
        if found["font"]:
            alphabet = fonts[found["font"].decode()]
        elif found["text"]:
            glyphs = _ESCAPED.sub(_unescaped, found["text"][1:-1])
            codes = (int.from_bytes(glyphs[at : at + 2]) for at in range(0, len(glyphs), 2))
            written.append("".join(alphabet[code] for code in codes))
        else:
            written.append("\n")
    return "".join(written)


def _alphabet(font: Any) -> Mapping[int, str]:
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _MAPPED.findall(font.get_object()["/ToUnicode"].data)
    }


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found["octal"]:
        return bytes([int(found["octal"], 8)])
    return _LETTERS.get(found["char"], found["char"])
