"""Owns the loading and saving of what people ask about their own data, within one unit of work."""

from collections.abc import Sequence
from uuid import UUID

from services.directory.domain.access_export import AccessExport
from services.directory.domain.consents import Consents
from services.directory.domain.erasure import Erasure
from services.directory.repository import documents as form
from services.directory.repository.consent_documents import from_consents, to_consents
from services.directory.repository.data_access_documents import from_access_export, to_access_export
from services.directory.repository.erasure_documents import from_erasure, to_erasure
from shared.events.envelope import Payload
from shared.storage.loading import Loading


class MongoPrivacy(Loading):
    """The part of the directory's store that is about the rights of people on their data."""

    async def erasure(self, person_id: UUID) -> Erasure | None:
        """The forgetting of a person, if it was asked for."""
        return await self._load(form.ERASURES, {"_id": person_id}, to_erasure)

    def save_erasure(self, erasure: Erasure, events: Sequence[Payload]) -> None:
        """Stage the forgetting of a person and its events."""
        self._save(form.ERASURES, erasure, from_erasure, events)

    async def access_export(self, person_id: UUID) -> AccessExport | None:
        """What a person was last answered who asked what is held of them, if they did."""
        return await self._load(form.ACCESS_EXPORTS, {"_id": person_id}, to_access_export)

    def save_access_export(self, export: AccessExport, events: Sequence[Payload]) -> None:
        """Stage what is answered to a person, and its events."""
        self._save(form.ACCESS_EXPORTS, export, from_access_export, events)

    async def consents(self, person_id: UUID) -> Consents:
        """The consents of a person; none where they never chose."""
        found = await self._load(form.CONSENTS, {"_id": person_id}, to_consents)
        return found or Consents(id=person_id)

    def save_consents(self, consents: Consents, events: Sequence[Payload]) -> None:
        """Stage the consents of a person and their events."""
        self._save(form.CONSENTS, consents, from_consents, events)
