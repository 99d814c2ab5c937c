"""Checks that search finds just what a reading of every name would, in the same order."""

from collections.abc import Sequence
from random import Random

from services.directory.data.reader import read_territories
from services.directory.domain.territories import Territory
from services.directory.repository.search_documents import territory_entry
from services.directory.repository.search_keys import SPELT
from shared.french import fold, fold_typed, sort_key
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller

ONE_IN, SEARCHES = 60, 120


async def test_search_finds_what_a_reading_of_all_names_finds(staff: Caller, database: Database) -> None:
    random = Random(2027)  # noqa: S311  # chooses names, no secrets
    places = list(read_territories())[::ONE_IN]
    await database["search"].bulk_write([territory_entry(place, "2026") for place in places])
    for _ in range(SEARCHES):
        typed = _something(random.choice(places).official_name, random)
        departement = random.choice([None, None, random.choice(places).departement])
        asked = {"q": typed, "limit": 200, **({"departement": departement} if departement else {})}
        found = [item["id"] for item in (await staff.get("/search", **asked)).json()["items"]]
        there = [place for place in places if departement in {None, place.departement}]
        assert found == _read_all(typed, there)[:200], asked


def _something(name: str, random: Random) -> str:
    """What somebody types who means this name, or part of it."""
    words = random.sample(name.split(), random.randint(1, min(3, len(name.split()))))
    words[-1] = words[-1][: random.randint(1, len(words[-1]))]
    return random.choice([" ".join(words), " ".join(words).upper(), name[: random.randint(1, len(name))]])


def _read_all(typed: str, places: Sequence[Territory]) -> list[str]:
    near = [(nearness, place) for place in places if (nearness := _nearness(typed, place)) is not None]
    near.sort(key=lambda one: (one[0], -(one[1].population or 0), sort_key(one[1].name), one[1].key))
    return [place.key for _, place in near]


def _nearness(typed: str, place: Territory) -> int | None:
    whole = fold(place.official_name)
    names = [whole, _told_apart(whole)]
    if fold(typed) in names:
        return 0
    words = [*whole.split(), *SPELT.get(place.kind, "").split()]
    beginnings = fold_typed(typed)
    if not all(any(word.startswith(one) for word in words) for one in beginnings):
        return None
    return 1 if any(name.startswith(beginnings[0]) for name in names) else 2


def _told_apart(whole: str) -> str:
    """The name without what many begin with: the longest ending of it that begins with another word."""
    many = {word for spelt in SPELT.values() for word in spelt.split()}
    many |= {"caisse", "collectivite", "departement", "ecoles", "intercommunal", "metropole", "mixte"}
    many |= {"region", "syndicat", "le", "la", "les", "l", "du", "des"}
    words = whole.split()
    endings = [words[first:] for first in range(len(words)) if words[first] not in many]
    return " ".join(endings[0] if endings else words[-1:])
