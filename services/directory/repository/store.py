"""Owns the loading and saving of the directory's aggregates within one unit of work. Decides nothing."""

from collections.abc import Sequence
from uuid import UUID

from pymongo import DeleteOne, ReplaceOne

from services.directory.domain.closure import MandateClosure
from services.directory.domain.errors.closures import UnknownClosure
from services.directory.domain.errors.memberships import UnknownMembership
from services.directory.domain.errors.organisations import UnknownOrganisation, UnknownTerritory
from services.directory.domain.errors.people import UnknownPerson
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import Membership
from services.directory.domain.organisation import Organisation
from services.directory.domain.person import Person, PersonState
from services.directory.domain.signing_key import SigningKey
from services.directory.domain.territories import Territory
from services.directory.repository import documents as form
from services.directory.repository.closure_documents import from_closure, to_closure
from services.directory.repository.fee_store import MongoFees
from services.directory.repository.import_store import MongoSpreadsheets
from services.directory.repository.key_documents import from_signing_key, to_signing_key
from services.directory.repository.know_how_store import MongoOffers
from services.directory.repository.membership_documents import from_membership, to_membership
from services.directory.repository.organisation_documents import (
    from_organisation,
    to_organisation,
    to_territory,
)
from services.directory.repository.person_documents import from_person, to_person
from services.directory.repository.privacy_store import MongoPrivacy
from services.directory.repository.search_documents import (
    membership_entry,
    offers_of,
    organisation_entry,
    person_entry,
)
from shared.events.envelope import Payload


class MongoDirectory(MongoFees, MongoPrivacy, MongoOffers, MongoSpreadsheets):
    """The directory's store. What one decision of a batch changed, the next one reads from memory.

    But for who has a SIREN, a code or an address: two decisions of one batch that want the same one are
    stopped by the index, and then decided one by one.
    """

    async def territory(self, key: str) -> Territory:
        """A territory of the reference data.

        Raises:
            UnknownTerritory: there is none.
        """
        found = await self._work.database[form.TERRITORIES].find_one({"_id": key})
        if found is None:
            raise UnknownTerritory
        return to_territory(found)

    async def organisation(self, org: UUID) -> Organisation:
        """One organisation.

        Raises:
            UnknownOrganisation: there is none.
        """
        organisation = await self._load(form.ORGANISATIONS, {"_id": org}, to_organisation)
        if organisation is None:
            raise UnknownOrganisation
        return organisation

    async def successors(self, org: UUID) -> Sequence[Organisation]:
        """An organisation, the one that it merged into, the one that this one merged into, and so on.

        Raises:
            UnknownOrganisation: there is none of the first.
        """
        chain = [await self.organisation(org)]
        while (merger := chain[-1].merger) is not None:
            chain.append(await self.organisation(merger.succeeded_by))
        return chain

    async def organisation_with_siren(self, siren: str) -> UUID | None:
        """The organisation that has this SIREN."""
        return await self._id_of(form.ORGANISATIONS, {"siren": {"$type": "string", "$eq": siren}})

    async def organisation_of_territory(self, kind: OrganisationKind, insee_code: str) -> UUID | None:
        """The organisation of this kind that has this INSEE code."""
        code = {"$type": "string", "$eq": insee_code}
        return await self._id_of(form.ORGANISATIONS, {"kind": kind.value, "insee_code": code})

    def save_organisation(self, organisation: Organisation, events: Sequence[Payload]) -> None:
        """Stage an organisation and its events."""
        self._save(form.ORGANISATIONS, organisation, from_organisation, events)
        self._work.write(form.SEARCH, organisation_entry(organisation))
        if organisation.version:
            self._work.write(form.SEARCH, offers_of(organisation))

    async def person(self, person_id: UUID) -> Person:
        """One person.

        Raises:
            UnknownPerson: there is none, or they were erased.
        """
        person = await self._load(form.PEOPLE, {"_id": person_id}, to_person)
        if person is None or person.state is PersonState.ERASED:
            raise UnknownPerson
        return person

    async def person_with_email(self, email: str) -> UUID | None:
        """The person who has this address, written as it is kept."""
        return await self._id_of(form.PEOPLE, {"email": email})

    async def people_with_roles_in(self, org: UUID) -> Sequence[Person]:
        """Everybody who holds, has held or will hold a role in the organisation."""
        found = self._work.database[form.PEOPLE].find({"held.org": org})
        return [
            self._work.known.setdefault((form.PEOPLE, document["_id"]), to_person(document))
            async for document in found
        ]

    async def has_referent(self, org: UUID) -> bool:
        """Whether somebody was a referent of the organisation when last looked at."""
        referent = {"roles": {"$elemMatch": {"org": org, "role": "referent"}}}
        return await self._id_of(form.PEOPLE, referent) is not None

    def save_person(self, person: Person, events: Sequence[Payload]) -> None:
        """Stage a person and their events."""
        self._save(form.PEOPLE, person, from_person, events)
        self._work.write(form.SEARCH, person_entry(person))

    async def membership(self, membership_id: UUID) -> Membership:
        """One membership.

        Raises:
            UnknownMembership: there is none.
        """
        membership = await self._load(form.MEMBERSHIPS, {"_id": membership_id}, to_membership)
        if membership is None:
            raise UnknownMembership
        return membership

    async def membership_of(self, org: UUID) -> Membership | None:
        """The one membership of an organisation, whatever its state."""
        known: Membership | None = self._work.known.get((form.MEMBERSHIPS, org))
        return known or await self._load(form.MEMBERSHIPS, {"org": org}, to_membership)

    def save_membership(self, membership: Membership, events: Sequence[Payload]) -> None:
        """Stage a membership and its events."""
        self._save(form.MEMBERSHIPS, membership, from_membership, events)
        self._work.known[form.MEMBERSHIPS, membership.org] = membership
        self._work.write(form.SEARCH, membership_entry(membership))

    def keep_deliberation(self, membership_id: UUID, content: bytes) -> None:
        """Stage the file of the decision to join, in place of another."""
        document = {"_id": membership_id, "content": content}
        self._work.write(form.DELIBERATIONS, ReplaceOne({"_id": membership_id}, document, upsert=True))

    def forget_deliberation(self, membership_id: UUID) -> None:
        """Stage that there is no such file any more."""
        self._work.write(form.DELIBERATIONS, DeleteOne({"_id": membership_id}))

    async def closure(self, closure_id: UUID) -> MandateClosure:
        """One closure of mandates.

        Raises:
            UnknownClosure: there is none.
        """
        closure = await self._load(form.MANDATE_CLOSURES, {"_id": closure_id}, to_closure)
        if closure is None:
            raise UnknownClosure
        return closure

    def save_closure(self, closure: MandateClosure) -> None:
        """Stage a closure of mandates, which has no event."""
        self._save(form.MANDATE_CLOSURES, closure, from_closure, ())

    async def signing_key(self, kid: str) -> SigningKey | None:
        """The public half of a key, whatever its state."""
        return await self._load(form.SIGNING_KEYS, {"_id": kid}, to_signing_key)

    def save_signing_key(self, key: SigningKey, events: Sequence[Payload]) -> None:
        """Stage the public half of a key and its events."""
        self._save(form.SIGNING_KEYS, key, from_signing_key, events)
