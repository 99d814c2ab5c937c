"""Owns the reading of lists for people. Never read by a decision."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo import ASCENDING

from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.errors import UnknownClubEvent, UnknownRegistration
from services.registration.domain.registrations import Registration, RegistrationState
from services.registration.repository.documents import (
    CLUB_EVENTS,
    REGISTRATIONS,
    to_club_event,
    to_registration,
)
from shared.storage.mongo import Database

PUBLIC_STATES = [state.value for state in ClubEventState if state is not ClubEventState.DRAFT]


class MongoRegistrationQueries:
    """Lists, one page at a time, each served by an index."""

    def __init__(self, database: Database) -> None:
        self._club_events = database[CLUB_EVENTS]
        self._registrations = database[REGISTRATIONS]

    async def programme(self, *, after: tuple[datetime, UUID] | None, limit: int) -> Sequence[ClubEvent]:
        """Public gatherings by date, from a position on."""
        wanted: dict[str, Any] = {"state": {"$in": PUBLIC_STATES}}
        if after is not None:
            starts_at, club_event_id = after
            later = {"starts_at": {"$gt": starts_at}}
            same = {"starts_at": starts_at, "_id": {"$gt": club_event_id}}
            wanted["$or"] = [later, same]
        order = [("starts_at", ASCENDING), ("_id", ASCENDING)]
        return [
            to_club_event(found) async for found in self._club_events.find(wanted, sort=order, limit=limit)
        ]

    async def drafts(self, *, after: UUID | None, limit: int) -> Sequence[ClubEvent]:
        """Gatherings in preparation, from a position on."""
        wanted: dict[str, Any] = {"state": ClubEventState.DRAFT.value}
        if after is not None:
            wanted["_id"] = {"$gt": after}
        order = [("_id", ASCENDING)]
        return [
            to_club_event(found) async for found in self._club_events.find(wanted, sort=order, limit=limit)
        ]

    async def club_event(self, club_event_id: UUID) -> ClubEvent:
        """One gathering.

        Raises:
            UnknownClubEvent: there is none.
        """
        found = await self._club_events.find_one({"_id": club_event_id})
        if found is None:
            raise UnknownClubEvent
        return to_club_event(found)

    async def due(self, at: datetime, *, limit: int) -> Sequence[UUID]:
        """Gatherings to which their own clock brings something by now."""
        return await self._ids({"due_at": {"$type": "date", "$lte": at}}, limit)

    async def giving_back(self, *, limit: int) -> Sequence[UUID]:
        """Gatherings given up whose registrations may still have to be cancelled."""
        return await self._ids({"giving_back": True}, limit)

    async def closing_attendance(self, *, limit: int) -> Sequence[UUID]:
        """Gatherings of which some people may still have to be told whether they came."""
        return await self._ids({"closing_attendance": True}, limit)

    async def offering(self, *, limit: int) -> Sequence[UUID]:
        """Gatherings of which some free seats may still have to be offered."""
        return await self._ids({"offering": True}, limit)

    async def shortening(self, *, limit: int) -> Sequence[UUID]:
        """Gatherings that begin earlier than they did, of which some offers may be held for too long."""
        return await self._ids({"shortening": True}, limit)

    async def is_confirmed(self, club_event_id: UUID, person_id: UUID) -> bool:
        """Whether this person has a seat at a gathering."""
        wanted = {"club_event_id": club_event_id, "person_id": person_id, "active": True}
        found = await self._registrations.find_one(wanted | {"state": RegistrationState.CONFIRMED.value})
        return found is not None

    async def registration(self, registration_id: UUID) -> Registration:
        """One registration.

        Raises:
            UnknownRegistration: there is none.
        """
        found = await self._registrations.find_one({"_id": registration_id})
        if found is None:
            raise UnknownRegistration
        return to_registration(found)

    async def offers_over(self, at: datetime, *, limit: int) -> Sequence[Registration]:
        """Registrations for which a seat is held, and whose time to answer is over."""
        over = {"state": RegistrationState.OFFERED.value, "offer_expires_at": {"$lte": at}}
        found = self._registrations.find(over, sort=[("offer_expires_at", ASCENDING)], limit=limit)
        return [to_registration(document) async for document in found]

    async def of_club_event(
        self, club_event_id: UUID, *, after: UUID | None, limit: int
    ) -> Sequence[Registration]:
        """The registrations of a gathering, in the order of their making."""
        return await self._page({"club_event_id": club_event_id}, after, limit)

    async def of_person(self, person_id: UUID, *, after: UUID | None, limit: int) -> Sequence[Registration]:
        """The registrations of a person, in the order of their making."""
        return await self._page({"person_id": person_id}, after, limit)

    async def _ids(self, wanted: Mapping[str, Any], limit: int) -> Sequence[UUID]:
        return [found["_id"] async for found in self._club_events.find(wanted, {"_id": 1}, limit=limit)]

    async def _page(self, wanted: dict[str, Any], after: UUID | None, limit: int) -> Sequence[Registration]:
        if after is not None:
            wanted = wanted | {"_id": {"$gt": after}}
        found = self._registrations.find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_registration(document) async for document in found]
