"""Owns the keys that an index finds names by. Knows no document: `search_documents` does.

    ^pre    a beginning of a name; `^` alone is the beginning of all names
    pre     a beginning of another word in it
    =name   a whole name, or an official number
    f:v     the value of a filter

All names are folded (`shared.french.fold`): letters, digits and single spaces, so that no key is mistaken for
one of another sort.
"""

from collections.abc import Iterable, Iterator, Sequence

from services.directory.domain.kinds import OrganisationKind
from shared.french import fold

PREFIX_CHARACTERS = 20
"""Longest beginning that is a key: few words are longer."""

SPELT = {
    OrganisationKind.CC: "cc communaute de communes",
    OrganisationKind.CA: "ca communaute d agglomeration",
    OrganisationKind.CU: "cu communaute urbaine",
    OrganisationKind.EPT: "ept etablissement public territorial",
    OrganisationKind.PNR: "pnr parc naturel regional",
    OrganisationKind.PETR: "petr pole d equilibre territorial et rural",
}
"""Kinds that some names abbreviate, some spell out, and some leave out: all are found either way."""
_GENERIC = frozenset(
    (
        *("caisse", "collectivite", "departement", "ecoles", "intercommunal", "metropole", "mixte", "region"),
        *("syndicat", "le", "la", "les", "l", "du", "des"),
        *" ".join(SPELT.values()).split(),
    )
)
"""What names begin with before what tells them apart: *CC du Royans-Vercors*, *Le Rouret*."""


def called(name: str) -> Sequence[str]:
    """What a public body is called: its whole name, and the part that tells it apart."""
    words = fold(name).split()
    generic = 0
    while generic < len(words) - 1 and words[generic] in _GENERIC:
        generic += 1
    return list(dict.fromkeys((" ".join(words), " ".join(words[generic:]))))


def keys_of(names: Sequence[str], words: Iterable[str]) -> Sequence[str]:
    """Every key of something with these folded names, the words of which are among `words`."""
    beginnings = {"", *_beginnings({name.partition(" ")[0] for name in names})}
    others = set(_beginnings(words)) - beginnings
    return (
        [begins(prefix) for prefix in sorted(beginnings)] + sorted(others) + [whole(name) for name in names]
    )


def begins(prefix: str) -> str:
    """The key of names that begin so."""
    return "^" + prefix[:PREFIX_CHARACTERS]


def within(prefix: str) -> str:
    """The key of names that do not begin so, but in which another word does."""
    return prefix[:PREFIX_CHARACTERS]


def whole(name: str) -> str:
    """The key of names, or official numbers, that are just this."""
    return f"={name}"


def of_filter(field: str, value: object) -> str:
    """The key of things of which this is true."""
    return f"{field}:{value}"


def _beginnings(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from (word[:length] for length in range(1, min(len(word), PREFIX_CHARACTERS) + 1))
