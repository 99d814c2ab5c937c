"""Owns the writing anew of what search knows, when its form has changed. Territories are written beside it.

    reference_data: {_id: "search", form: 1}

It runs beside the service. An entry is written from what was read a moment before, which is then read again:
where it has changed meanwhile, or somebody was forgotten, the entry is written once more. A change that comes
later still writes its own entry, after this one.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from pymongo import ASCENDING

from services.directory.domain.offer import OfferState
from services.directory.repository.documents import (
    MEMBERSHIPS,
    OFFERS,
    ORGANISATIONS,
    PEOPLE,
    REFERENCE_DATA,
    SEARCH,
)
from services.directory.repository.know_how_documents import to_offer
from services.directory.repository.membership_documents import to_membership
from services.directory.repository.organisation_documents import to_organisation
from services.directory.repository.person_documents import to_person
from services.directory.repository.search_documents import (
    FORM,
    hidden_offer_entry,
    membership_entry,
    offer_entry,
    organisation_entry,
    person_entry,
)
from shared.storage.mongo import Database, Document, Operation

BATCH = 1_000
NOTE = {"_id": "search"}

Report = Callable[[int, int], None]
"""Told how many entries are written, of about how many."""


async def rebuild_search(database: Database, report: Report) -> None:
    """Have every entry in its present form; asking again changes nothing."""
    note = database[REFERENCE_DATA]
    if await note.find_one(NOTE | {"form": FORM}):
        return
    parts = [_Part(database, *part) for part in _PARTS]
    total, written = sum([await part.size() for part in parts]), 0
    for part in parts:
        async for count in part.rebuild():
            written += count
            report(written, total)
    await note.replace_one(NOTE, NOTE | {"form": FORM}, upsert=True)


Entries = Callable[[Database, Sequence[Document]], Awaitable[Sequence[Operation]]]


def _each(entry: Callable[[Document], Operation]) -> Entries:
    async def entries(_: Database, things: Sequence[Document]) -> Sequence[Operation]:
        return [entry(thing) for thing in things]

    return entries


async def _offers(database: Database, things: Sequence[Document]) -> Sequence[Operation]:
    offers = [to_offer(thing) for thing in things]
    shown = {offer.org for offer in offers if offer.state is OfferState.PUBLISHED}
    found = database[ORGANISATIONS].find({"_id": {"$in": sorted(shown)}})
    orgs = {document["_id"]: to_organisation(document) async for document in found}
    return [
        offer_entry(offer, orgs[offer.org])
        if offer.state is OfferState.PUBLISHED
        else hidden_offer_entry(offer)
        for offer in offers
    ]


_PARTS: Sequence[tuple[str, Entries]] = (
    (ORGANISATIONS, _each(lambda document: organisation_entry(to_organisation(document)))),
    (MEMBERSHIPS, _each(lambda document: membership_entry(to_membership(document)))),
    (PEOPLE, _each(lambda document: person_entry(to_person(document)))),
    (OFFERS, _offers),
)


class _Part:
    """The entries that one collection gives."""

    def __init__(self, database: Database, name: str, entries: Entries) -> None:
        self._database, self._things = database, database[name]
        self._entries = entries

    async def size(self) -> int:
        """About how many there are."""
        return await self._things.estimated_document_count()

    async def rebuild(self) -> AsyncIterator[int]:
        """Write all, some at a time: how many each time."""
        wanted: Document = {}
        order = [("_id", ASCENDING)]
        while things := [thing async for thing in self._things.find(wanted, sort=order, limit=BATCH)]:
            yield len(things)
            wanted = {"_id": {"$gt": things[-1]["_id"]}}
            while things:
                entries = await self._entries(self._database, things)
                await self._database[SEARCH].bulk_write(entries, ordered=False)
                things = await self._changed_since(things)

    async def _changed_since(self, things: Sequence[Document]) -> list[Document]:
        read = {thing["_id"]: thing["version"] for thing in things}
        found = self._things.find({"_id": {"$in": list(read)}})
        return [thing async for thing in found if thing["version"] != read[thing["_id"]]]
