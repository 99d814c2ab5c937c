"""Owns the reading of the directory for people, lists one page at a time. Never read by a decision."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from pymongo import ASCENDING

from services.directory.domain.authority import referent_orgs
from services.directory.domain.closure import ClosureState, MandateClosure
from services.directory.domain.erasure import Erasure
from services.directory.domain.errors.closures import UnknownClosure
from services.directory.domain.errors.erasures import UnknownErasure
from services.directory.domain.errors.memberships import UnknownMembership
from services.directory.domain.errors.organisations import UnknownOrganisation, UnknownTerritory
from services.directory.domain.errors.people import UnknownPerson
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import Membership, MembershipState
from services.directory.domain.organisation import Organisation
from services.directory.domain.person import Person, PersonState
from services.directory.domain.signing_key import SigningKey, SigningKeyState
from services.directory.domain.territories import Territory
from services.directory.ports.queries import After, Reader
from services.directory.repository import documents as form
from services.directory.repository.closure_documents import to_closure
from services.directory.repository.days import from_day
from services.directory.repository.erasure_documents import to_erasure
from services.directory.repository.fee_queries import MongoFeeQueries
from services.directory.repository.key_documents import to_signing_key
from services.directory.repository.membership_documents import to_membership
from services.directory.repository.organisation_documents import to_organisation, to_territory
from services.directory.repository.person_documents import to_person
from shared.french import fold, sort_key
from shared.storage.mongo import Collection as MongoCollection
from shared.storage.mongo import Document

RECHECKS_AT_ONCE = 500
ALERTS_AT_ONCE = 100
NOT_ERASED = {"state": {"$ne": PersonState.ERASED.value}}
LAST_CHARACTER = "\U0010ffff"

T = TypeVar("T")


class MongoDirectoryQueries(MongoFeeQueries):
    """Reads served by an index, each."""

    async def territory(self, key: str) -> Territory:
        """A territory of the reference data.

        Raises:
            UnknownTerritory: there is none.
        """
        found = await self._database[form.TERRITORIES].find_one({"_id": key})
        if found is None:
            raise UnknownTerritory
        return to_territory(found)

    async def territories(
        self, name: str, kind: OrganisationKind | None, *, after: tuple[str, str] | None, limit: int
    ) -> Sequence[Territory]:
        """Territories by name, those whose name begins so, from a position on."""
        wanted = _named(sort_key(name), after) | ({"kind": kind.value} if kind else {})
        found = await _by_name(self._database[form.TERRITORIES], wanted, limit)
        return [to_territory(document) for document in found]

    async def organisation(self, org: UUID) -> Organisation:
        """One organisation.

        Raises:
            UnknownOrganisation: there is none.
        """
        found = await self._database[form.ORGANISATIONS].find_one({"_id": org})
        if found is None:
            raise UnknownOrganisation
        return to_organisation(found)

    async def organisations_among(self, orgs: Collection[UUID]) -> Mapping[UUID, Organisation]:
        """Those of the organisations that exist."""
        found = self._database[form.ORGANISATIONS].find({"_id": {"$in": sorted(orgs)}})
        return {document["_id"]: to_organisation(document) async for document in found}

    async def organisations(
        self, name: str, siren: str | None, *, after: After, limit: int
    ) -> Sequence[Organisation]:
        """Organisations by name, those whose name begins so, from a position on."""
        wanted = _named(sort_key(name), after) | ({"siren": siren} if siren else {})
        found = await _by_name(self._database[form.ORGANISATIONS], wanted, limit)
        return [to_organisation(document) for document in found]

    async def person(self, person_id: UUID, reader: Reader) -> Person:
        """One person.

        Raises:
            UnknownPerson: there is none, or not for this reader.
        """
        wanted = {"$and": [{"_id": person_id}, NOT_ERASED, _known_to(reader)]}
        found = await self._database[form.PEOPLE].find_one(wanted)
        if found is None:
            raise UnknownPerson
        return to_person(found)

    async def people(self, name: str, reader: Reader, *, after: After, limit: int) -> Sequence[Person]:
        """People by family name whom the reader may know, from a position on."""
        wanted = {"$and": [_named(fold(name), after), NOT_ERASED, _known_to(reader)]}
        found = await _by_name(self._database[form.PEOPLE], wanted, limit)
        return [to_person(document) for document in found]

    async def people_among(self, ids: Collection[UUID]) -> Mapping[UUID, Person]:
        """Those of the people who are known, by id; whoever was erased is not."""
        found = self._database[form.PEOPLE].find({"_id": {"$in": sorted(ids)}, **NOT_ERASED})
        return {document["_id"]: to_person(document) async for document in found}

    async def erasure(self, person_id: UUID) -> Erasure:
        """The forgetting of a person.

        Raises:
            UnknownErasure: nobody asked for it.
        """
        found = await self._database[form.ERASURES].find_one({"_id": person_id})
        if found is None:
            raise UnknownErasure
        return to_erasure(found)

    async def erasures(self, *, only_open: bool, after: UUID | None, limit: int) -> Sequence[Erasure]:
        """Erasures in the order of the people's entry, from a position on; all, or those not over."""
        wanted: Document = {"open": True} if only_open else {}
        wanted |= {"_id": {"$gt": after}} if after else {}
        found = self._database[form.ERASURES].find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_erasure(document) async for document in found]

    async def late_erasures(self, decided_before: datetime) -> Sequence[UUID]:
        """Some of the people whom services should have forgotten by now, and nobody was alerted."""
        late = {"to_alert": True, "decided_at": {"$lt": decided_before}}
        found = self._database[form.ERASURES].find(late, {"_id": 1}, limit=ALERTS_AT_ONCE)
        return [document["_id"] async for document in found]

    async def inactive_people(self, *, since: date, limit: int) -> Sequence[UUID]:
        """People whose last role was over before a day."""
        inactive = {"last_day": {"$type": "string", "$lt": from_day(since)}}
        found = self._database[form.PEOPLE].find(inactive, {"_id": 1}, sort=[("last_day", 1)], limit=limit)
        return [document["_id"] async for document in found]

    async def due_for_recheck(self, on: date) -> Sequence[UUID]:
        """Some of the people whose roles in force are no longer those that were told."""
        due = {"recheck_on": {"$type": "string", "$lte": from_day(on)}}
        found = self._database[form.PEOPLE].find(due, {"_id": 1}, limit=RECHECKS_AT_ONCE)
        return [document["_id"] async for document in found]

    async def membership(self, membership_id: UUID) -> Membership:
        """One membership.

        Raises:
            UnknownMembership: there is none.
        """
        found = await self._database[form.MEMBERSHIPS].find_one({"_id": membership_id})
        if found is None:
            raise UnknownMembership
        return to_membership(found)

    async def deliberation(self, membership_id: UUID) -> bytes:
        """The file of the decision to join, of a membership that has one."""
        found = await self._database[form.DELIBERATIONS].find_one({"_id": membership_id})
        if found is None:
            raise LookupError(f"membership {membership_id}: a decision is kept with its file")
        return bytes(found["content"])

    async def memberships(
        self, state: MembershipState | None, org: UUID | None, *, after: UUID | None, limit: int
    ) -> Sequence[Membership]:
        """Memberships in the order of their making, from a position on."""
        wanted: Document = {"state": state.value} if state else {}
        wanted |= {"org": org} if org else {}
        wanted |= {"_id": {"$gt": after}} if after else {}
        found = self._database[form.MEMBERSHIPS].find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_membership(document) async for document in found]

    async def closure(self, closure_id: UUID) -> MandateClosure:
        """One closure of mandates.

        Raises:
            UnknownClosure: there is none.
        """
        found = await self._database[form.MANDATE_CLOSURES].find_one({"_id": closure_id})
        if found is None:
            raise UnknownClosure
        return to_closure(found)

    async def accepted_closures(self) -> Sequence[MandateClosure]:
        """Closures that wait to be carried out to their end."""
        found = self._database[form.MANDATE_CLOSURES].find({"state": ClosureState.ACCEPTED.value})
        return [to_closure(document) async for document in found]

    async def people_to_close(
        self, closure: MandateClosure, *, after: UUID | None, limit: int
    ) -> Sequence[Person]:
        """People with a mandate that the closure ends and that runs on, by id, from a position on."""
        wanted = _to_close(closure) | ({"_id": {"$gt": after}} if after else {})
        found = self._database[form.PEOPLE].find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_person(document) async for document in found]

    async def count_to_close(self, closure: MandateClosure) -> int:
        """How many people have such a mandate."""
        return int(await self._database[form.PEOPLE].count_documents(_to_close(closure)))

    async def published_keys(self) -> Sequence[SigningKey]:
        """The keys whose tokens are accepted."""
        found = self._database[form.SIGNING_KEYS].find({"state": SigningKeyState.PUBLISHED.value})
        return [to_signing_key(document) async for document in found]


def _named(begins: str, after: tuple[str, Any] | None) -> Document:
    wanted: Document = {"folded": {"$gte": begins, "$lt": begins + LAST_CHARACTER}} if begins else {}
    if after is None:
        return wanted
    folded, last_id = after
    beyond = [{"folded": {"$gt": folded}}, {"folded": folded, "_id": {"$gt": last_id}}]
    return wanted | {"$or": beyond}


def _to_close(closure: MandateClosure) -> Document:
    day = from_day(closure.ends_on)
    runs_on = [{"ends_on": None}, {"ends_on": {"$gt": day}}]
    of_mandate = {"form": "mandate", "org": {"$in": list(closure.orgs)}, "starts_on": {"$lte": day}}
    return {"held.org": {"$in": list(closure.orgs)}, "held": {"$elemMatch": of_mandate | {"$or": runs_on}}}


def _known_to(reader: Reader) -> Document:
    """Everybody for the team; oneself, and for a referent whoever holds a role in their organisation."""
    if reader.actor.is_staff:
        return {}
    return {"$or": [{"_id": reader.actor.person_id}, managed_by(reader)]}


def managed_by(reader: Reader) -> Document:
    """That somebody holds a role, not over, in an organisation that the reader is the referent of."""
    not_over = [{"ends_on": None}, {"ends_on": {"$gte": from_day(reader.on)}}]
    return {"held": {"$elemMatch": {"org": {"$in": sorted(referent_orgs(reader.actor))}, "$or": not_over}}}


async def _by_name(collection: MongoCollection, wanted: Document, limit: int) -> list[Document]:
    order = [("folded", ASCENDING), ("_id", ASCENDING)]
    return [document async for document in collection.find(wanted, sort=order, limit=limit)]
