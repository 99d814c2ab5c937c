"""Owns two pieces of French grammar: the article of a proper name (without it, after *de*), and the plural.

It knows no other, and does not fold names for search: `shared.french` does.
"""

import re
from collections.abc import Mapping
from typing import Final

_ARTICLE: Final = re.compile(r"(?:(le|la|les|aux|las|los) |l['’])(?=\S)", re.IGNORECASE)
_CONTRACTED: Final = {"le": "du ", "les": "des ", "aux": "des "}
_AFTER_DE: Final[Mapping[str, str]] = {
    "0": "de ",
    "1": "d’",
    "2": "du ",
    "3": "de la ",
    "4": "des ",
    "5": "de l’",
    "6": "des ",
    "7": "de las ",
    "8": "de los ",
}
"""INSEE's link codes (TNCC), for a name that stands without its article, as *Gard* does."""
_NOUNS: Final[Mapping[str, frozenset[str]]] = {
    "du ": frozenset({"centre", "conseil", "département", "parc", "pays", "petr", "pnr", "pôle", "syndicat"}),
    "de la ": frozenset(
        {"ca", "caisse", "cc", "collectivité", "communauté", "commune", "cu", "métropole", "région", "ville"}
    ),
    "de l’": frozenset({"agglomération", "établissement", "eurométropole"}),
}
"""Common nouns that public bodies' names begin with, by what *de* and their article become."""
_VOWELS: Final = "aàâäæeéèêëiîïoôöœuùûü"
_ASPIRATED: Final = frozenset({"haut", "haute", "hauts", "hautes"})


def without_article(name: str) -> str:
    """The name as it is sorted: *Le Rouret* as *Rouret*, *L'Île-d'Yeu* as *Île-d'Yeu*."""
    return _ARTICLE.sub("", name, count=1)


def after_de(name: str, link_code: str | None = None) -> str:
    """The name after *de*: *du Rouret*, *d’Uzès*, *des Angles*, *de La Couronne*, *du Gard*.

    An article that is part of the name goes first, then INSEE's link code where it is known, then the first
    letters of the name. Apostrophes become typographic ones.
    """
    written = name.replace("'", "’")
    article = _ARTICLE.match(written)
    if article:
        contracted = _CONTRACTED.get((article[1] or "").lower())
        return contracted + written[article.end() :] if contracted else f"de {written}"
    return (_AFTER_DE[link_code] if link_code else _link_of(written)) + written


def _link_of(name: str) -> str:
    """What joins *de* to a name without an article, when nobody says: by its first noun, or its first letter.

    An *H* is taken as mute, as in most communes' names, but for *Haut-*; a *Y* before a vowel is a consonant.
    """
    noun = name.partition(" ")[0].lower()
    for link, nouns in _NOUNS.items():
        if noun in nouns:
            return link
    first = re.split(r"[\s’-]", noun)[0]
    mute = first.startswith("h") and first not in _ASPIRATED
    vowel = first[:1] in _VOWELS or (first.startswith("y") and first[1:2] not in _VOWELS)
    return "d’" if first and (mute or vowel) else "de "


def counted(count: int, *words: str) -> str:
    """`1 visite`, `0 jour`, `3 bilans validés`: French counts from two on, each word with its own ending."""
    ending = "s" if count > 1 else ""
    return " ".join((str(count), *(f"{word}{ending}" for word in words)))
