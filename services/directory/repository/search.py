"""Owns finding in the directory while somebody types: things by the beginnings of words, nearest first.

What is found at one nearness is read off the index `typed` in the order of rank, no more of it than a page
holds. The reading begins at the keys of the rarest thing asked, a word or the value of a filter, and every
entry read is checked for the others: a page costs what the rarest does, or what its length does.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from pymongo import ASCENDING
from pymongo.database import Database as SyncDatabase

from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.search import Found, Nearness, Position, Wanted, What
from services.directory.ports.queries import Reader
from services.directory.repository import search_keys
from services.directory.repository.documents import SEARCH, TYPED
from services.directory.repository.search_conditions import Keys, SearchConditions
from shared.storage.mongo import Database, Document, read_together

COMMON = 1_000
"""What is true of more entries than this is common, however many they are."""
SHOWN = (
    *("what", "name", "kind", "departement", "region", "population", "member", "rank"),
    *("numbers", "succeeded_by", "org"),
)


class MongoSearch:
    """Finds what its reader may know."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(
        self, wanted: Wanted, reader: Reader, *, after: Position | None, limit: int
    ) -> Sequence[Found]:
        """What is wanted, the nearest first, from a position on."""
        query = SearchConditions(wanted, reader)
        return await read_together(
            self._database, lambda database: _Entries(database).find(query, after, limit)
        )


class _Entries:
    """The entries, read one thing after the other in one thread."""

    def __init__(self, database: SyncDatabase[Document]) -> None:
        self._entries = database[SEARCH]

    def find(self, query: SearchConditions, after: Position | None, limit: int) -> Sequence[Found]:
        """What fulfils the conditions, the nearest first, from a position on."""
        rarest = self._rarest(query.choices)
        found: list[Found] = []
        for nearness in query.nearnesses:
            if len(found) == limit or (after and nearness < after.nearness):
                continue
            beyond = after.rank if after and nearness == after.nearness else None
            conditions = query.conditions(nearness, rarest, beyond=beyond)
            found += self._read(nearness, conditions, limit - len(found))
        return found

    def _rarest(self, choices: Sequence[Keys]) -> Keys:
        return choices[0] if len(choices) == 1 else min(choices, key=self._count)

    def _count(self, keys: Keys) -> int:
        return self._entries.count_documents({"keys": {"$in": keys}}, limit=COMMON, hint=TYPED)

    def _read(self, nearness: Nearness, conditions: Document, limit: int) -> list[Found]:
        order = [("rank", ASCENDING)]
        entries = list(self._entries.find(conditions, SHOWN, sort=order, limit=limit, hint=TYPED))
        bodies = self._bodies([entry for entry in entries if entry["what"] == What.TERRITORY])
        return [
            _to_found(entry, nearness, org=bodies.get(entry["_id"], entry.get("org"))) for entry in entries
        ]

    def _bodies(self, territories: Sequence[Document]) -> Mapping[str, UUID]:
        """Which territories have their public body in the directory, and which it is."""
        places = {_place(one, number): one["_id"] for one in territories for number in one["numbers"]}
        if not places:
            return {}
        keys = [search_keys.whole(number) for _, number in places]
        wanted = {"keys": {"$in": keys}, "what": What.ORGANISATION.value}
        read = self._entries.find(wanted, SHOWN, hint=TYPED)
        found = [(_place(one, number), one["_id"]) for one in read for number in one["numbers"]]
        return {places[place]: org for place, org in found if place in places}


def _place(entry: Document, number: str) -> tuple[str, str]:
    """Codes of a département and of a région may be the same; SIRENs are not."""
    return entry["kind"], number


def _to_found(entry: Document, nearness: Nearness, *, org: UUID | None) -> Found:
    return Found(
        what=What(entry["what"]),
        id=entry["_id"],
        name=entry["name"],
        kind=OrganisationKind(entry["kind"]) if "kind" in entry else None,
        departement=entry.get("departement"),
        region=entry.get("region"),
        population=entry.get("population"),
        member=entry["member"] if entry["what"] == What.ORGANISATION else None,
        org=org,
        succeeded_by=entry.get("succeeded_by"),
        position=Position(nearness, entry["rank"]),
    )
