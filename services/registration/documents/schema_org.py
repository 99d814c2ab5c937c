"""Owns the public programme in the words of schema.org, as JSON-LD, for search engines. Decides nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.programme import ClubEventMode
from shared.events.pieces import Place

Json = dict[str, Any]

STATUSES: Mapping[ClubEventState, str] = {
    ClubEventState.POSTPONED: "EventPostponed",
    ClubEventState.CANCELLED: "EventCancelled",
}
MODES: Mapping[ClubEventMode, str] = {
    ClubEventMode.IN_PERSON: "OfflineEventAttendanceMode",
    ClubEventMode.ONLINE: "OnlineEventAttendanceMode",
    ClubEventMode.HYBRID: "MixedEventAttendanceMode",
}
ORGANIZER = {"@type": "Organization", "name": "Club des Territoires"}


def linked_data(club_events: Sequence[ClubEvent]) -> Json:
    """These public gatherings as one document."""
    return {"@context": "https://schema.org", "@graph": [_event(club_event) for club_event in club_events]}


def _event(club_event: ClubEvent) -> Json:
    programme, when = club_event.programme, club_event.when
    described: Json = {
        "@type": "Event",
        "@id": f"urn:uuid:{club_event.id}",
        "name": programme.title,
        "description": programme.summary or programme.audience,
        "inLanguage": "fr",
        "startDate": _with_offset(when.starts_local, when.timezone),
        "endDate": _with_offset(when.ends_local, when.timezone),
        "eventStatus": f"https://schema.org/{STATUSES.get(club_event.state, 'EventScheduled')}",
        "organizer": ORGANIZER,
        "audience": {"@type": "Audience", "audienceType": programme.audience},
        "keywords": list(programme.topic_names),
    }
    if programme.mode is not None:
        described["eventAttendanceMode"] = f"https://schema.org/{MODES[programme.mode]}"
    if programme.place is not None:
        described["location"] = _place(programme.place)
    capacity = sum(seats.capacity for seats in club_event.seats.modes.values())
    if capacity:
        described["maximumAttendeeCapacity"] = capacity
    return described


def _place(place: Place) -> Json:
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.address,
        "postalCode": place.postal_code,
        "addressLocality": place.city,
        "addressCountry": "FR",
    }
    return {
        "@type": "Place",
        "name": place.label,
        "address": {name: value for name, value in address.items() if value},
    }


def _with_offset(local: datetime, timezone: str) -> str:
    return local.replace(tzinfo=ZoneInfo(timezone)).isoformat(timespec="seconds")
