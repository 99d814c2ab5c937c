"""Owns how French text is folded, for search and for order. Does not write the text that people see."""

import re
import unicodedata

from shared.articles import without_article

_SAINT = {"st": "saint", "ste": "sainte"}


def fold(text: str) -> str:
    """The form under which two spellings of a name meet: lower-case words without accents, one space apart.

    Case, accents, hyphens and the style of apostrophes do not count; `œ` is `oe`, `æ` is `ae`; `St` and `Ste`
    standing as words are `saint` and `sainte`. Folding twice changes nothing more.
    """
    return " ".join(_SAINT.get(word, word) for word in _words(text))


def sort_key(name: str) -> str:
    """What a proper name is sorted by: *Le Rouret* with the R, whatever its case and accents."""
    return fold(without_article(name))


def fold_typed(text: str) -> tuple[tuple[str, ...], ...]:
    """The beginnings of words that somebody is typing, folded; several where one may mean several things.

    `St` at the end may be *Saint*, or go on to be *Strasbourg*.
    """
    words = _words(text)
    folded: list[tuple[str, ...]] = [(_SAINT.get(word, word),) for word in words]
    if words and words[-1] in _SAINT:
        folded[-1] = (_SAINT[words[-1]], words[-1])
    return tuple(folded)


def _words(text: str) -> list[str]:
    decomposed = text
    for _ in range(2):  # taking apart may bring capitals back: the letters of mathematics do
        decomposed = unicodedata.normalize("NFKD", decomposed.casefold())
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.findall(r"[^\W_]+", letters.replace("œ", "oe").replace("æ", "ae"))
