"""One story can be followed by its id, over HTTP, the broker and the mail, in events and in logs."""

import json
from collections.abc import Mapping
from typing import Any

from shared.ids import new_id
from shared.telemetry import CORRELATION_HEADER
from tests.eventually import eventually
from tests.running.club import Club
from tests.running.partner import listening


def lines(club: Club, process: str, story: str) -> list[Mapping[str, Any]]:
    """What a process has logged of a story."""
    log = club.essaim.settings.logs / f"{process}.log"
    entries = [json.loads(line) for line in log.read_text().splitlines() if story in line]
    return [entry for entry in entries if entry["correlation_id"] == story]


async def test_a_registration_is_followed_from_the_request_to_the_mail(club: Club) -> None:
    camille = await club.person(await club.member())
    await club.register(camille, await club.club_event())  # they are known
    workshop, story = await club.club_event(), f"story-{new_id()}"
    caller = club.caller("registration", person_id=camille.id)
    asked = {"org": camille.org, "mode": "online"}
    request = caller.request("POST", f"/club-events/{workshop['id']}/registrations", json=asked)
    request.headers[CORRELATION_HEADER] = story
    async with listening(club.essaim.addresses["rabbitmq"]) as partner:
        answer = await caller.client.send(request)
        assert answer.status_code == 201
        assert answer.headers[CORRELATION_HEADER] == story
        [event] = await partner.wait_for(answer.json()["id"], 1)
    assert event["correlationid"] == story
    await club.mailbox.wait_about(workshop, 1)

    async def mail_is_logged() -> bool:
        return any(line["event"] == "mail sent" for line in lines(club, "notifications", story))

    await eventually(mail_is_logged, what="the mail is in the log")
    [answered] = lines(club, "registration", story)
    assert answered["route"] == "/club-events/{club_event_id}/registrations"
    assert answered["status"] == 201
    applied = [line for line in lines(club, "notifications", story) if line["event"] == "event applied"]
    assert [(line["queue"], line["event_id"]) for line in applied] == [
        ("notifications.send_confirmation", event["id"])
    ]


async def test_who_names_no_story_is_told_which_one_it_is(club: Club) -> None:
    answer = await club.registration.send("GET", "/club-events")
    story = answer.headers[CORRELATION_HEADER]
    assert [line["route"] for line in lines(club, "registration", story)] == ["/club-events"]


async def test_the_secret_of_a_link_is_in_no_log(club: Club) -> None:
    secret = f"secret-{new_id()}"
    answer = await club.stranger("registration", None).send("GET", f"/seat-offers/{secret}/accept")
    assert answer.status_code == 404 or not answer.is_success
    logs = club.essaim.settings.logs.glob("*.log")
    assert not [log.name for log in logs if secret in log.read_text()]
