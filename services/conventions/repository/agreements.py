"""Owns the loading and saving of requests, conventions and files within one unit of work. Decides nothing."""

from collections.abc import Sequence
from uuid import UUID

from pymongo import InsertOne

from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.references import References
from services.conventions.domain.convention.versions import TextVersion
from services.conventions.domain.documents import StoredDocument
from services.conventions.domain.errors.convention import UnknownConvention
from services.conventions.domain.errors.exchange import UnknownExchangeRequest
from services.conventions.domain.errors.rights import UnknownOrganisation
from services.conventions.domain.errors.signing import UnknownDocument
from services.conventions.domain.exchange.request import ExchangeRequest
from services.conventions.domain.members import Organisation
from services.conventions.domain.people import Person
from services.conventions.repository import documents as form
from services.conventions.repository.members import MongoMembers
from shared.events.envelope import Payload
from shared.storage.loading import Loading
from shared.storage.mongo import Document
from shared.storage.unit_of_work import UnitOfWork


class MongoAgreements(Loading):
    """The store of agreements. What one decision of a batch changed, the next one reads from memory."""

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(work)
        self._members = MongoMembers(work)

    async def member(self, org: UUID) -> Organisation:
        """An organisation with its membership.

        Raises:
            UnknownOrganisation: no event told of it.
        """
        found = await self._members.member(org)
        if found is None:
            raise UnknownOrganisation
        return found

    async def person(self, person_id: UUID) -> Person | None:
        """Somebody of whom events told."""
        return await self._members.person(person_id)

    async def exchange_request(self, exchange_request_id: UUID) -> ExchangeRequest:
        """One request, with its proposals.

        Raises:
            UnknownExchangeRequest: there is none.
        """
        found = await self._load(
            form.EXCHANGE_REQUESTS, {"_id": exchange_request_id}, form.to_exchange_request
        )
        if found is None:
            raise UnknownExchangeRequest
        return found

    async def requests_by(self, org: UUID) -> Sequence[ExchangeRequest]:
        """The requests that an organisation made."""
        found = self._work.database[form.EXCHANGE_REQUESTS].find({"orgs": org}, {"_id": 1})
        requests = [await self.exchange_request(document["_id"]) async for document in found]
        return [request for request in requests if request.receiving_org == org]

    async def convention(self, convention_id: UUID) -> Convention:
        """One convention.

        Raises:
            UnknownConvention: there is none.
        """
        found = await self._load(form.CONVENTIONS, {"_id": convention_id}, form.to_convention)
        if found is None:
            raise UnknownConvention
        return found

    async def awaiting(self, person_id: UUID) -> Sequence[Convention]:
        """The conventions that this person is asked to sign, or will be when their turn comes."""
        return await self._conventions({"signatories": person_id})

    async def naming(self, person_id: UUID) -> Sequence[Convention]:
        """The conventions in which this person stands: as a signatory, now or before, or as an agent."""
        return await self._conventions({"people": person_id})

    async def references(self, series: str, year: int) -> References:
        """The references of a series given in a year."""
        name = f"{series}-{year}"
        return await self._load(form.REFERENCES, {"_id": name}, form.to_references) or References(id=name)

    async def document(self, sha256: str) -> StoredDocument:
        """The file with this digest.

        Raises:
            UnknownDocument: there is none.
        """
        if ("file", sha256) not in self._work.known:
            found = await self._work.database[form.DOCUMENTS].find_one({"sha256": sha256})
            if found is None:
                raise UnknownDocument
            self._work.known["file", sha256] = form.to_document(found)
        document: StoredDocument = self._work.known["file", sha256]
        return document

    async def offered_topics(self, org: UUID, topics: Sequence[str]) -> frozenset[str]:
        """Those of these topics on which an organisation publishes know-how."""
        return await self._members.offered_topics(org, topics)

    async def _conventions(self, wanted: Document) -> Sequence[Convention]:
        found = self._work.database[form.CONVENTIONS].find(wanted, {"_id": 1})
        ids = [document["_id"] async for document in found]
        return [await self.convention(convention_id) for convention_id in ids]

    def save_exchange_request(self, request: ExchangeRequest, events: Sequence[Payload] = ()) -> None:
        """Stage a request and its events."""
        self._save(form.EXCHANGE_REQUESTS, request, form.from_exchange_request, events)

    def save_convention(self, convention: Convention, events: Sequence[Payload] = ()) -> None:
        """Stage a convention and its events."""
        self._save(form.CONVENTIONS, convention, form.from_convention, events)

    def save_references(self, references: References) -> None:
        """Stage that a reference was given."""
        self._save(form.REFERENCES, references, form.from_references, ())

    def keep_version(self, version: TextVersion) -> None:
        """Stage a version of a text that the parties are asked to read."""
        self._work.write(form.TEXT_VERSIONS, InsertOne(form.from_version(version)))

    def keep_document(self, document: StoredDocument) -> None:
        """Stage a new file."""
        self._work.known["file", document.sha256] = document
        self._work.write(form.DOCUMENTS, InsertOne(form.from_document(document)))
