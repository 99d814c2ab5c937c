"""Owns what an entry must fulfil to be found, as conditions on the index `typed`. Reads nothing itself."""

from collections.abc import Iterator, Sequence

from services.directory.domain.authority import referent_orgs
from services.directory.domain.search import Nearness, Wanted, What
from services.directory.ports.queries import Reader
from services.directory.repository import search_keys
from services.directory.repository.queries import LAST_CHARACTER, managed_by
from services.directory.repository.search_documents import FILTERS, OTHERS_RANK
from shared.french import fold, fold_typed
from shared.storage.mongo import Document

WORDS_WEIGHED = 3

Keys = Sequence[str]


class SearchConditions:
    """What is wanted, by a reader who may not know all."""

    def __init__(self, wanted: Wanted, reader: Reader) -> None:
        self._typed = tuple(dict.fromkeys(fold_typed(wanted.text)))
        self._spellings = [fold(wanted.text), fold(wanted.text).replace(" ", "")]
        self._what = wanted.searched
        filters = _filters(wanted)
        self._words = [_begin("words", word) for word in self._typed]
        self._checks = [filters, *_population(wanted)]
        self._filter_keys = [[search_keys.of_filter(*asked)] for asked in filters.items()]
        self._rank = {} if wanted.member is None or wanted.topic else _ranked(member=wanted.member)
        if not reader.actor.is_staff:
            self._keep_to(reader)

    def _keep_to(self, reader: Reader) -> None:
        orgs = referent_orgs(reader.actor)
        if not orgs:
            self._what -= {What.PERSON}
        elif What.PERSON in self._what:
            self._checks.append({"$or": [{"what": {"$ne": What.PERSON.value}}, managed_by(reader)]})
            if self._what == {What.PERSON}:
                self._filter_keys.append([search_keys.of_filter("org", org) for org in orgs])

    @property
    def nearnesses(self) -> Sequence[Nearness]:
        """In which way things can be near."""
        if not self._what:
            return ()
        return tuple(Nearness) if self._typed else (Nearness.BEGINS,)

    @property
    def choices(self) -> Sequence[Keys]:
        """Where reading may begin, never empty: what is wanted has one key of each."""
        weighed = sorted(self._typed, key=lambda word: len(word[0]), reverse=True)[:WORDS_WEIGHED]
        words = [_word_keys(word) for word in weighed]
        return [*words, *self._filter_keys] or [[search_keys.begins("")]]

    def conditions(self, nearness: Nearness, rarest: Keys, *, beyond: str | None) -> Document:
        """What an entry fulfils that is so near, reading from the rarest thing on."""
        keys: Keys = [search_keys.whole(spelling) for spelling in self._spellings]
        if nearness is not Nearness.EXACT:
            keys = self._narrowed(rarest, nearness)
        return {
            "keys": {"$in": list(keys)},
            "what": {"$in": sorted(self._what)},
            "rank": {"$gt": beyond or "", **self._rank},
            "$and": [*self._checks, *self._near(nearness)],
        }

    def _near(self, nearness: Nearness) -> Iterator[Document]:
        if nearness is Nearness.EXACT or not self._typed:
            return
        yield from self._words
        yield {"called": {"$nin": self._spellings}}
        begins = _begin("called", self._typed[0])
        yield begins if nearness is Nearness.BEGINS else {"$nor": [begins]}

    def _narrowed(self, rarest: Keys, nearness: Nearness) -> Keys:
        """Without those keys of the first word that cannot be so near."""
        if not self._typed or rarest != _word_keys(self._typed[0]):
            return rarest
        wanted = search_keys.begins if nearness is Nearness.BEGINS else search_keys.within
        return [wanted(spelling) for spelling in self._typed[0]]


def _word_keys(word: Sequence[str]) -> Keys:
    return [key for spelling in word for key in (search_keys.begins(spelling), search_keys.within(spelling))]


def _begin(field: str, word: Sequence[str]) -> Document:
    """That something in the field begins with one of the spellings."""
    ranges = [{field: {"$elemMatch": {"$gte": one, "$lt": one + LAST_CHARACTER}}} for one in word]
    return {"$or": ranges} if len(ranges) > 1 else ranges[0]


def _ranked(*, member: bool) -> Document:
    """Members come first; offers are members' all, and need not be told apart."""
    return {"$lt" if member else "$gte": OTHERS_RANK}


def _filters(wanted: Wanted) -> Document:
    asked = {field: getattr(wanted, field) for field in FILTERS} | {"topics": wanted.topic}
    return {field: value for field, value in asked.items() if value}


def _population(wanted: Wanted) -> Iterator[Document]:
    if wanted.population_min is not None:
        yield {"population": {"$gte": wanted.population_min}}
    if wanted.population_max is not None:
        yield {"population": {"$lte": wanted.population_max}}
