"""Owns the loading, saving and listing of needs."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from pymongo import ASCENDING

from services.registration.domain.members import Attendee
from services.registration.domain.need_errors import UnknownNeed
from services.registration.domain.needs import Need, NeedState
from services.registration.repository.copies import MongoCopies
from services.registration.repository.documents import ORGANISATIONS
from services.registration.repository.need_documents import LINKED, NEEDS, from_need, to_need
from shared.events.envelope import Payload
from shared.storage.mongo import Database, Document, Query, find_together
from shared.storage.unit_of_work import UnitOfWork


class MongoNeeds:
    """The needs, within one unit of work."""

    def __init__(self, work: UnitOfWork, copies: MongoCopies) -> None:
        self._work = work
        self._copies = copies

    async def need(self, need_id: UUID) -> Need:
        """One need.

        Raises:
            UnknownNeed: there is none.
        """
        need: Need | None = self._work.known.get(need_id)
        if need is None:
            document = await self._work.database[NEEDS].find_one({"_id": need_id})
            need = self._known(document) if document else None
        if need is None:
            raise UnknownNeed
        return need

    async def attendee(self, person_id: UUID) -> Attendee | None:
        """What is known of who speaks."""
        return await self._copies.attendee(person_id)

    async def planned_for(self, linked: UUID) -> Sequence[Need]:
        """The needs that a gathering or an exchange is to answer, or has answered."""
        documents = self._work.database[NEEDS].find(_answered_by(linked))
        return [self._known(document) async for document in documents]

    def backers(self, linked: UUID) -> Query:
        """Which organisations have one of the needs that this is to answer."""
        key = (NEEDS, linked)
        self._work.known[key] = frozenset()

        def take(document: Document) -> None:
            self._work.known[key] |= frozenset(document["backers"])

        return Query(NEEDS, _answered_by(linked), take)

    async def is_backed(self, linked: UUID, *, org: UUID) -> bool:
        """Whether an organisation has one of the needs that this is to answer, which are read once."""
        if (NEEDS, linked) not in self._work.known:
            await find_together(self._work.database, [self.backers(linked)])
        backers: frozenset[UUID] = self._work.known[NEEDS, linked]
        return org in backers

    def save(self, need: Need, events: Sequence[Payload]) -> None:
        """Stage a need and its events."""
        self._work.known[need.id] = need
        self._work.save(NEEDS, need, from_need, events)

    def _known(self, document: Document) -> Need:
        need: Need = self._work.known.setdefault(document["_id"], to_need(document))
        return need


def _answered_by(linked: UUID) -> Document:
    """With what the index asks of its entries: else it is not used."""
    return {"planned_for": {"$eq": linked, **LINKED}}


class MongoNeedQueries:
    """Lists, one page at a time."""

    def __init__(self, database: Database) -> None:
        self._needs = database[NEEDS]
        self._organisations = database[ORGANISATIONS]

    async def needs(self, *, state: NeedState | None, after: UUID | None, limit: int) -> Sequence[Need]:
        """Needs in the order of their raising, from a position on."""
        wanted: dict[str, Any] = {} if state is None else {"state": state.value}
        if after is not None:
            wanted["_id"] = {"$gt": after}
        found = self._needs.find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_need(document) async for document in found]

    async def need(self, need_id: UUID) -> Need:
        """One need.

        Raises:
            UnknownNeed: there is none.
        """
        document = await self._needs.find_one({"_id": need_id})
        if document is None:
            raise UnknownNeed
        return to_need(document)

    async def organisation_names(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        """How those of these organisations are called of which events told."""
        found = self._organisations.find({"_id": {"$in": list(ids)}}, {"name": 1})
        return {document["_id"]: document.get("name", "") async for document in found}
