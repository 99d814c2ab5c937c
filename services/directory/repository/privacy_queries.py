"""Owns the reading of what people asked about their own data. Never read by a decision."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from pymongo import ASCENDING

from services.directory.domain.access_export import AccessExport
from services.directory.domain.consents import Consents
from services.directory.domain.errors.data_access import UnknownAccessExport
from services.directory.domain.errors.people import UnknownPerson
from services.directory.domain.person import PersonState
from services.directory.domain.wordings import Purpose
from services.directory.repository import documents as form
from services.directory.repository.consent_documents import to_consents
from services.directory.repository.data_access_documents import to_access_export
from shared.storage.mongo import Database, Document


class MongoPrivacyQueries:
    """Reads served by an index, each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def consents(self, person_id: UUID) -> Consents:
        """The consents of a person; none where they never chose.

        Raises:
            UnknownPerson: there is none, or they were erased.
        """
        known = {"_id": person_id, "state": {"$ne": PersonState.ERASED.value}}
        if await self._database[form.PEOPLE].find_one(known, {"_id": 1}) is None:
            raise UnknownPerson
        found = await self._database[form.CONSENTS].find_one({"_id": person_id})
        return to_consents(found) if found else Consents(id=person_id)

    async def access_export(self, person_id: UUID) -> AccessExport:
        """What a person was last answered who asked what is held of them.

        Raises:
            UnknownAccessExport: they did not ask, or too long ago.
        """
        found = await self._database[form.ACCESS_EXPORTS].find_one({"_id": person_id})
        if found is None:
            raise UnknownAccessExport
        return to_access_export(found)

    async def organisation_names(self, ids: Collection[UUID]) -> Mapping[str, str]:
        """The names of the organisations among these ids, by id."""
        found = self._database[form.ORGANISATIONS].find({"_id": {"$in": sorted(ids)}}, {"name": 1})
        return {str(document["_id"]): document["name"] async for document in found}

    async def consenting(self, purpose: Purpose, *, after: UUID | None, limit: int) -> Sequence[Consents]:
        """The consents of those who consent to something, from a position on."""
        wanted: Document = {"granted": purpose.value} | ({"_id": {"$gt": after}} if after else {})
        found = self._database[form.CONSENTS].find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_consents(document) async for document in found]
