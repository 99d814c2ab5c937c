"""The doctor on a real broker: one line when all is well, a sentence for each thing that is not."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from aio_pika.abc import AbstractIncomingMessage
from typer.testing import CliRunner

from deploy.doctor import broker, management
from deploy.doctor.findings import Examined, Wrong
from deploy.local.cli import command_line
from deploy.local.commands import doctor
from deploy.rabbitmq.queues import declare_all, names_of_read_queues
from shared.messaging.topology import UNROUTED
from tests.eventually import eventually
from tests.running.broker import broker_at
from tests.servers import RabbitmqAddress

QUEUE = "registration.keep_people"


async def _leave_it(_: AbstractIncomingMessage) -> None:
    """A consumer that does nothing."""


@pytest.fixture
async def standing(rabbitmq_url: str) -> AsyncIterator[str]:
    """A virtual host with all queues, each of them read, as if every worker ran."""
    await declare_all(rabbitmq_url)
    async with broker_at(rabbitmq_url) as hand, AsyncExitStack() as readers:
        for name in names_of_read_queues():
            queue = await hand.channel.get_queue(name)
            tag = await queue.consume(_leave_it)
            readers.push_async_callback(queue.cancel, tag)
        yield rabbitmq_url


async def test_queues_that_are_read_are_well(standing: str) -> None:
    examined = await asyncio.to_thread(broker.examine, standing, names_of_read_queues())
    assert examined.wrong == []
    assert {queue.name for queue in examined.queues} > {QUEUE, UNROUTED, "retry.5s"}


async def test_a_queue_that_nobody_reads_or_that_is_missing_is_named(rabbitmq_url: str) -> None:
    await declare_all(rabbitmq_url)
    async with broker_at(rabbitmq_url) as hand:
        await hand.put(QUEUE, b"{}")
        await hand.put(UNROUTED, b"{}")
        await (await hand.channel.get_queue("retry.30m")).delete(if_unused=False, if_empty=False)
        examined = await asyncio.to_thread(broker.examine, rabbitmq_url, [QUEUE])
        assert [(one.code, one.about) for one in examined.wrong] == [
            ("no_consumer", QUEUE),
            ("unrouted", UNROUTED),
            ("missing", "retry.30m"),
        ]
        assert "attendent\u00a0: 1." in examined.wrong[0].sentence
        assert await hand.waiting(QUEUE) == 1, "the look took nothing"


async def test_a_broker_that_is_away_is_named() -> None:
    examined = await asyncio.to_thread(broker.examine, "amqp://guest:guest@127.0.0.1:1/", [QUEUE])
    assert [one.code for one in examined.wrong] == ["no_answer"]


async def test_a_policy_in_force_that_would_lose_messages_is_named(
    standing: str, rabbitmq: RabbitmqAddress
) -> None:
    vhost = standing.rsplit("/", 1)[1]

    def wrong() -> set[tuple[str, str]]:
        found = management.examine(rabbitmq.management_url, vhost)
        return {(one.code, one.about) for one in found if one.code == "policy"}

    assert await asyncio.to_thread(wrong) == set()
    async with httpx.AsyncClient(base_url=rabbitmq.management_url) as client:
        policy = {"pattern": "keep_people$", "definition": {"overflow": "drop-head"}, "apply-to": "queues"}
        (await client.put(f"/api/policies/{vhost}/careless", json=policy)).raise_for_status()

    async def named() -> bool:  # queues hear of a policy after a while
        return ("policy", QUEUE) in await asyncio.to_thread(wrong)

    await eventually(named, what="the policy is named")
    found = await asyncio.to_thread(wrong)
    services = ("registration", "notifications", "conventions")
    assert all(about.partition(".")[0] in services for _, about in found)
    missing = management.examine("http://guest:guest@127.0.0.1:1", vhost)
    assert [one.code for one in await asyncio.to_thread(list, missing)] == ["no_management"]


def told(monkeypatch: pytest.MonkeyPatch, **said: Any) -> tuple[int, str, Any]:
    for name in ("services", "broker", "management"):
        monkeypatch.setattr(getattr(doctor, name), "examine", said[name])
    plain, machine = (CliRunner().invoke(command_line(), ["doctor", *words]) for words in ((), ("--json",)))
    assert plain.exit_code == machine.exit_code
    return plain.exit_code, plain.output, json.loads(machine.stdout)


def test_the_command_says_in_one_line_that_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Examined()
    code, printed, said = told(
        monkeypatch,
        services=lambda _: iter(()),
        broker=lambda *_: nothing,
        management=lambda *_: iter(()),
    )
    assert (code, said["healthy"], said["findings"]) == (0, True, [])
    assert printed.startswith("Tout va bien\u00a0: 4 services répondent")
    assert len(printed.splitlines()) == 1


def test_the_command_says_what_is_wrong_and_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Wrong("registration", "unsent", "outbox", "Le plus ancien fait attend.")
    code, printed, said = told(
        monkeypatch,
        services=lambda _: iter([wrong]),
        broker=lambda *_: Examined(),
        management=lambda *_: iter(()),
    )
    assert (code, said["healthy"]) == (1, False)
    assert said["findings"][0]["code"] == "unsent"
    assert "registration\u00a0: Le plus ancien fait attend." in printed
