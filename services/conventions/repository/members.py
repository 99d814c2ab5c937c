"""Owns the form of this service's documents, their index, and the way between them and what the domain knows.

    organisations: {_id: UUID, sequence: 2, name: "Manduel", kind: "commune", siren: "213001555",
        departement: "30", region: "76"}
    memberships: {_id: UUID, sequence: 2, org: UUID, from_year: 2026, last_day: "2027-12-31"}
    people: {_id: UUID, sequence: 3, name: "Camille Martin", email: "camille@example.org",
        address_from: 3, employers: [UUID], is_erased: false,
        held: [{what: "mandate maire", org: UUID, starts_on: "2026-03-28", ends_on: null}]}
    offers: {_id: UUID, sequence: 1, org: UUID, topics: ["gaspillage"], half_days_per_year: 10,
        published: true}

Days are text: they have no zone. An organisation has one membership through the years; the two collections
are because each has a history of its own. Index `org` finds the memberships of a page of organisations;
`published` finds who knows something of a topic, `of_organisation` what an organisation publishes.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from services.conventions.domain.errors.rights import UnknownOrganisation
from services.conventions.domain.exchange.offers import Offer
from services.conventions.domain.members import Membership, Organisation
from services.conventions.domain.people import Held, Person
from shared.storage.copies import Copies
from shared.storage.indexes import Indexes
from shared.storage.mongo import Database, Document, find_together
from shared.storage.unit_of_work import UnitOfWork

ORGANISATIONS, MEMBERSHIPS = "organisations", "memberships"
PEOPLE, OFFERS = "people", "offers"

MEMBER_INDEXES: Indexes = {
    ORGANISATIONS: (),
    MEMBERSHIPS: (IndexModel("org", name="org"),),
    PEOPLE: (),
    OFFERS: (
        IndexModel("topics", name="published", partialFilterExpression={"published": True}),
        IndexModel([("org", ASCENDING)], name="of_organisation"),
    ),
}


class MongoMembers:
    """The copies, within one unit of work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._organisations = Copies(work, ORGANISATIONS)
        self._memberships = Copies(work, MEMBERSHIPS)
        self._people = Copies(work, PEOPLE)
        self._offers = Copies(work, OFFERS)
        self._work = work

    async def read_ahead(
        self,
        *,
        people: Collection[UUID] = (),
        organisations: Collection[UUID] = (),
        memberships: Collection[UUID] = (),
        offers: Collection[UUID] = (),
    ) -> None:
        """Read together what a whole batch will need."""
        wanted = (
            (self._people, people),
            (self._organisations, organisations),
            (self._memberships, memberships),
            (self._offers, offers),
        )
        await find_together(self._work.database, [copies.query(ids) for copies, ids in wanted if ids])

    async def member(self, org: UUID) -> Organisation | None:
        """What events told of an organisation, with its membership."""
        found = await self._organisations.get(org)
        if found is None:
            return None
        membership = await self._memberships.get(org, by="org")
        return _to_organisation(found, _to_membership(membership) if membership else None)

    async def person(self, person_id: UUID) -> Person | None:
        """What events told of a person."""
        found = await self._people.get(person_id)
        return to_person(found) if found else None

    async def offer(self, offer_id: UUID) -> Offer | None:
        """What events told of an offer."""
        found = await self._offers.get(offer_id)
        return to_offer(found) if found else None

    async def offered_topics(self, org: UUID, topics: Sequence[str]) -> frozenset[str]:
        """Those of these topics on which an organisation publishes know-how."""
        wanted = {"org": org, "published": True}
        offers = [to_offer(found) async for found in self._work.database[OFFERS].find(wanted)]
        return frozenset(topics) & {topic for offer in offers for topic in offer.topics}

    async def organisation(self, org: UUID) -> Organisation | None:
        """What events told of an organisation, without its membership."""
        found = await self._organisations.get(org)
        return _to_organisation(found, None) if found else None

    async def membership(self, membership_id: UUID) -> Membership | None:
        """What events told of a membership."""
        found = await self._memberships.get(membership_id)
        return _to_membership(found) if found else None

    def keep_organisation(self, organisation: Organisation) -> None:
        """Stage what is known of an organisation, but for its membership."""
        self._organisations.keep(_from_organisation(organisation))

    def keep_membership(self, membership: Membership) -> None:
        """Stage what is known of a membership."""
        self._memberships.keep(_from_membership(membership))

    def keep_person(self, person: Person) -> None:
        """Stage what is known of a person."""
        self._people.keep(
            {
                "_id": person.id,
                "sequence": person.sequence,
                "name": person.name,
                "email": person.email,
                "address_from": person.address_from,
                "employers": sorted(person.employers),
                "held": [_from_held(held) for held in person.held],
                "is_erased": person.is_erased,
            }
        )

    def keep_offer(self, offer: Offer) -> None:
        """Stage what is known of an offer."""
        self._offers.keep(
            {
                "_id": offer.id,
                "sequence": offer.sequence,
                "org": offer.org,
                "topics": list(offer.topics),
                "half_days_per_year": offer.half_days_per_year,
                "published": offer.published,
            }
        )


class MongoMemberQueries:
    """Lists, one page at a time, each served by an index."""

    def __init__(self, database: Database) -> None:
        self._organisations = database[ORGANISATIONS]
        self._memberships = database[MEMBERSHIPS]

    async def organisations(self, *, after: UUID | None, limit: int) -> Sequence[Organisation]:
        """Organisations with their membership, in the order of their registration, from a position on."""
        wanted = {"_id": {"$gt": after}} if after else {}
        found = self._organisations.find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return await self._with_memberships([document async for document in found])

    async def organisation(self, org: UUID) -> Organisation:
        """One organisation, with its membership.

        Raises:
            UnknownOrganisation: no event told of it.
        """
        found = await self._organisations.find_one({"_id": org})
        if found is None:
            raise UnknownOrganisation
        return (await self._with_memberships([found]))[0]

    async def these(self, orgs: Sequence[UUID]) -> Sequence[Organisation]:
        """Those of them of whom events told, with their membership."""
        found = self._organisations.find({"_id": {"$in": list(orgs)}})
        return await self._with_memberships([document async for document in found])

    async def _with_memberships(self, organisations: Sequence[Document]) -> Sequence[Organisation]:
        found = self._memberships.find({"org": {"$in": [document["_id"] for document in organisations]}})
        memberships = {document["org"]: _to_membership(document) async for document in found}
        return [_to_organisation(document, memberships.get(document["_id"])) for document in organisations]


def _from_organisation(organisation: Organisation) -> Document:
    return {
        "_id": organisation.id,
        "sequence": organisation.sequence,
        "name": organisation.name,
        "kind": organisation.kind,
        "siren": organisation.siren,
        "departement": organisation.departement,
        "region": organisation.region,
    }


def _to_organisation(document: Document, membership: Membership | None) -> Organisation:
    return Organisation(
        id=document["_id"],
        sequence=document["sequence"],
        name=document["name"],
        kind=document["kind"],
        siren=document["siren"],
        departement=document["departement"],
        region=document["region"],
        membership=membership,
    )


def _from_membership(membership: Membership) -> Document:
    last_day = membership.last_day
    return {
        "_id": membership.id,
        "sequence": membership.sequence,
        "org": membership.org,
        "from_year": membership.from_year,
        "last_day": last_day.isoformat() if last_day else None,
    }


def _to_membership(document: Document) -> Membership:
    last_day = document["last_day"]
    return Membership(
        id=document["_id"],
        org=document["org"],
        sequence=document["sequence"],
        from_year=document["from_year"],
        last_day=date.fromisoformat(last_day) if last_day else None,
    )


def to_person(document: Document) -> Person:
    """The person of a document."""
    return Person(
        id=document["_id"],
        sequence=document["sequence"],
        name=document["name"],
        email=document["email"],
        address_from=document["address_from"],
        employers=frozenset(document["employers"]),
        held=tuple(_to_held(held) for held in document["held"]),
        is_erased=document["is_erased"],
    )


def _from_held(held: Held) -> Document:
    return {
        "what": held.what,
        "org": held.org,
        "starts_on": held.starts_on.isoformat(),
        "ends_on": held.ends_on.isoformat() if held.ends_on else None,
    }


def _to_held(document: Document) -> Held:
    return Held(
        what=document["what"],
        org=document["org"],
        starts_on=date.fromisoformat(document["starts_on"]),
        ends_on=date.fromisoformat(document["ends_on"]) if document["ends_on"] else None,
    )


def to_offer(document: Document) -> Offer:
    """The offer of a document."""
    return Offer(
        id=document["_id"],
        sequence=document["sequence"],
        org=document["org"],
        topics=tuple(document["topics"]),
        half_days_per_year=document["half_days_per_year"],
        published=document["published"],
    )
