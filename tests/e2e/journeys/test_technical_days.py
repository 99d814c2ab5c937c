"""Journées techniques over two days: technicians alone, workshops to choose, and a certificate."""

from datetime import timedelta
from typing import Any

from shared.ids import new_id
from tests.e2e.journeys.test_eligibility import KINDS, asking, somebody, wanted
from tests.e2e.journeys.test_political_morning import mail_to
from tests.eventually import eventually
from tests.pdf_text import text_of
from tests.running.callers import Json
from tests.running.club import YEAR, Club, hours
from tests.running.moved_clock import MovedClock

KIND = "technical_days"
DAYS = {"starts_local": f"{YEAR + 1}-06-03T09:30:00", "ends_local": f"{YEAR + 1}-06-04T16:00:00"}


def workshop(title: str, day: int, hours: str, *, capacity: int = 10) -> Json:
    begins, ends = hours.split("-")
    date = f"{YEAR + 1}-06-{day:02}"
    times = {"starts_local": f"{date}T{begins}:00", "ends_local": f"{date}T{ends}:00"}
    return {"title": title, "capacity": capacity, **times}


WORKSHOPS = [
    workshop("Restes", 3, "10:00-12:00", capacity=1),
    workshop("Équipes", 3, "11:00-12:30"),
    workshop("Légumerie", 4, "10:00-12:00"),
]


async def days_of(club: Club, **programme: Any) -> tuple[Json, list[str]]:
    meeting = await club.club_event(kind=KIND, **KINDS[KIND] | DAYS | {"sessions": WORKSHOPS} | programme)
    return meeting, [session["id"] for session in meeting["sessions"]]


async def test_elected_people_are_refused_and_workshops_at_one_time_too(club: Club) -> None:
    technician, mayor = await somebody(club, "technical member"), await somebody(club, "elected member")
    meeting, (leftovers, teams, vegetables) = await days_of(club)
    path = f"/club-events/{meeting['id']}/registrations"
    refused = await asking(club, mayor).post(path, wanted(KIND, mayor))
    assert (refused.status_code, refused.json()["reason"]) == (409, "never_elected")
    assert "réservées uniquement aux technicien·nes" in refused.json()["detail"]
    asked = wanted(KIND, technician)
    both = await asking(club, technician).post(path, asked | {"sessions": [leftovers, teams]})
    assert (both.status_code, both.json()["code"]) == (409, "sessions_overlap")
    unknown = await asking(club, technician).post(path, asked | {"sessions": [str(new_id())]})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_session")
    kept = await asking(club, technician).made(path, asked | {"sessions": [vegetables, teams]})
    assert (kept["state"], kept["sessions"]) == ("confirmed", [teams, vegetables])
    confirmed = await mail_to(club, technician, meeting, beginning="Inscription confirmée")
    assert "- Légumerie, " in confirmed.text
    assert "Restes" not in confirmed.text


async def test_who_waits_for_a_full_workshop_is_passed_over_and_offered_it_once_it_is_free(
    club: Club,
) -> None:
    people = [await somebody(club, "technical member") for _ in range(3)]
    meeting, (leftovers, teams, _) = await days_of(club)
    path = f"/club-events/{meeting['id']}/registrations"
    chosen = (leftovers, leftovers, teams)
    seats = [
        await asking(club, person).made_once_heard(path, wanted(KIND, person) | {"sessions": [session]})
        for person, session in zip(people, chosen, strict=True)
    ]
    assert [seat["state"] for seat in seats] == ["confirmed", "waitlisted", "confirmed"]
    await asking(club, people[0]).made(f"{path}/{seats[0]['id']}/cancel")
    waited = await asking(club, people[1]).made(f"{path}/{seats[1]['id']}/offer", {"answer": "accept"})
    assert waited["state"] == "confirmed"
    body = {name: meeting[name] for name in ("kind", "title", "audience")} | KINDS[KIND] | DAYS
    del body["capacity"]
    gone = await club.registration.send("PUT", f"/club-events/{meeting['id']}", json=body)
    assert (gone.status_code, gone.json()["errors"][0]["field"]) == (422, "sessions")


async def test_who_came_to_a_workshop_has_a_certificate_that_names_it(club: Club, clock: MovedClock) -> None:
    technician = await somebody(club, "technical member")
    begins, lasting = clock.soon(), timedelta(seconds=2)
    when = hours(begins, lasting)
    meeting, [session] = await days_of(club, **when, sessions=[{"title": "Restes", "capacity": 5, **when}])
    path = f"/club-events/{meeting['id']}"
    asked = wanted(KIND, technician) | {"sessions": [session]}
    seat = await asking(club, technician).made_once_heard(f"{path}/registrations", asked)
    code = (await asking(club, technician).got(f"/registrations/{seat['id']}/seat-code"))["code"]
    scan = {
        "scan_id": str(new_id()),
        "code": code,
        "session_id": session,
        "scanned_at": clock.now().isoformat(),
    }
    sent = await club.registration.made(f"{path}/scans", {"scans": [scan]})
    assert [one["accepted"] for one in sent["items"]] == [True]
    clock.reach(begins + lasting)

    async def held() -> bool:
        return bool((await club.registration.got(path))["state"] == "held")

    await eventually(held, seconds=60, what="the days are over")
    await club.registration.made(f"{path}/attendance/close")

    async def attended() -> bool:
        now = await club.registration.got(f"/registrations/{seat['id']}")
        return bool(now["state"] == "attended")

    await eventually(attended, what="attendance is settled")
    certificate = await asking(club, technician).send("GET", f"/registrations/{seat['id']}/certificate")
    words = text_of(certificate.content)
    assert technician.name in words
    assert "Restes" in words

    again = await club.registration.made(f"{path}/duplicate", DAYS | {"title": "Un an après"})
    assert (again["state"], again["title"], again["kind"]) == ("draft", "Un an après", KIND)
    assert [one["title"] for one in again["sessions"]] == ["Restes"]
    assert again["sessions"][0]["id"] != session
