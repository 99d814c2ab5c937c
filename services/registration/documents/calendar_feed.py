"""Owns the public programme as a calendar that people subscribe to (iCalendar, RFC 5545).

A gathering keeps its UID whatever becomes of it. It shows no private link, and nobody's name.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone

from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.places import place_in_words
from shared.documents.vtimezone import timezone_from
from shared.events.pieces import When

PRODUCT = "-//Essaim//Club des Territoires//FR"
REFRESHED_EVERY = timedelta(hours=1)
NOT_TO_COME = frozenset({ClubEventState.CANCELLED, ClubEventState.POSTPONED})
"""A calendar knows no date to come later: what is put off leaves it, under the UID that comes back."""


def calendar_feed(club_events: Sequence[ClubEvent]) -> bytes:
    """The calendar of these public gatherings; the same gatherings always give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "Club des Territoires")
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    zones = _zones([club_event.when for club_event in club_events])
    for component in zones.values():
        if component is not None:
            calendar.add_component(component)
    for club_event in club_events:
        calendar.add_component(_event(club_event, zones[club_event.when.timezone]))
    written: bytes = calendar.to_ical()
    return written


def _zones(appointments: Sequence[When]) -> dict[str, Timezone | None]:
    """One component for each zone, good from its earliest appointment on."""
    first_years: dict[str, int] = {}
    for when in appointments:
        year = when.starts_local.year
        first_years[when.timezone] = min(year, first_years.get(when.timezone, year))
    return {timezone: timezone_from(timezone, year=year) for timezone, year in first_years.items()}


def _event(club_event: ClubEvent, zone: Timezone | None) -> Event:
    programme, when = club_event.programme, club_event.when
    event = Event()
    event.add("uid", f"{club_event.id}@essaim")
    event.add("sequence", club_event.sequence)
    if club_event.told_at is not None:
        event.add("dtstamp", club_event.told_at.astimezone(UTC))
    event.add("status", "CANCELLED" if club_event.state in NOT_TO_COME else "CONFIRMED")
    event.add("summary", _one_line(programme.title))
    said = (*programme.summary.splitlines(), *programme.audience.splitlines())
    event.add("description", "\n".join(said))
    event.add("location", _one_line(place_in_words(programme.place)))
    if programme.topics:
        event.add("categories", list(programme.topic_names))
    for name, local, instant in (
        ("dtstart", when.starts_local, when.starts_utc),
        ("dtend", when.ends_local, when.ends_utc),
    ):
        _add_time(event, name, local if zone else instant, timezone=when.timezone if zone else None)
    return event


def _add_time(event: Event, name: str, at: datetime, *, timezone: str | None) -> None:
    if timezone is None:
        event.add(name, at.astimezone(UTC))
    else:
        naive = at.replace(tzinfo=None, microsecond=0)
        event.add(name, naive, parameters={"TZID": timezone})


def _one_line(text: str) -> str:
    return " ".join(text.split())
