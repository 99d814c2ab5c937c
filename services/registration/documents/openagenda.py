"""Owns the public programme as OpenAgenda describes events (version 2 of its format). Sends nothing there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.programme import ClubEventMode
from shared.events.pieces import Place

Json = dict[str, Any]

TITLE_MAX_CHARACTERS = 140
DESCRIPTION_MAX_CHARACTERS = 200
SCHEDULED, POSTPONED, FULL, CANCELLED = 1, 4, 5, 6
STATUSES: Mapping[ClubEventState, int] = {
    ClubEventState.POSTPONED: POSTPONED,
    ClubEventState.CANCELLED: CANCELLED,
}
MODES: Mapping[ClubEventMode, int] = {
    ClubEventMode.IN_PERSON: 1,
    ClubEventMode.ONLINE: 2,
    ClubEventMode.HYBRID: 3,
}


def agenda(club_events: Sequence[ClubEvent]) -> Json:
    """These public gatherings, each known by its id here: `extIds` is how OpenAgenda recognises it."""
    return {"events": [_event(club_event) for club_event in club_events]}


def _event(club_event: ClubEvent) -> Json:
    programme, when = club_event.programme, club_event.when
    described: Json = {
        "extIds": [{"key": "essaim", "value": str(club_event.id)}],
        "title": {"fr": _cut(programme.title, TITLE_MAX_CHARACTERS)},
        "description": {"fr": _cut(programme.audience, DESCRIPTION_MAX_CHARACTERS)},
        "longDescription": {"fr": programme.summary},
        "keywords": {"fr": list(programme.topic_names)},
        "timezone": when.timezone,
        "timings": [
            {
                "begin": _with_offset(when.starts_local, when.timezone),
                "end": _with_offset(when.ends_local, when.timezone),
            }
        ],
        "status": _status(club_event),
    }
    if programme.mode is not None:
        described["attendanceMode"] = MODES[programme.mode]
    if programme.place is not None:
        described["location"] = _location(programme.place, timezone=when.timezone)
    return described


def _status(club_event: ClubEvent) -> int:
    modes = club_event.seats.modes.values()
    full = bool(modes) and all(seats.free == 0 or seats.waiting > 0 for seats in modes)
    return STATUSES.get(club_event.state, FULL if full else SCHEDULED)


def _location(place: Place, *, timezone: str) -> Json:
    town = f"{place.postal_code} {place.city}".strip()
    return {
        "name": place.label,
        "address": ", ".join(part for part in (place.address, town) if part),
        "postalCode": place.postal_code,
        "city": place.city,
        "insee": place.insee_code,
        "countryCode": "FR",
        "timezone": timezone,
    }


def _with_offset(local: datetime, timezone: str) -> str:
    return local.replace(tzinfo=ZoneInfo(timezone)).isoformat(timespec="seconds")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
