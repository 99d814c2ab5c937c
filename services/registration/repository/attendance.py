"""Owns the reading of the people of one gathering, with their names. Never read by a decision.

A question costs as much as the gathering has registrations, whatever the history: index `of_club_event`; a
page of refused scans costs as much as the page: index `refused`.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo import ASCENDING

from services.registration.domain.attendance import ScanOutcome
from services.registration.domain.errors import UnknownRegistration
from services.registration.domain.guests import Guest, GuestList, Headcount, Waiting
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import Registration, RegistrationState
from services.registration.repository.copies import to_name
from services.registration.repository.documents import (
    ORGANISATIONS,
    PEOPLE,
    REGISTRATIONS,
    SCANS,
    to_registration,
    to_scan,
)
from shared.french import fold
from shared.storage.mongo import Database, Document

_WITH_PERSON: Sequence[Document] = (
    {"$lookup": {"from": PEOPLE, "localField": "person_id", "foreignField": "_id", "as": "person"}},
    {"$set": {"person": {"$first": "$person"}}},
    {"$set": {"sort_name": {"$ifNull": ["$person.sort_name", ""]}}},
)
_WITH_ORGANISATION: Sequence[Document] = (
    {"$lookup": {"from": ORGANISATIONS, "localField": "org", "foreignField": "_id", "as": "organisation"}},
    {"$set": {"organisation": {"$first": "$organisation"}}},
)


class MongoAttendanceQueries:
    """The people of a gathering, for the door, the lists and the papers."""

    def __init__(self, database: Database) -> None:
        self._registrations = database[REGISTRATIONS]
        self._scans = database[SCANS]

    async def registrations_among(self, ids: Collection[UUID]) -> Mapping[UUID, Registration]:
        """Those of these registrations that there are, at whatever gathering."""
        found = self._registrations.find({"_id": {"$in": list(ids)}})
        return {document["_id"]: to_registration(document) async for document in found}

    async def guests(
        self, club_event_id: UUID, asked: GuestList, *, after: tuple[str, UUID] | None, limit: int
    ) -> Sequence[Guest]:
        """People of a gathering by family name, from a position on."""
        wanted: Document = {
            "club_event_id": club_event_id,
            "state": {"$in": sorted(state.value for state in asked.states)},
        }
        if asked.session_id is not None:
            wanted["sessions"] = asked.session_id
        if asked.mode is not None:
            wanted["mode"] = asked.mode.value
        if asked.came is not None:
            wanted["came_at"] = {"$ne": None} if asked.came else None
        steps: list[Any] = [
            {"$match": wanted},
            *_WITH_PERSON,
            {"$match": _named(asked.q) | _later(after)},
            {"$sort": {"sort_name": 1, "_id": 1}},
            {"$limit": limit},
            *_WITH_ORGANISATION,
        ]
        return [_guest(document) async for document in self._registrations.aggregate(steps)]

    async def waiting(
        self, club_event_id: UUID, *, after: tuple[AttendanceMode, int, int] | None, limit: int
    ) -> Sequence[Waiting]:
        """Who waits for a seat, mode by mode and in their turn, from a position on."""
        in_turn = {"priority": 1, "ticket": 1}
        so_far = {"documents": ["unbounded", "current"]}
        position = {"position": {"$sum": 1, "window": so_far}}
        steps: list[Any] = [
            {"$match": {"club_event_id": club_event_id, "in_line": True}},
            {"$setWindowFields": {"partitionBy": "$mode", "sortBy": in_turn, "output": position}},
            {"$match": _behind(after)},
            {"$sort": {"mode": 1, **in_turn}},
            {"$limit": limit},
            *_WITH_PERSON,
            *_WITH_ORGANISATION,
        ]
        found = self._registrations.aggregate(steps)
        return [Waiting(_guest(document), document["position"]) async for document in found]

    async def guest(self, registration_id: UUID) -> Guest:
        """One person of a gathering.

        Raises:
            UnknownRegistration: there is none.
        """
        steps: list[Any] = [{"$match": {"_id": registration_id}}, *_WITH_PERSON, *_WITH_ORGANISATION]
        async for document in self._registrations.aggregate(steps):
            return _guest(document)
        raise UnknownRegistration

    async def refused_scans(
        self, club_event_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[ScanOutcome]:
        """The scans that let nobody in, in the order in which they were taken, from a position on."""
        wanted: Document = {"club_event_id": club_event_id, "refusal": {"$type": "string"}}
        if after is not None:
            scanned_at, scan_id = after
            same = {"scanned_at": scanned_at, "_id": {"$gt": scan_id}}
            wanted["$or"] = [{"scanned_at": {"$gt": scanned_at}}, same]
        order = [("scanned_at", ASCENDING), ("_id", ASCENDING)]
        return [to_scan(found) async for found in self._scans.find(wanted, sort=order, limit=limit)]

    async def headcounts(self, club_event_id: UUID) -> Sequence[Headcount]:
        """How many people of a gathering there are, by organisation, role and state."""
        came = {"$cond": [{"$ne": [{"$ifNull": ["$came_at", None]}, None]}, 1, 0]}
        steps: list[Any] = [
            {"$match": {"club_event_id": club_event_id}},
            {
                "$group": {
                    "_id": {"org": "$org", "role": "$role", "state": "$state"},
                    "people": {"$sum": 1},
                    "came": {"$sum": came},
                }
            },
            {"$set": {"org": "$_id.org"}},
            *_WITH_ORGANISATION,
        ]
        return [_headcount(document) async for document in self._registrations.aggregate(steps)]


def _named(q: str) -> Document:
    """Whose first or family name begins so."""
    return {"sort_name": {"$regex": f"(^| ){re.escape(fold(q))}"}} if fold(q) else {}


def _later(after: tuple[str, UUID] | None) -> Document:
    if after is None:
        return {}
    sort_name, registration_id = after
    same = {"sort_name": sort_name, "_id": {"$gt": registration_id}}
    return {"$or": [{"sort_name": {"$gt": sort_name}}, same]}


def _behind(after: tuple[AttendanceMode, int, int] | None) -> Document:
    if after is None:
        return {}
    mode, priority, ticket = after
    same_class = {"mode": mode.value, "priority": priority, "ticket": {"$gt": ticket}}
    next_classes = {"mode": mode.value, "priority": {"$gt": priority}}
    return {"$or": [{"mode": {"$gt": mode.value}}, next_classes, same_class]}


def _guest(document: Document) -> Guest:
    organisation = document.get("organisation") or {}
    return Guest(
        registration=to_registration(document),
        name=to_name(document.get("person")),
        sort_name=document["sort_name"],
        organisation=organisation.get("name", ""),
        departement=organisation.get("departement"),
    )


def _headcount(document: Document) -> Headcount:
    organisation = document.get("organisation") or {}
    return Headcount(
        org=document["org"],
        organisation=organisation.get("name", ""),
        departement=organisation.get("departement"),
        role=document["_id"]["role"],
        state=RegistrationState(document["_id"]["state"]),
        came=document["came"],
        people=document["people"],
    )
