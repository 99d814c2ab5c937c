"""Owns the reading of requests and conventions for people and timers. Never read by a decision."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from pymongo import ASCENDING

from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.versions import TextVersion
from services.conventions.domain.documents import FiledDocument, StoredDocument
from services.conventions.domain.errors.convention import UnknownConvention
from services.conventions.domain.errors.exchange import UnknownExchangeRequest
from services.conventions.domain.errors.signing import UnknownDocument
from services.conventions.domain.exchange.offers import Offer
from services.conventions.domain.exchange.request import ExchangeRequest
from services.conventions.domain.exchange.suggestions import KnowHow, Suggestion, suggest
from services.conventions.domain.people import Person
from services.conventions.repository import documents as form
from services.conventions.repository.lists import due_documents, page_of_documents
from services.conventions.repository.members import OFFERS, PEOPLE, MongoMemberQueries, to_offer, to_person
from shared.storage.mongo import Database, Document

OFFERS_MAX = 500
"""Offers on a request's topics that a suggestion looks at."""


class MongoAgreementQueries:
    """Lists, one page at a time, each served by an index."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._members = MongoMemberQueries(database)

    async def exchange_requests(
        self, *, org: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[ExchangeRequest]:
        """Requests that concern an organisation, or all, in the order of their making."""
        found = await self._page(form.EXCHANGE_REQUESTS, org, after, limit)
        return [form.to_exchange_request(document) for document in found]

    async def exchange_request(self, exchange_request_id: UUID) -> ExchangeRequest:
        """One request.

        Raises:
            UnknownExchangeRequest: there is none.
        """
        found = await self._database[form.EXCHANGE_REQUESTS].find_one({"_id": exchange_request_id})
        if found is None:
            raise UnknownExchangeRequest
        return form.to_exchange_request(found)

    async def conventions(self, *, org: UUID | None, after: UUID | None, limit: int) -> Sequence[Convention]:
        """Conventions of an organisation, or all, in the order of their making."""
        found = await self._page(form.CONVENTIONS, org, after, limit)
        return [form.to_convention(document) for document in found]

    async def convention(self, convention_id: UUID) -> Convention:
        """One convention.

        Raises:
            UnknownConvention: there is none.
        """
        found = await self._database[form.CONVENTIONS].find_one({"_id": convention_id})
        if found is None:
            raise UnknownConvention
        return form.to_convention(found)

    async def versions(self, convention_id: UUID, *, after: int | None, limit: int) -> Sequence[TextVersion]:
        """The versions of a text that the parties were asked to read, the first one first."""
        wanted: Document = {"convention_id": convention_id, "number": {"$gt": after or 0}}
        found = self._database[form.TEXT_VERSIONS].find(wanted, sort=[("number", ASCENDING)], limit=limit)
        return [form.to_version(document) async for document in found]

    async def document(self, sha256: str) -> StoredDocument:
        """The file with this digest.

        Raises:
            UnknownDocument: there is none.
        """
        found = await self._database[form.DOCUMENTS].find_one({"sha256": sha256})
        if found is None:
            raise UnknownDocument
        return form.to_document(found)

    async def filed(self, wanted: str | UUID) -> FiledDocument:
        """What is known of the file with this digest, or of this name.

        Raises:
            UnknownDocument: there is none.
        """
        by = "_id" if isinstance(wanted, UUID) else "sha256"
        found = await self._database[form.DOCUMENTS].find_one({by: wanted}, {"content": 0, "people": 0})
        if found is None:
            raise UnknownDocument
        return form.to_filed_document(found)

    async def suggestions(self, request: ExchangeRequest, *, today: date) -> Sequence[Suggestion]:
        """Organisations that may be proposed for a request, the most fitting first."""
        wanted = {"topics": {"$in": list(request.wish.topics)}, "published": True}
        offers = self._database[OFFERS].find(wanted, limit=OFFERS_MAX)
        by_org: dict[UUID, list[Offer]] = {}
        async for document in offers:
            by_org.setdefault(document["org"], []).append(to_offer(document))
        taught = await self._taught(list(by_org))
        members = {found.id: found for found in await self._members.these([*by_org, request.receiving_org])}
        known = [
            KnowHow(
                organisation=members[org],
                topics=frozenset(topic for offer in found for topic in offer.topics),
                half_days_per_year=sum(offer.half_days_per_year for offer in found),
                past_exchanges=taught.get(org, 0),
            )
            for org, found in by_org.items()
            if org in members
        ]
        return suggest(request, members[request.receiving_org], known, today=today)

    async def _taught(self, orgs: Sequence[UUID]) -> Mapping[UUID, int]:
        """How many conventions each has carried out as the offering side."""
        counted = self._database[form.CONVENTIONS].aggregate(
            [{"$match": {"taught_by": {"$in": orgs}}}, {"$group": {"_id": "$taught_by", "n": {"$sum": 1}}}]
        )
        return {document["_id"]: document["n"] async for document in counted}

    async def people(self, ids: Sequence[UUID]) -> Mapping[UUID, Person]:
        """Those of them of whom events told."""
        found = self._database[PEOPLE].find({"_id": {"$in": list(ids)}})
        return {document["_id"]: to_person(document) async for document in found}

    async def due_exchange_requests(self, at: datetime, *, limit: int) -> Sequence[UUID]:
        """Requests to which time does something by now."""
        found = await due_documents(self._database[form.EXCHANGE_REQUESTS], at, limit=limit)
        return [document["_id"] for document in found]

    async def due_conventions(self, at: datetime, *, limit: int) -> Sequence[UUID]:
        """Conventions to which time does something by now."""
        found = await due_documents(self._database[form.CONVENTIONS], at, limit=limit)
        return [document["_id"] for document in found]

    async def _page(
        self, collection: str, org: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Document]:
        wanted = {"orgs": org} if org else {}
        return await page_of_documents(self._database[collection], wanted, after=after, limit=limit)
