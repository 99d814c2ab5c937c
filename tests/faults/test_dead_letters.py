"""A message that cannot be read or applied harms itself alone, is kept with its reason, can be sent back."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.local.cli import command_line
from shared.clock import utc_now
from shared.ids import new_id
from tests.eventually import eventually
from tests.running.broker import Broker, broker_at
from tests.running.callers import Json
from tests.running.club import Club
from tests.running.essaim import Essaim

QUEUES = {
    "registration": ("registration.keep_organisations", "registration.recheck_person"),
    "conventions": ("conventions.keep_memberships",),
    "notifications": ("notifications.send_confirmation", "notifications.keep_contacts"),
}
QUEUE_CASES = [(service, queue) for service, queues in QUEUES.items() for queue in queues]
RETRY = "retry.5s"


@pytest.fixture
async def broker(essaim: Essaim) -> AsyncIterator[Broker]:
    async with broker_at(essaim.addresses["rabbitmq"]) as broker:
        yield broker


def registered(org: str, *, name: str, sequence: int) -> bytes:
    """An event of an organisation, as directory would tell it: its first one, or a later one."""
    kind = "OrganisationRegistered" if sequence == 1 else "OrganisationUpdated"
    nothing_known = dict.fromkeys(
        ("siren", "insee_code", "departement", "region", "population", "parent_org")
    )
    event = {
        "specversion": "1.0",
        "id": str(new_id()),
        "source": "directory",
        "type": f"directory.{kind}.v1",
        "time": utc_now().isoformat(),
        "subject": f"organisation/{org}",
        "sequence": sequence,
        "correlationid": str(new_id()),
        "actor": "system",
        "datacontenttype": "application/json",
        "dataschema": f"urn:essaim:schema:directory.{kind}.v1",
        "data": {"org": org, "kind": "commune", "name": name, **nothing_known},
    }
    return json.dumps(event).encode()


def unreadable(event_id: str) -> dict[str, tuple[bytes, str]]:
    """What is wrong → the bytes, and how the reason begins."""
    good: dict[str, Any] = json.loads(registered(str(new_id()), name="x", sequence=1)) | {"id": event_id}
    return {
        "not JSON": (b"\xff\x00 " + event_id.encode(), "not JSON"),
        "no object": (json.dumps([event_id]).encode(), "not a JSON object"),
        "unknown type": (
            json.dumps(good | {"type": "directory.Surprise.v1"}).encode(),
            "unexpected type: 'directory.Surprise.v1'",
        ),
    }


async def letters(club: Club, service: str, queue: str) -> list[Json]:
    caller = {"registration": club.registration, "conventions": club.conventions}.get(
        service, club.notifications
    )
    return await caller.all("/dead-letters", queue=queue)


@pytest.mark.parametrize(("service", "queue"), QUEUE_CASES, ids=[queue for _, queue in QUEUE_CASES])
@pytest.mark.parametrize("wrong", ["not JSON", "no object", "unknown type"])
async def test_an_unreadable_message_is_kept_with_its_reason(
    club: Club, broker: Broker, service: str, queue: str, wrong: str
) -> None:
    known = {letter["id"] for letter in await letters(club, service, queue)}
    body, reason = unreadable(str(new_id()))[wrong]
    await broker.put(queue, body)
    new: list[Json] = []

    async def kept() -> bool:
        new[:] = [letter for letter in await letters(club, service, queue) if letter["id"] not in known]
        return bool(new)

    await eventually(kept, what="the dead letter")
    [letter] = new
    assert letter["queue"] == queue
    assert letter["reason"].startswith(reason)
    assert datetime.fromisoformat(letter["at"]) <= utc_now()


async def test_the_consumer_goes_on_after_unreadable_messages(club: Club, broker: Broker) -> None:
    for body, _ in unreadable(str(new_id())).values():
        await broker.put("conventions.keep_organisations", body)
    org = await club.organisation()
    await _wait_for_name(club, org, (await club.directory.got(f"/organisations/{org}"))["name"])


async def test_a_letter_sent_back_goes_through_its_queue_again(club: Club, broker: Broker) -> None:
    queue, event_id = "conventions.keep_organisations", str(new_id())
    body, reason = unreadable(event_id)["unknown type"]
    await broker.put(queue, body)
    first = await _letter(club, queue, event_id, later_than=None)
    assert first["reason"].startswith(reason)
    assert first["type"] == "directory.Surprise.v1"
    assert await club.conventions.made("/dead-letters/replay", {"id": first["id"]}) == {
        "chosen": 1,
        "replayed": 1,
    }
    again = await _letter(club, queue, event_id, later_than=first["at"])
    assert again["id"] == first["id"], "the same event, hence the same letter"


async def test_letters_are_seen_and_sent_back_from_the_command_line(
    essaim: Essaim, club: Club, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, event_id = "conventions.keep_organisations", str(new_id())
    await broker.put(queue, unreadable(event_id)["unknown type"][0])
    letter = await _letter(club, queue, event_id, later_than=None)
    for name, value in essaim.settings:
        if value is not None:
            monkeypatch.setenv(f"ESSAIM_{name.upper()}", str(value))
    [group] = [
        group
        for group in _printed("groups")
        if (group["queue"], group["error"]) == (queue, "unexpected type")
    ]
    assert group["count"] >= 1
    assert letter in _printed("list", "--queue", queue, "--reason", "unexpected type")
    assert _printed("list", "--queue", queue, "--reason", "what nobody says") == []
    assert _printed("replay", "--id", letter["id"]) == {"replayed": 1}
    await _letter(club, queue, event_id, later_than=letter["at"])
    assert _printed("replay", "--queue", queue)["replayed"] >= 1


def _printed(*words: str) -> Any:
    """What `./essaim dead-letters` prints."""
    ended = CliRunner().invoke(command_line(), ["dead-letters", *words, "--json"])
    assert ended.exit_code == 0, ended.output
    return json.loads(ended.stdout)


async def test_letters_are_for_staff_alone(club: Club) -> None:
    nobody = club.caller("conventions")
    assert (await nobody.send("GET", "/dead-letters")).status_code == 403
    assert (await nobody.post("/dead-letters/replay", {})).status_code == 403


async def test_an_event_that_comes_too_early_waits_while_others_go_on(club: Club, broker: Broker) -> None:
    org = str(new_id())
    await broker.put("conventions.keep_organisations", registered(org, name="Renommée", sequence=2))

    async def parked() -> bool:
        return await broker.waiting(RETRY) > 0

    await eventually(parked, what=f"the event waits in {RETRY}")
    neighbour = await club.organisation()
    await _wait_for_name(club, neighbour, (await club.directory.got(f"/organisations/{neighbour}"))["name"])
    assert (await club.conventions.send("GET", f"/organisations/{org}")).status_code == 404

    await broker.put("conventions.keep_organisations", registered(org, name="D’abord", sequence=1))
    await _wait_for_name(club, org, "Renommée")
    assert org not in json.dumps(await letters(club, "conventions", "conventions.keep_organisations"))


async def _wait_for_name(club: Club, org: str, name: str) -> None:
    async def named() -> bool:
        answer = await club.conventions.send("GET", f"/organisations/{org}")
        return answer.is_success and answer.json()["name"] == name

    await eventually(named, what=f"conventions knows {org} as {name}")


async def _letter(club: Club, queue: str, event_id: str, *, later_than: str | None) -> Json:
    found: list[Json] = []

    async def kept() -> bool:
        found[:] = [
            letter
            for letter in await letters(club, "conventions", queue)
            if letter["event_id"] == event_id and (later_than is None or letter["at"] > later_than)
        ]
        return bool(found)

    await eventually(kept, what="the dead letter")
    return found[0]
