"""Owns the reading of what the figures of the club are counted from. Counts nothing."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.directory.domain.figures import Member
from services.directory.domain.kinds import OrganisationKind
from services.directory.repository.days import from_day
from services.directory.repository.documents import MEMBERSHIPS, ORGANISATIONS, TERRITORIES
from services.directory.repository.membership_documents import to_membership
from shared.storage.mongo import Database, Document


class MongoMembers:
    """The members of the club, whole: some thousands at most."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def members(self, on: date) -> Sequence[Member]:
        """The organisations whose membership gives rights on a day."""
        organisations = await self._organisations(await self._orgs(on))
        epci = await self._epci(organisations)
        return [
            Member(
                kind=OrganisationKind(organisation["kind"]),
                represented_communes=organisation["represented_communes"],
                siren=organisation["siren"],
                epci=epci.get(_commune(organisation)),
            )
            for organisation in organisations
        ]

    async def _orgs(self, on: date) -> list[UUID]:
        running = {"$or": [{"rights_end_on": None}, {"rights_end_on": {"$gte": from_day(on)}}]}
        found = self._database[MEMBERSHIPS].find({"from_year": {"$lte": on.year}, **running})
        memberships = [to_membership(document) async for document in found]
        return [membership.org for membership in memberships if membership.gives_rights(on)]

    async def _organisations(self, orgs: Sequence[UUID]) -> list[Document]:
        fields = ("kind", "insee_code", "represented_communes", "siren")
        found = self._database[ORGANISATIONS].find({"_id": {"$in": orgs}}, fields)
        return [document async for document in found]

    async def _epci(self, organisations: Sequence[Document]) -> dict[str, str]:
        communes = [_commune(organisation) for organisation in organisations]
        found = self._database[TERRITORIES].find({"_id": {"$in": communes}}, ("epci",))
        return {commune["_id"]: commune["epci"] async for commune in found}


def _commune(organisation: Document) -> str:
    return f"{OrganisationKind.COMMUNE}:{organisation['insee_code']}"
