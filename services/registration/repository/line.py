"""Owns the questions asked of the waiting list, which index `order_of_line` answers. Asks none itself."""

from uuid import UUID

from pymongo import ASCENDING

from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import Registration
from services.registration.domain.seat_offers import Vacancy
from shared.storage.mongo import Document

ORDER_OF_LINE = [("priority", ASCENDING), ("ticket", ASCENDING)]


def line(club_event_id: UUID, mode: AttendanceMode) -> Document:
    """Who waits for a seat in this mode."""
    return {"club_event_id": club_event_id, "mode": mode.value, "in_line": True}


def without(vacancy: Vacancy, passing: UUID | None) -> Document:
    """Not those who cannot have one of these seats, nor who lets them go by."""
    asked: Document = {}
    if vacancy.full_orgs:
        asked["org"] = {"$nin": sorted(vacancy.full_orgs)}
    if vacancy.full_sessions:
        asked["sessions"] = {"$nin": sorted(vacancy.full_sessions)}
    if passing is not None:
        asked["_id"] = {"$ne": passing}
    return asked


def same_line(one: Registration, other: Registration) -> bool:
    """Whether two registrations wait, if they do, in the same line."""
    return (one.club_event_id, one.mode) == (other.club_event_id, other.mode)


def before(registration: Registration) -> Document:
    """Who comes before this one."""
    priority = registration.priority.value
    return {
        "$or": [
            {"priority": {"$lt": priority}},
            {"priority": priority, "ticket": {"$lt": registration.ticket}},
        ]
    }
