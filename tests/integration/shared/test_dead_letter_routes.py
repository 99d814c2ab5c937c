"""What the team does with dead letters over HTTP and on the command line: the same, with one effect."""

import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from deploy.local.cli import command_line
from deploy.local.commands import dead_letters as command
from shared.clock import utc_now
from shared.storage.dead_letters import DeadLetters
from shared.storage.mongo import Database
from tests.integration.shared.tallies import told
from tests.integration.shared.team import STAFF, asked_by_team

QUEUE = "registration.note_title"


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """The team before a service that has given up three messages."""
    for title, reason in (("a", "TooEarly: x"), ("b", "TooEarly: y"), ("c", "not JSON: z")):
        await DeadLetters(database, utc_now).keep(told(title).to_bytes(), queue=QUEUE, reason=reason)
    async with asked_by_team(database, utc_now) as client:
        yield client


async def listed(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get("/dead-letters")).json()["items"]
    return items


async def settled(client: httpx.AsyncClient, act: str, **said: Any) -> Any:
    return (await client.post(f"/dead-letters/{act}", json=said)).raise_for_status().json()


async def test_a_dry_run_counts_and_does_nothing(client: httpx.AsyncClient) -> None:
    assert await settled(client, "replay", reason="TooEarly", dry_run=True) == {"chosen": 2, "replayed": 0}
    asked = {"queue": QUEUE, "note": "essai", "dry_run": True}
    assert await settled(client, "discard", **asked) == {"chosen": 3, "discarded": 0}
    assert len(await listed(client)) == 3
    assert (await client.get("/dead-letters/acts")).json()["items"] == []


async def test_a_letter_is_shown_whole_with_what_was_done_to_it(client: httpx.AsyncClient) -> None:
    letter = (await listed(client))[2]
    await settled(client, "discard", id=letter["id"], note="connu")
    whole = (await client.get("/dead-letters/letter", params={"id": letter["id"]})).json()
    assert whole["state"] == "discarded"
    assert json.loads(whole["body"])["id"] == letter["event_id"]
    [act] = whole["acts"]
    assert (act["act"], act["by"], act["note"]) == ("discarded", str(STAFF), "connu")
    assert len(await listed(client)) == 2
    assert (await client.get("/dead-letters/acts")).json()["items"] == [act]


async def test_a_letter_that_does_not_exist_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.get("/dead-letters/letter", params={"id": "nowhere/1"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_letter")


@pytest.mark.parametrize("said", [{}, {"queue": QUEUE}, {"note": "sans choix"}, {"queue": QUEUE, "note": ""}])
async def test_nothing_is_discarded_without_a_choice_and_a_reason(
    client: httpx.AsyncClient, said: dict[str, str]
) -> None:
    assert (await client.post("/dead-letters/discard", json=said)).status_code == 422
    assert len(await listed(client)) == 3


async def test_pages_of_acts_go_on_where_they_ended(client: httpx.AsyncClient) -> None:
    assert await settled(client, "replay") == {"chosen": 3, "replayed": 3}
    first = (await client.get("/dead-letters/acts", params={"limit": 2})).json()
    rest = (
        await client.get("/dead-letters/acts", params={"limit": 2, "cursor": first["next_cursor"]})
    ).json()
    assert len({act["letter"] for act in [*first["items"], *rest["items"]]}) == 3


def typed(
    monkeypatch: pytest.MonkeyPatch, answer: Callable[..., Any], *words: str
) -> tuple[int, str, list[tuple[str, Any]]]:
    """What a command says, and what it asks which service."""
    asked: list[tuple[str, Any]] = []

    def ask(_: object, service: str, request: str, **said: Any) -> Any:
        asked.append((f"{service} {request}", said.get("json", said.get("params"))))
        return answer(len(asked))

    monkeypatch.setattr(command, "ask", ask)
    monkeypatch.setattr(time, "sleep", lambda _: asked.append(("pause", None)))
    ended = CliRunner().invoke(command_line(), ["dead-letters", *words])
    return ended.exit_code, ended.output, asked


def test_the_command_sends_back_so_many_in_a_second_and_not_what_has_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [10, 10, 4]
    code, output, asked = typed(
        monkeypatch,
        lambda number: {"replayed": answers[number // 2]},
        *("replay", "--queue", QUEUE, "--rate", "10"),
    )
    assert (code, "Renvoyés à leur traitement\u00a0: 24." in output) == (0, True)
    requests = [said for request, said in asked if request != "pause"]
    assert [request for request, _ in asked] == [
        "registration POST /dead-letters/replay",
        "pause",
        "registration POST /dead-letters/replay",
        "pause",
        "registration POST /dead-letters/replay",
    ]
    assert {said["limit"] for said in requests} == {10}
    assert len({said["before"] for said in requests}) == 1


def test_the_command_only_counts_in_a_dry_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for act, rest in (("replay", ()), ("discard", ("--note", "sans suite"))):
        code, output, asked = typed(
            monkeypatch, lambda _: {"chosen": 3}, act, "--queue", QUEUE, "--dry-run", *rest
        )
        assert (code, "concernés\u00a0: 3. Rien n’a été fait." in output) == (0, True)
        [(request, said)] = asked
        assert (request, said["dry_run"]) == (f"registration POST /dead-letters/{act}", True)


def test_the_command_discards_nothing_without_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, asked = typed(monkeypatch, lambda _: {"discarded": 1}, "discard", "--queue", QUEUE)
    assert (code, asked) == (2, [])
    code, output, asked = typed(
        monkeypatch, lambda _: {"discarded": 1}, "discard", "--queue", QUEUE, "--note", "sans suite"
    )
    assert (code, "Écartés\u00a0: 1." in output, asked[0][1]["note"]) == (0, True, "sans suite")


def test_the_command_shows_a_letter_and_who_did_what(monkeypatch: pytest.MonkeyPatch) -> None:
    act = {"at": "2027-03-12T09:30:00Z", "act": "discarded", "by": "person/1", "note": "[connu]"}
    act["letter"] = f"{QUEUE}/1"
    letter = {"id": act["letter"], "queue": QUEUE, "type": "t", "reason": "r", "at": act["at"]}
    whole = letter | {"state": "discarded", "body": '{"id": 1}', "acts": [act]}
    _, output, _ = typed(monkeypatch, lambda _: whole, "show", act["letter"])
    for said in (f"Traitement\u00a0: {QUEUE}", "État\u00a0: discarded", '{"id": 1}', "écarté", "[connu]"):
        assert said in output
    _, output, _ = typed(monkeypatch, lambda _: {"items": [act], "next_cursor": None}, "acts")
    assert "[connu]" in output
