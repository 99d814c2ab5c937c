"""Owns the finding of seats that are held for people until they answer, within one unit of work."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from services.registration.domain.registrations import Registration, RegistrationState
from services.registration.repository.documents import REGISTRATIONS
from shared.storage.mongo import Document
from shared.storage.unit_of_work import UnitOfWork


class MongoHeldOffers:
    """The offers' store; `registration` gives the instance that the batch has of a document."""

    def __init__(self, work: UnitOfWork, registration: Callable[[Document], Registration]) -> None:
        self._work = work
        self._registration = registration

    async def beyond(self, club_event_id: UUID, latest: datetime, *, limit: int) -> Sequence[Registration]:
        """Some of a gathering that are held for longer than this: fewer than `limit` are the last."""
        held = {"club_event_id": club_event_id, "state": RegistrationState.OFFERED.value}
        longer = held | {"offer_expires_at": {"$gt": latest}}
        documents = self._work.database[REGISTRATIONS].find(longer, limit=limit)
        return [self._registration(document) async for document in documents]
