"""Who comes to a gathering: codes at the door, scans taken offline, and what is told once it is held."""

from datetime import datetime, timedelta
from typing import Any

from shared.clock import utc_now
from shared.ids import new_id
from tests.eventually import eventually
from tests.pdf_text import text_of
from tests.running.callers import Json
from tests.running.club import PLACE, Club, Somebody
from tests.running.moved_clock import MovedClock

LATER = timedelta(hours=1)


async def gathering(club: Club, begins: datetime | None = None, **programme: Any) -> Json:
    """Its doors are open; it lasts for a second."""
    starts = (begins or utc_now() + LATER).replace(tzinfo=None)
    ends = starts + timedelta(seconds=1)
    when = {"starts_local": starts.isoformat(), "ends_local": ends.isoformat(), "timezone": "UTC"}
    kind = {"kind": "open_conference", "mode": "in_person", "place": PLACE}
    return await club.club_event(**{"capacity": {"in_person": 10}, **kind, **when, **programme})


async def code_of(club: Club, registration: Json) -> str:
    person = club.caller("registration", person_id=registration["person_id"])
    return str((await person.got(f"/registrations/{registration['id']}/seat-code"))["code"])


def scan(**what: Any) -> Json:
    return {"scan_id": str(new_id()), "scanned_at": utc_now().isoformat(), **what}


async def outcomes(club: Club, meeting: Json, *scans: Json) -> list[str | None]:
    """What became of scans that a device sends together: the word of the refusal, None for who is let in."""
    sent = await club.registration.made(f"/club-events/{meeting['id']}/scans", {"scans": scans})
    return [item["refusal"] for item in sent["items"]]


async def states(club: Club, meeting: Json) -> dict[str, str]:
    kept = await club.registration.all(f"/club-events/{meeting['id']}/registrations")
    return {one["person_id"]: one["state"] for one in kept}


async def seated(club: Club, meeting: Json, count: int) -> list[tuple[Somebody, Json]]:
    org = await club.organisation()
    people = [await club.person(org) for _ in range(count)]
    return [(person, await club.register(person, meeting, "in_person")) for person in people]


async def test_who_was_scanned_attended_and_who_was_not_is_absent(club: Club, clock: MovedClock) -> None:
    org = await club.organisation()
    people = [await club.person(org) for _ in range(3)]
    begins = clock.soon()
    meeting = await gathering(club, begins)
    came, late, absent = [await club.register(person, meeting, "in_person") for person in people]
    first = scan(code=await code_of(club, came))
    offline = scan(code=await code_of(club, late))
    assert await outcomes(club, meeting, first, first) == [None, None], "the same scan is one"
    again = scan(code=await code_of(club, came))
    assert await outcomes(club, meeting, again) == ["duplicate"]
    path = f"/club-events/{meeting['id']}"
    [refused_scan] = await club.registration.all(f"{path}/refused-scans")
    assert (refused_scan["scan_id"], refused_scan["refusal"]) == (again["scan_id"], "duplicate")
    assert refused_scan["received_at"]
    clock.reach(begins + timedelta(seconds=1))

    async def held() -> bool:
        return bool((await club.registration.got(path))["state"] == "held")

    await eventually(held, what="the gathering is held")
    await club.registration.made(f"{path}/attendance/close")

    async def settled() -> bool:
        return "confirmed" not in (await states(club, meeting)).values()

    await eventually(settled, what="attendance is settled")
    assert (await states(club, meeting))[late["person_id"]] == "absent"
    assert await outcomes(club, meeting, offline) == [None], "taken offline, sent late"
    assert await states(club, meeting) == {
        came["person_id"]: "attended",
        late["person_id"]: "attended",
        absent["person_id"]: "absent",
    }
    numbers = await club.registration.got(f"{path}/attendance")
    assert numbers["total"] == {"expected": 3, "came": 2}
    assert numbers["by_departement"] == {"30": {"expected": 3, "came": 2}}
    assert numbers["by_role"] == {"technical": {"expected": 3, "came": 2}}
    minutes = {"kind": "minutes", "title": "Compte rendu", "url": "https://example.org/cr.pdf"}
    documented = await club.registration.made(f"{path}/documents", {"documents": [minutes]})
    assert documented["state"] == "documented"
    person = club.caller("registration", person_id=came["person_id"])
    certificate = await person.send("GET", f"/registrations/{came['id']}/certificate")
    assert certificate.content.startswith(b"%PDF")
    refused = await club.registration.send("GET", f"/registrations/{absent['id']}/certificate")
    assert refused.json()["code"] == "not_attended"


async def test_a_device_is_told_of_each_scan_why_it_lets_nobody_in(club: Club) -> None:
    meeting, other = await gathering(club), await gathering(club)
    [(person, seat), (_, cancelled)] = await seated(club, meeting, 2)
    code, former = await code_of(club, seat), await code_of(club, cancelled)
    await club.registration.made(f"/club-events/{meeting['id']}/registrations/{cancelled['id']}/cancel")
    assert await outcomes(
        club,
        meeting,
        scan(code="CODE"),
        scan(code=code[:-1] + ("A" if code[-1] != "A" else "B")),
        scan(code=former),
        scan(code=code, scanned_at="2020-01-01T09:00:00Z"),
        scan(code=code, session_id=str(new_id())),
    ) == ["unknown_code", "unknown_code", "seat_cancelled", "outside_event", "unknown_session"]
    assert await outcomes(club, other, scan(code=code)) == ["other_event"]
    listed = await club.registration.all(f"/club-events/{meeting['id']}/guests", q=person.name[:6].upper())
    assert [guest["family_name"] for guest in listed] == [person.name]
    assert await outcomes(club, meeting, scan(registration_id=listed[0]["registration_id"])) == [None]


async def test_code_of_a_seat_that_passed_to_a_colleague_lets_the_colleague_in_alone(club: Club) -> None:
    meeting = await gathering(club)
    [(person, seat)] = await seated(club, meeting, 1)
    colleague, former = await club.person(person.org), await code_of(club, seat)
    path = f"/club-events/{meeting['id']}/registrations/{seat['id']}/transfer"
    transferred = await club.registration.made_once_heard(path, {"person_id": colleague.id})
    assert await outcomes(club, meeting, scan(code=former), scan(code=await code_of(club, transferred))) == [
        "unknown_code",
        None,
    ]


async def test_who_waits_is_listed_in_turn_page_by_page_and_as_a_file(club: Club) -> None:
    meeting = await gathering(club, capacity={"in_person": 1})
    (seated_person, _), *line = await seated(club, meeting, 4)
    path = f"/club-events/{meeting['id']}/waiting-list"
    listed = await club.registration.all(path, limit=2)
    assert [(one["position"], one["family_name"]) for one in listed] == [
        (position, person.name) for position, (person, _) in enumerate(line, start=1)
    ]
    file = (await club.registration.send("GET", f"{path}/export?format=csv")).text
    rows = [row.split(";")[:2] for row in file.splitlines()[1:]]
    assert rows == [[f'"{one["position"]}"', f'"{one["family_name"]}"'] for one in listed]
    assert seated_person.name not in file


async def test_registrations_leave_as_a_file_and_on_paper(club: Club) -> None:
    meeting = await gathering(club)
    [(first, _), (second, seat)] = await seated(club, meeting, 2)
    path = f"/club-events/{meeting['id']}"
    await club.registration.made(f"{path}/registrations/{seat['id']}/cancel")
    lines = (await club.registration.send("GET", f"{path}/registrations/export?format=csv")).text.split(
        "\r\n"
    )
    assert [
        (name, '"Annulée"' in line) for line in lines for name in (first.name, second.name) if name in line
    ] == [
        (first.name, False),
        (second.name, True),
    ]
    for rows, listed in (("guests", {first.name}), ("waiting-list", set()), ("attendance", set())):
        answer = await club.registration.send("GET", f"{path}/{rows}/export?format=csv")
        assert {name for name in (first.name, second.name) if name in answer.text} == listed
        book = await club.registration.send("GET", f"{path}/{rows}/export?format=xlsx")
        assert book.content.startswith(b"PK")
    assert '"Total"' in answer.text
    for paper in ("badges", "sign-in-sheet"):
        answer = await club.registration.send("GET", f"{path}/{paper}?limit=1")
        assert first.name in text_of(answer.content).replace("-\n", "-"), "on two lines, where it is long"
        assert answer.links["next"]["url"].startswith(f"{path}/{paper}?limit=1&cursor=")
        following = await club.registration.send("GET", answer.links["next"]["url"])
        assert following.content.startswith(b"%PDF")
        assert not following.links
