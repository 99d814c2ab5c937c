"""Owns the no-break spaces of French typography. Knows nothing of what is written."""

import re

NARROW = "\u202f"
FULL = "\u00a0"

_BEFORE_HIGH = re.compile(r"[ \u00a0](?=[;!?])")
_BEFORE_WIDE = re.compile(r"[ \u202f](?=[:»])")
_AFTER_OPENING = re.compile(r"(?<=«)[ \u202f]")


def typeset(text: str) -> str:
    """Turn the ordinary spaces around high punctuation and guillemets into the ones that do not break.

    A space that is not there is not added: `https://`, `9:30` and `;` of an HTML entity stay as they are.
    """
    text = _BEFORE_HIGH.sub(NARROW, text)
    text = _BEFORE_WIDE.sub(FULL, text)
    return _AFTER_OPENING.sub(FULL, text)


def one_line(text: str) -> str:
    """Make one printable line of a text from outside, fit for a mail header.

    No line end or control character survives; no-break spaces do, being typography.
    """
    printable = "".join(
        character if character.isprintable() or character in (NARROW, FULL) else " " for character in text
    )
    return re.sub(r"[ ]+", " ", printable).strip()
