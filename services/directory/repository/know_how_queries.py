"""Owns the reading of offers and of who has done what. Never read by a decision."""

from collections.abc import AsyncIterable, Collection, Sequence
from uuid import UUID

from pymongo import ASCENDING, DESCENDING

from services.directory.domain.authority import referent_orgs
from services.directory.domain.errors.offers import UnknownOffer
from services.directory.domain.offer import SHOWN, ExpertiseOffer, OfferState
from services.directory.domain.ranking import Evidence
from services.directory.ports.know_how import OffersWanted
from services.directory.repository import documents as form
from services.directory.repository.know_how_documents import (
    to_exchange,
    to_gathering,
    to_offer,
    to_testimony,
)
from shared.commands import Actor
from shared.storage.mongo import Database, Document

MOST_EVIDENCE = 300
"""Of each kind: the answer costs the same however long the club has existed."""
_SHOWN = [state.value for state in SHOWN]


class MongoKnowHowQueries:
    """Reads served by an index, each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def offer(self, offer_id: UUID, actor: Actor) -> ExpertiseOffer:
        """One offer.

        Raises:
            UnknownOffer: there is none, or not for this actor.
        """
        found = await self._database[form.OFFERS].find_one({"$and": [{"_id": offer_id}, _seen_by(actor)]})
        if found is None:
            raise UnknownOffer
        return to_offer(found)

    async def offers(
        self, wanted: OffersWanted, actor: Actor, *, after: UUID | None, limit: int
    ) -> Sequence[ExpertiseOffer]:
        """The offers that the actor may see, from a position on."""
        parts: list[Document] = [_seen_by(actor)]
        parts += [{"org": wanted.org}] if wanted.org else []
        parts += [{"topics": wanted.topic}] if wanted.topic else []
        parts += [{"state": wanted.state.value}] if wanted.state else []
        parts += [{"_id": {"$gt": after}}] if after else []
        found = self._database[form.OFFERS].find({"$and": parts}, sort=[("_id", ASCENDING)], limit=limit)
        return [to_offer(document) async for document in found]

    async def published_offers(self, *, after: UUID | None, limit: int) -> Sequence[ExpertiseOffer]:
        """The offers that are published, from a position on."""
        wanted: Document = {"state": OfferState.PUBLISHED.value} | ({"_id": {"$gt": after}} if after else {})
        found = self._database[form.OFFERS].find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_offer(document) async for document in found]

    async def evidence(self, topics: Collection[str]) -> Evidence:
        """What is offered about these topics, and the last that was done."""
        about: Document = {"topics": {"$in": sorted(topics)}}
        offers = self._database[form.OFFERS].find(about | {"state": {"$in": _SHOWN}}, limit=MOST_EVIDENCE)
        exchanges = self._done(form.EXCHANGES, about, "fulfilled_on")
        gatherings = self._done(form.GATHERINGS, about, "held_on")
        testimonies = self._done(form.TESTIMONIES, about, "given_on")
        return Evidence(
            offers=[to_offer(document) async for document in offers],
            exchanges=[to_exchange(document) async for document in exchanges],
            gatherings=[to_gathering(document) async for document in gatherings],
            testimonies=[to_testimony(document) async for document in testimonies],
        )

    def _done(self, collection: str, about: Document, day: str) -> AsyncIterable[Document]:
        return self._database[collection].find(
            about | {day: {"$type": "string"}}, sort=[(day, DESCENDING)], limit=MOST_EVIDENCE
        )


def _seen_by(actor: Actor) -> Document:
    """Everything for the team, what is their own for referents, what is shown for everybody."""
    if actor.is_staff:
        return {}
    return {"$or": [{"state": {"$in": _SHOWN}}, {"org": {"$in": sorted(referent_orgs(actor))}}]}
