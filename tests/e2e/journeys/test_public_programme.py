"""Everybody reads the programme without signing in, in each of its forms, and no more than is public."""

from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar

from tests.running.callers import Caller
from tests.running.club import YEAR, Club

FORMS = ("/public/programme", "/public/programme.ics", "/public/programme.jsonld")


def everybody(club: Club) -> Caller:
    return club.stranger("registration", None)


async def test_draft_is_public_once_announced(club: Club) -> None:
    gathering = {"kind": "online_workshop", "title": "Cantines sans plastique"}
    draft = await club.registration.made("/club-events", gathering)
    hidden = await everybody(club).send("GET", f"/public/programme/{draft['id']}")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "unknown_club_event")
    workshop = await club.club_event()
    shown = await everybody(club).got(f"/public/programme/{workshop['id']}")
    assert (shown["title"], shown["state"]) == (workshop["title"], "open")
    assert shown["seats"] == {"online": {"capacity": 2, "full": False}}


async def test_pages_follow_each_other_by_date(club: Club) -> None:
    made = [await club.club_event() for _ in range(3)]
    read = await everybody(club).all("/public/programme", since=f"{YEAR + 1}-03-18T00:00:00Z")
    ids = [item["id"] for item in read]
    assert len(ids) == len(set(ids))
    assert {one["id"] for one in made} <= set(ids)
    starts = [item["when"]["starts_utc"] for item in read if item["when"]]
    assert starts == sorted(starts)


@pytest.mark.parametrize("path", FORMS)
async def test_what_did_not_change_is_not_sent_again(club: Club, path: str) -> None:
    client = everybody(club).client
    first = await client.get(path)
    again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.parametrize(
    ("timezone", "day", "utc_hour"), [("Europe/Paris", (6, 3), 7), ("Indian/Reunion", (6, 3), 5)]
)
async def test_calendar_says_when_it_is_there(
    club: Club, timezone: str, day: tuple[int, int], utc_hour: int
) -> None:
    starts = datetime(YEAR, *day, 9, 30).replace(year=YEAR + 1)  # noqa: DTZ001 - local by definition
    workshop = await club.club_event(
        timezone=timezone, starts_local=starts.isoformat(), ends_local=starts.replace(hour=12).isoformat()
    )
    answer = await everybody(club).client.get("/public/programme.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events: list[Any] = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    [start] = [event.start for event in events if event["uid"] == f"{workshop['id']}@essaim"]
    assert start.astimezone(UTC) == datetime(YEAR + 1, *day, utc_hour, 30, tzinfo=UTC)
