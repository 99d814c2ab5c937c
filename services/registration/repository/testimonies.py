"""Owns the form of testimonies in the database, their loading, saving and listing.

testimonies: {_id: UUID, org: UUID, person_id: UUID, title: "…", topics: ["plastique"], summary: "…",
need_id: UUID | null, proposed_at: ISODate, state: "confirmed", club_event_id: UUID | null,
version: 3, sequence: 3}
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from services.registration.domain.testimonies import BOUND, FREE, Testimony, TestimonyFilter, TestimonyState
from services.registration.domain.testimony_errors import UnknownTestimony
from shared.events.envelope import Payload
from shared.storage.mongo import Database, Document
from shared.storage.unit_of_work import UnitOfWork

TESTIMONIES = "testimonies"
TESTIMONY_INDEXES = (
    IndexModel([("club_event_id", ASCENDING), ("_id", ASCENDING)], name="of_club_event"),
    IndexModel([("state", ASCENDING), ("_id", ASCENDING)], name="by_state"),
    IndexModel([("person_id", ASCENDING), ("_id", ASCENDING)], name="of_person"),
)


class MongoTestimonies:
    """The testimonies, within one unit of work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def testimony(self, testimony_id: UUID) -> Testimony:
        """One testimony.

        Raises:
            UnknownTestimony: there is none.
        """
        testimony: Testimony | None = self._work.known.get(testimony_id)
        if testimony is None:
            document = await self._work.database[TESTIMONIES].find_one({"_id": testimony_id})
            testimony = self._known(document) if document else None
        if testimony is None:
            raise UnknownTestimony
        return testimony

    async def at(self, club_event_id: UUID) -> Sequence[Testimony]:
        """Those that are kept for a gathering, or were given at it."""
        read = await self._found({"club_event_id": club_event_id})
        staged = [one for one in self._work.known.values() if isinstance(one, Testimony)]
        found = {one.id: one for one in (*read, *staged)}
        return [one for one in found.values() if one.club_event_id == club_event_id]

    async def of_speaker(self, club_event_id: UUID, person_id: UUID) -> Sequence[Testimony]:
        """What somebody is to tell at a gathering."""
        confirmed = [one for one in await self.at(club_event_id) if one.state is TestimonyState.CONFIRMED]
        return [one for one in confirmed if one.person_id == person_id]

    async def to_come_of(self, person_id: UUID) -> Sequence[Testimony]:
        """What somebody may still tell."""
        to_come = {*FREE, *BOUND}
        found = await self._found({"person_id": person_id, "state": {"$in": [one.value for one in to_come]}})
        return [testimony for testimony in found if testimony.state in to_come]

    def save(self, testimony: Testimony, events: Sequence[Payload]) -> None:
        """Stage a testimony and its events."""
        self._work.known[testimony.id] = testimony
        self._work.save(TESTIMONIES, testimony, _from_testimony, events)

    async def _found(self, wanted: Mapping[str, Any]) -> Sequence[Testimony]:
        found = self._work.database[TESTIMONIES].find(wanted)
        return [self._known(document) async for document in found]

    def _known(self, document: Document) -> Testimony:
        testimony: Testimony = self._work.known.setdefault(document["_id"], to_testimony(document))
        return testimony


class MongoTestimonyQueries:
    """Lists, one page at a time."""

    def __init__(self, database: Database) -> None:
        self._testimonies = database[TESTIMONIES]

    async def testimony(self, testimony_id: UUID) -> Testimony:
        """One testimony.

        Raises:
            UnknownTestimony: there is none.
        """
        document = await self._testimonies.find_one({"_id": testimony_id})
        if document is None:
            raise UnknownTestimony
        return to_testimony(document)

    async def testimonies(
        self, wanted: TestimonyFilter, *, after: UUID | None, limit: int
    ) -> Sequence[Testimony]:
        """Testimonies in the order of their proposal, from a position on."""
        asked: dict[str, Any] = {
            "person_id": wanted.person_id,
            "state": wanted.state.value if wanted.state else None,
            "club_event_id": wanted.club_event_id,
            "topics": wanted.topic,
        }
        query = {name: value for name, value in asked.items() if value is not None}
        if after is not None:
            query["_id"] = {"$gt": after}
        found = self._testimonies.find(query, sort=[("_id", ASCENDING)], limit=limit)
        return [to_testimony(document) async for document in found]


def to_testimony(document: Document) -> Testimony:
    """The testimony of a document."""
    told = {name: value for name, value in document.items() if name != "_id"}
    told |= {"topics": tuple(told["topics"]), "state": TestimonyState(told["state"])}
    return Testimony(id=document["_id"], **told)


def _from_testimony(testimony: Testimony) -> Document:
    return {
        "_id": testimony.id,
        "org": testimony.org,
        "person_id": testimony.person_id,
        "title": testimony.title,
        "topics": list(testimony.topics),
        "summary": testimony.summary,
        "need_id": testimony.need_id,
        "proposed_at": testimony.proposed_at,
        "state": testimony.state.value,
        "club_event_id": testimony.club_event_id,
        "sequence": testimony.sequence,
    }
