"""Owns the copies of people, organisations and memberships that directory's events feed.

    people: {_id: UUID, sequence: 3, given_name: "Camille", family_name: "Durand",
        sort_name: "durand camille",
        roles: [{role: "elected", org: UUID, starts_on: "2026-03-28", ends_on: null}]}
    organisations: {_id: UUID, sequence: 1, kind: "commune", name: "Manduel",
        departement: "30", region: "76"}
    memberships: {_id: UUID, sequence: 2, org: UUID, from_year: 2026, last_day: null}

Days are text: they have no zone. `sort_name` is the folded name, as lists are sorted by it; what was copied
before names were has none. A membership that gives no right yet has no `from_year`.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from services.registration.domain.members import Attendee, HeldRole, Membership, Organisation
from services.registration.domain.names import PersonName
from services.registration.repository.documents import MEMBERSHIPS, ORGANISATIONS, PEOPLE
from shared.french import fold
from shared.storage.copies import Copies
from shared.storage.mongo import Document, Query, find_together
from shared.storage.unit_of_work import UnitOfWork


class MongoCopies:
    """The copies, within one unit of work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._people = Copies(work, PEOPLE)
        self._organisations = Copies(work, ORGANISATIONS)
        self._memberships = Copies(work, MEMBERSHIPS)

    def queries(self, people: Collection[UUID], organisations: Collection[UUID]) -> Sequence[Query]:
        """What reads many people and organisations at once."""
        return (
            self._people.query(people),
            self._organisations.query(organisations),
            self._memberships.query(organisations, by="org"),
        )

    async def read_ahead(
        self,
        *,
        people: Collection[UUID] = (),
        organisations: Collection[UUID] = (),
        memberships: Collection[UUID] = (),
    ) -> None:
        """Read together what a whole batch will need."""
        queries = (*self.queries(people, organisations), self._memberships.query(memberships))
        await find_together(self._work.database, queries)

    async def sequence(self, collection: str, subject_id: UUID) -> int:
        """How many events of this subject are known."""
        return await Copies(self._work, collection).sequence(subject_id)

    async def roles(self, person_id: UUID) -> tuple[HeldRole, ...]:
        """The roles known of a person."""
        document = await self._people.get(person_id)
        return tuple(_to_role(role) for role in document["roles"]) if document else ()

    async def attendee(self, person_id: UUID) -> Attendee | None:
        """What is known of a person."""
        known = await self._people.get(person_id)
        return Attendee(person_id, await self.roles(person_id)) if known else None

    async def organisation(self, org: UUID) -> Organisation | None:
        """What is known of an organisation, with its membership."""
        known = await self._organisations.get(org)
        if known is None:
            return None
        membership = await self._memberships.get(org, by="org")
        return to_organisation(known, membership)

    async def membership(self, membership_id: UUID) -> Membership | None:
        """The rights known under this membership."""
        return _to_rights(await self._memberships.get(membership_id))

    async def name(self, person_id: UUID) -> PersonName:
        """The name known of a person."""
        return to_name(await self._people.get(person_id))

    def keep_person(
        self, person_id: UUID, sequence: int, *, roles: Sequence[HeldRole], name: PersonName
    ) -> None:
        """Stage what is known of a person."""
        document = {
            "_id": person_id,
            "sequence": sequence,
            "given_name": name.given_name,
            "family_name": name.family_name,
            "sort_name": fold(name.in_lists),
            "roles": [_from_role(role) for role in roles],
        }
        self._people.keep(document)

    def keep_organisation(self, organisation: Organisation, sequence: int) -> None:
        """Stage what is known of an organisation, but for its membership."""
        document = {
            "_id": organisation.org,
            "sequence": sequence,
            "kind": organisation.kind,
            "name": organisation.name,
            "departement": organisation.departement,
            "region": organisation.region,
        }
        self._organisations.keep(document)

    def keep_membership(
        self, membership_id: UUID, sequence: int, *, org: UUID, rights: Membership | None
    ) -> None:
        """Stage what is known of a membership."""
        document: Document = {"_id": membership_id, "sequence": sequence, "org": org}
        if rights is not None:
            last_day = rights.last_day.isoformat() if rights.last_day else None
            document |= {"from_year": rights.from_year, "last_day": last_day}
        self._memberships.keep(document)


def to_organisation(document: Document, membership: Document | None) -> Organisation:
    """The organisation in a copy, with its membership."""
    return Organisation(
        document["_id"],
        document["kind"],
        document["departement"],
        document["region"],
        _to_rights(membership),
        document.get("name", ""),
    )


def to_name(document: Document | None) -> PersonName:
    """The name in the copy of a person."""
    known = document or {}
    return PersonName(known.get("given_name", ""), known.get("family_name", ""))


def _from_role(role: HeldRole) -> Document:
    return {
        "role": role.role,
        "org": role.org,
        "starts_on": role.starts_on.isoformat(),
        "ends_on": role.ends_on.isoformat() if role.ends_on else None,
    }


def _to_role(document: Document) -> HeldRole:
    ends_on = document["ends_on"]
    return HeldRole(
        document["role"],
        document["org"],
        date.fromisoformat(document["starts_on"]),
        date.fromisoformat(ends_on) if ends_on else None,
    )


def _to_rights(document: Document | None) -> Membership | None:
    if document is None or "from_year" not in document:
        return None
    last_day = document["last_day"]
    return Membership(document["from_year"], date.fromisoformat(last_day) if last_day else None)
