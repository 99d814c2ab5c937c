"""Owns the members known to conventions, in memory, for tests of what stands on their store."""

from collections.abc import Collection
from uuid import UUID

from services.conventions.domain.exchange.offers import Offer
from services.conventions.domain.members import Membership, Organisation
from services.conventions.domain.people import Person


class InMemoryMembers:
    """What was kept can be read at once."""

    def __init__(self) -> None:
        self._organisations: dict[UUID, Organisation] = {}
        self._memberships: dict[UUID, Membership] = {}
        self._people: dict[UUID, Person] = {}
        self._offers: dict[UUID, Offer] = {}

    async def organisation(self, org: UUID) -> Organisation | None:
        return self._organisations.get(org)

    async def read_ahead(
        self,
        *,
        people: Collection[UUID] = (),
        organisations: Collection[UUID] = (),
        memberships: Collection[UUID] = (),
        offers: Collection[UUID] = (),
    ) -> None:
        """All is in memory."""

    async def membership(self, membership_id: UUID) -> Membership | None:
        return self._memberships.get(membership_id)

    def keep_organisation(self, organisation: Organisation) -> None:
        self._organisations[organisation.id] = organisation

    def keep_membership(self, membership: Membership) -> None:
        self._memberships[membership.id] = membership

    async def person(self, person_id: UUID) -> Person | None:
        return self._people.get(person_id)

    async def offer(self, offer_id: UUID) -> Offer | None:
        return self._offers.get(offer_id)

    def keep_person(self, person: Person) -> None:
        self._people[person.id] = person

    def keep_offer(self, offer: Offer) -> None:
        self._offers[offer.id] = offer
