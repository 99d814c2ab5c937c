"""Owns the calendar invitation (iCalendar, RFC 5545 and 5546) of a seat or a visit. Sends nothing.

The UID never changes for one thing and SEQUENCE only grows, so that a calendar keeps one entry and follows
what becomes of it. DTSTAMP is the instant of the fact: the same fact always gives the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from icalendar import Calendar, Event, Timezone, vCalAddress

from services.notifications.domain.copies import ClubEventCopy
from services.notifications.domain.notices import GatheringNotice
from services.notifications.domain.typography import one_line, typeset
from services.notifications.mail.wording import kind_in_words, place_in_words, sessions_in_words
from shared.documents.vtimezone import timezone_from
from shared.events.pieces import When

PRODUCT = "-//Essaim//Club des Territoires//FR"


class Method(StrEnum):
    """What the invitation asks of a calendar."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody named in an invitation."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What stands in a calendar."""

    uid: str
    """The same for one thing for ever: `<id>@essaim`."""
    sequence: int
    told_at: datetime
    when: When
    title: str
    description: str
    """One or several lines."""
    location: str


def entry_of_seat(notice: GatheringNotice, club_event: ClubEventCopy) -> Entry:
    """The entry of somebody who has a seat."""
    return Entry(
        uid=f"{notice.registration_id}@essaim",
        sequence=notice.sequence + club_event.revision,
        told_at=notice.at,
        when=club_event.when,
        title=club_event.title,
        description="\n".join(_described(notice, club_event)),
        location=place_in_words(club_event.place, mode=notice.mode or club_event.mode),
    )


def _described(notice: GatheringNotice, club_event: ClubEventCopy) -> Iterator[str]:
    yield f"{kind_in_words(club_event.kind)} du Club des Territoires"
    yield from sessions_in_words(notice.sessions, club_event.sessions)
    if notice.mode == "online" and club_event.online_link:
        yield f"Lien de connexion : {club_event.online_link}"


def invitation(entry: Entry, *, method: Method, organizer: Party, attendee: Party) -> bytes:
    """The invitation, or its cancellation, with the line ends that RFC 5545 wants."""
    zone = timezone_from(entry.when.timezone, year=entry.when.starts_local.year)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if zone is not None:
        calendar.add_component(zone)
    event = _event(entry, method)
    _add_times(event, entry.when, zone)
    event.add("organizer", _address(organizer))
    event.add("attendee", _accepted(_address(attendee)))
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, method: Method) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.told_at.astimezone(UTC))
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("summary", one_line(typeset(entry.title)))
    event.add("description", typeset("\n".join(one_line(line) for line in entry.description.split("\n"))))
    event.add("location", one_line(entry.location))
    return event


def _add_times(event: Event, when: When, zone: Timezone | None) -> None:
    if zone is None:
        event.add("dtstart", when.starts_utc.astimezone(UTC))
        event.add("dtend", when.ends_utc.astimezone(UTC))
        return
    for name, local in (("dtstart", when.starts_local), ("dtend", when.ends_local)):
        event.add(name, _naive(local), parameters={"TZID": when.timezone})


def _naive(local: datetime) -> datetime:
    return local.replace(tzinfo=None, microsecond=0)


_MISREAD = str.maketrans({"\\": " ", '"': "’", ";": ","})
"""A parameter knows no escape (RFC 5545, 3.2): some calendars read a backslash as one, show `^'` for a double
quote (RFC 6868), or cut a name at its semicolon."""


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    address.params["CN"] = one_line(party.name.translate(_MISREAD))
    return address


def _accepted(address: vCalAddress) -> vCalAddress:
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    # Who registered, or is sent, has answered already: the calendar has nothing to ask.
    address.params["PARTSTAT"] = "ACCEPTED"
    address.params["RSVP"] = "FALSE"
    return address
