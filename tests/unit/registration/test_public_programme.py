"""What everybody reads of the programme: the same gathering as JSON, calendar, linked data and agenda."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from icalendar import Calendar

from services.registration.api.public import create_router
from services.registration.documents.calendar_feed import calendar_feed
from services.registration.documents.openagenda import agenda
from services.registration.documents.schema_org import linked_data
from services.registration.domain.changes import postpone
from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands.programme import CancelClubEvent, PlanOpening, PostponeClubEvent
from services.registration.domain.programme import PlannedOpening, Programme
from services.registration.domain.schedule import appointment
from services.registration.domain.timetable import plan_opening
from services.registration.schemas.public import PublicClubEventOut
from shared.events.pieces import When
from tests.unit.registration.given import (
    CONFERENCE,
    NOW,
    ONLINE,
    STAFF,
    WORKSHOP,
    announced,
    applicant,
    open_desk,
)
from tests.unit.registration.given import register as register_at

LINK = "https://example.org/salle-privee"


def at_local(starts: str, ends: str, *, timezone: str = "Europe/Paris") -> When:
    return appointment(datetime.fromisoformat(starts), datetime.fromisoformat(ends), timezone=timezone)


def public(programme: Programme = WORKSHOP, *, when: When | None = None) -> ClubEvent:
    club_event = announced(replace(programme, when=when or programme.when))
    club_event.told_at = NOW
    club_event.online_link = LINK
    return club_event


def put_off(club_event: ClubEvent) -> ClubEvent:
    postpone(
        club_event,
        PostponeClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, reason="Salle inondée."),
    )
    return club_event


def events_in(calendar: bytes) -> list[Any]:  # the library's own types are unions of all that may be
    return list(Calendar.from_ical(calendar).walk("VEVENT"))


@pytest.mark.parametrize(
    ("day", "timezone", "instant"),
    [
        ("2027-03-27", "Europe/Paris", "2027-03-27T08:30"),
        ("2027-03-28", "Europe/Paris", "2027-03-28T07:30"),
        ("2027-10-31", "Europe/Paris", "2027-10-31T08:30"),
        ("2027-07-12", "Indian/Reunion", "2027-07-12T05:30"),
    ],
)
def test_feed_keeps_the_hour_of_the_wall_around_changes_of_the_clock(
    day: str, timezone: str, instant: str
) -> None:
    when = at_local(f"{day}T09:30", f"{day}T12:00", timezone=timezone)
    calendar = calendar_feed([public(when=when)])
    assert f"DTSTART;TZID={timezone}:{day.replace('-', '')}T093000".encode() in calendar
    [event] = events_in(calendar)
    assert event.start.astimezone(UTC) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_feed_has_each_zone_once_and_each_gathering_under_its_own_uid() -> None:
    reunion = at_local("2027-07-12T09:30", "2027-07-12T12:00", timezone="Indian/Reunion")
    gatherings = [public(), public(CONFERENCE), public(when=reunion)]
    calendar = calendar_feed(gatherings)
    assert calendar.count(b"BEGIN:VTIMEZONE") == 2
    assert [event["uid"] for event in events_in(calendar)] == [f"{each.id}@essaim" for each in gatherings]
    assert calendar == calendar_feed(gatherings)


def test_put_off_gathering_leaves_calendars_and_has_no_date() -> None:
    gathering = put_off(public())
    [event] = events_in(calendar_feed([gathering]))
    assert (event["status"], event["uid"]) == ("CANCELLED", f"{gathering.id}@essaim")
    assert PublicClubEventOut.of(gathering).when is None
    assert linked_data([gathering])["@graph"][0]["eventStatus"] == "https://schema.org/EventPostponed"
    assert agenda([gathering])["events"][0]["status"] == 4


def test_nothing_public_tells_the_private_link() -> None:
    gathering = public()
    forms = (
        PublicClubEventOut.of(gathering).model_dump_json(),
        calendar_feed([gathering]).decode(),
        str(linked_data([gathering])),
        str(agenda([gathering])),
    )
    assert not any(LINK in form for form in forms)


def test_title_of_several_lines_adds_no_property() -> None:
    title = "Légumerie\r\nATTENDEE:mailto:x@example.org"
    gathering = public(replace(WORKSHOP, title=title))
    [event] = events_in(calendar_feed([gathering]))
    assert "attendee" not in event
    assert event["summary"] == "Légumerie ATTENDEE:mailto:x@example.org"


def test_linked_data_and_agenda_say_local_times_with_their_offset() -> None:
    gathering = public(CONFERENCE)
    described = linked_data([gathering])["@graph"][0]
    assert described["startDate"] == "2027-03-18T09:30:00+01:00"
    assert described["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert described["location"]["name"] == "Salle Leprun"
    listed = agenda([gathering])["events"][0]
    assert listed["timings"] == [{"begin": "2027-03-18T09:30:00+01:00", "end": "2027-03-18T12:00:00+01:00"}]
    assert (listed["attendanceMode"], listed["timezone"]) == (3, "Europe/Paris")


def test_full_gathering_says_so_everywhere() -> None:
    desk = open_desk(places=1)
    register_at(desk, applicant("technical"))
    out = PublicClubEventOut.of(desk.club_event)
    assert all(seats.full for seats in out.seats.values())
    assert agenda([desk.club_event])["events"][0]["status"] == 5


def test_topics_are_written_in_french_for_whoever_reads_them() -> None:
    gathering = public(replace(WORKSHOP, topics=("equipes_cuisine", "approvisionnement")))
    words = ["Organisation des équipes en cuisine", "Approvisionnement bio et local, marchés publics"]
    [event] = events_in(calendar_feed([gathering]))
    assert event["categories"].cats == words
    assert linked_data([gathering])["@graph"][0]["keywords"] == words
    assert agenda([gathering])["events"][0]["keywords"] == {"fr": words}
    assert PublicClubEventOut.of(gathering).topics == gathering.programme.topics, "codes for programs"


def test_what_is_given_up_is_to_open_no_more() -> None:
    gathering = public()
    opening = PlannedOpening(opens_at=NOW + timedelta(days=1), capacity={ONLINE: 5})
    plan_opening(gathering, PlanOpening(actor=STAFF, at=NOW, club_event_id=gathering.id, opening=opening))
    assert PublicClubEventOut.of(gathering).opens_at is not None
    gathering.cancel(CancelClubEvent(actor=STAFF, at=NOW, club_event_id=gathering.id, reason="Grève"))
    assert PublicClubEventOut.of(gathering).opens_at is None


class Gatherings:
    """What is public, by date."""

    def __init__(self, *club_events: ClubEvent) -> None:
        self._by_date = sorted(club_events, key=self._position)

    async def programme(self, *, after: tuple[datetime, UUID], limit: int) -> list[ClubEvent]:
        return [one for one in self._by_date if self._position(one) > after][:limit]

    @staticmethod
    def _position(club_event: ClubEvent) -> tuple[datetime, UUID]:
        return club_event.when.starts_utc, club_event.id


def everybody(*club_events: ClubEvent, at: datetime = NOW) -> AsyncClient:
    """Who reads the programme at this instant."""
    app = FastAPI()
    queries: Any = Gatherings(*club_events)
    app.include_router(create_router(queries, lambda: at))
    return AsyncClient(transport=ASGITransport(app), base_url="https://example.org")


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
async def test_an_instant_outside_the_calendar_is_refused(since: str) -> None:
    refused = await everybody().get("/public/programme", params={"since": since})
    assert refused.status_code == 422
    asked = await everybody().get("/public/programme", params={"since": "2027-03-01T00:00:00+01:00"})
    assert asked.status_code == 200


async def test_what_lasts_for_two_days_is_in_the_programme_on_the_second() -> None:
    two_days = public(when=at_local("2027-03-18T09:30", "2027-03-19T16:00"))
    over = public(when=at_local("2027-03-18T09:30", "2027-03-18T12:00"))
    to_come = public(when=at_local("2027-03-20T09:30", "2027-03-20T12:00"))
    second_day = datetime(2027, 3, 19, 8, tzinfo=UTC)
    reader = everybody(two_days, over, to_come, at=second_day)
    read = (await reader.get("/public/programme")).json()
    assert [one["id"] for one in read["items"]] == [str(two_days.id), str(to_come.id)]
    since = (await reader.get("/public/programme", params={"since": "2027-03-01T00:00:00Z"})).json()
    assert len(since["items"]) == 3


async def test_the_day_of_the_programme_begins_at_midnight_for_the_club() -> None:
    late = public(when=at_local("2027-03-18T20:00", "2027-03-18T23:30"))
    after_midnight = datetime(2027, 3, 18, 23, 15, tzinfo=UTC)
    read = (await everybody(late, at=after_midnight).get("/public/programme")).json()
    assert read["items"] == []
