"""Specifies the calendar invitation: read back, it says what the gathering says, in every French zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from services.notifications.domain.copies import ClubEventCopy
from services.notifications.domain.notices import notice_of
from services.notifications.mail.invitation import Method, Party, entry_of_seat, invitation
from shared.dates import METROPOLE, ZONE_NAMES
from shared.documents.vtimezone import timezone_from
from shared.events.pieces import When
from tests.unit.notifications.given import CONFIRMED, POLITICAL_MORNING, REGISTRATION, at_local, event_of

CLUB, ZOE = Party("Club des Territoires", "club@example.org"), Party("Zoé Lefèvre", "zoe@example.org")


def written(club_event: ClubEventCopy = POLITICAL_MORNING, **with_: Any) -> bytes:
    notice = notice_of(event_of(CONFIRMED, sequence=with_.pop("sequence", 1)))
    options = {"method": Method.REQUEST, "organizer": CLUB, "attendee": ZOE, **with_}
    return invitation(entry_of_seat(notice, club_event), **options)


def event_in(calendar: bytes) -> Any:  # the library's own types are unions of all that a property may be
    (event,) = Calendar.from_ical(calendar).walk("VEVENT")
    return event


def on(when: When) -> ClubEventCopy:
    return replace(POLITICAL_MORNING, when=when)


def test_request_says_who_when_and_where() -> None:
    calendar = Calendar.from_ical(written(sequence=3))
    event = event_in(written(sequence=3))
    assert calendar["method"] == "REQUEST"
    assert (event["uid"], event["sequence"], event["status"]) == (f"{REGISTRATION}@essaim", 3, "CONFIRMED")
    assert event["summary"] == "Quelle légumerie pour demain\u202f?"
    assert event["location"] == "Salle Leprun, 3 rue du Four, 30129 Manduel"
    assert (event["organizer"], event["attendee"]) == ("mailto:club@example.org", "mailto:zoe@example.org")
    assert event["attendee"].params["cn"] == "Zoé Lefèvre"


def test_cancellation_has_the_uid_of_the_request() -> None:
    request, cancellation = event_in(written()), event_in(written(method=Method.CANCEL, sequence=2))
    assert cancellation["uid"] == request["uid"]
    assert cancellation["sequence"] > request["sequence"]
    assert cancellation["status"] == "CANCELLED"


def test_same_fact_gives_the_same_bytes() -> None:
    assert written() == written()


def test_lines_end_and_fold_as_the_rfc_wants() -> None:
    lines = written(replace(POLITICAL_MORNING, title="é" * 300)).split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_seat_online_has_no_hall() -> None:
    notice = replace(notice_of(event_of(CONFIRMED)), mode="online")
    entry = entry_of_seat(notice, POLITICAL_MORNING)
    calendar = invitation(entry, method=Method.REQUEST, organizer=CLUB, attendee=ZOE)
    assert event_in(calendar)["location"] == "En visio"


@pytest.mark.parametrize(
    ("starts", "instant"),
    [
        ("2027-03-27T09:30", "2027-03-27T08:30"),
        ("2027-03-28T09:30", "2027-03-28T07:30"),
        ("2027-10-30T09:30", "2027-10-30T07:30"),
        ("2027-10-31T09:30", "2027-10-31T08:30"),
    ],
)
def test_hour_on_the_clock_holds_around_the_last_sundays_of_march_and_october(
    starts: str, instant: str
) -> None:
    calendar = written(on(at_local(starts, f"{starts[:11]}12:00")))
    assert f"DTSTART;TZID=Europe/Paris:{starts.replace('-', '').replace(':', '')}00".encode() in calendar
    assert event_in(calendar).start.astimezone(UTC) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_paris_has_two_times_a_year_each_in_one_rule() -> None:
    calendar = written().decode()
    assert calendar.count("RRULE") == 2
    assert "DTSTART:20260329T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in calendar
    assert "DTSTART:20261025T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in calendar


def test_la_reunion_never_changes_its_clocks() -> None:
    calendar = written(on(at_local("2027-07-12T09:30", "2027-07-12T12:00", timezone="Indian/Reunion")))
    assert b"BEGIN:DAYLIGHT" not in calendar
    assert b"RRULE" not in calendar
    assert b"TZOFFSETTO:+0400" in calendar
    assert event_in(calendar).start.astimezone(UTC) == datetime(2027, 7, 12, 5, 30, tzinfo=UTC)


@given(
    timezone=st.sampled_from(
        [METROPOLE, *ZONE_NAMES, "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kolkata"]
    ),
    hours=st.integers(0, 2 * 365 * 24),
)
def test_zone_component_says_what_the_zone_database_says(timezone: str, hours: int) -> None:
    component = timezone_from(timezone, year=2027)
    assert component is not None
    local = datetime(2027, 1, 1) + timedelta(hours=hours, minutes=15)  # noqa: DTZ001 - a clock on the wall
    expected = local.replace(tzinfo=ZoneInfo(timezone))
    if expected.astimezone(UTC).astimezone(ZoneInfo(timezone)).replace(tzinfo=None) != local:
        return  # an hour that the clock skips
    assert component.to_tz(lookup_tzid=False).utcoffset(local) == expected.utcoffset()


def test_a_name_holds_nothing_that_calendars_read_in_different_ways() -> None:
    odd = replace(ZOE, name='Zoé "la cheffe" Lefèvre; cuisine\\Gard')
    attendee = event_in(written(attendee=odd))["ATTENDEE"]
    assert attendee.params["CN"] == "Zoé ’la cheffe’ Lefèvre, cuisine Gard"


def test_zone_whose_rules_fit_no_line_is_written_in_utc() -> None:
    calendar = written(on(at_local("2027-07-12T09:30", "2027-07-12T12:00", timezone="America/Nuuk")))
    assert b"VTIMEZONE" not in calendar
    assert b"DTSTART:20270712T103000Z" in calendar


@given(text=st.text())
def test_text_from_outside_adds_no_property(text: str) -> None:
    calendar = written(replace(POLITICAL_MORNING, title=text), attendee=Party(text, "zoe@example.org"))
    event = event_in(calendar)
    assert set(event) == set(event_in(written()))
    assert set(event["attendee"].params) == set(event_in(written())["attendee"].params)
