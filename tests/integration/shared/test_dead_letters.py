"""Dead letters are kept once, listed by handler and error, and sent back: one, a group, or all."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from shared.clock import utc_now
from shared.commands import SYSTEM
from shared.messaging.topology import UNROUTED
from shared.storage import dead_letters
from shared.storage.dead_letters import DeadLetters
from shared.storage.mongo import Database, Document
from tests.eventually import eventually
from tests.integration.shared.conftest import Working
from tests.integration.shared.tallies import told
from tests.running.broker import Broker, broker_at

ONE, OTHER = "registration.note_title", "registration.keep_people"
DAY = datetime(2024, 3, 12, 9, 30, tzinfo=UTC)


@pytest.fixture
async def broker(rabbitmq_url: str) -> AsyncIterator[Broker]:
    async with broker_at(rabbitmq_url) as broker:
        yield broker


@pytest.fixture
async def kept(database: Database) -> DeadLetters:
    """Six letters: of two handlers, given up for two kinds of error, an hour after each other."""
    for hour, (queue, reason) in enumerate(
        [
            (ONE, "not JSON: at 1"),
            (ONE, "not JSON: at 7"),
            (ONE, "TooEarly: event 3 came while 2 is missing"),
            (OTHER, "TooEarly: event 2 came while 1 is missing"),
            (OTHER, "TooEarly: event 9 came while 1 is missing"),
            (OTHER, "not a JSON object"),
        ]
    ):
        then = DAY + hour * timedelta(hours=1)
        await DeadLetters(database, partial(_same, then)).keep(
            told(str(hour)).to_bytes(), queue=queue, reason=reason
        )
    return DeadLetters(database, utc_now)


def _same(at: datetime) -> datetime:
    return at


async def left(letters: DeadLetters) -> list[str]:
    return [letter["reason"] for letter in await letters.page()]


async def test_the_same_letter_again_is_the_same(database: Database) -> None:
    letters, body = DeadLetters(database, utc_now), told("x").to_bytes()
    for reason in ("first", "second"):
        await letters.keep(body, queue=ONE, reason=reason)
    assert await left(letters) == ["second"]


async def test_what_cannot_be_read_is_told_apart_by_its_bytes(database: Database) -> None:
    letters = DeadLetters(database, utc_now)
    for body in (b"{", b"}", b"{"):
        await letters.keep(body, queue=ONE, reason="not JSON: x")
    assert len(await letters.page()) == 2


async def test_letters_are_counted_by_handler_and_kind_of_error(kept: DeadLetters) -> None:
    def group(queue: str, error: str, *hours: int) -> object:
        times = [DAY + hour * timedelta(hours=1) for hour in hours]
        return {
            "queue": queue,
            "error": error,
            "count": len(hours),
            "first_at": min(times),
            "last_at": max(times),
        }

    assert await kept.groups() == [
        group(OTHER, "TooEarly", 3, 4),
        group(OTHER, "not a JSON object", 5),
        group(ONE, "TooEarly", 2),
        group(ONE, "not JSON", 0, 1),
    ]


async def test_one_group_is_sent_back_and_the_others_stay(kept: DeadLetters, database: Database) -> None:
    assert await kept.replay(SYSTEM, queue=ONE, reason="not JSON") == 2
    assert len(await left(kept)) == 4
    rows = [row async for row in database["outbox"].find()]
    assert {(row["exchange"], row["routing_key"]) for row in rows} == {("replay", ONE)}
    assert {json.loads(row["body"])["data"]["title"] for row in rows} == {"0", "1"}


async def test_one_letter_is_sent_back_once(kept: DeadLetters) -> None:
    [letter, *_] = await kept.page(queue=ONE)
    assert await kept.replay(SYSTEM, letter_id=letter["_id"]) == 1
    assert await kept.replay(SYSTEM, letter_id=letter["_id"]) == 0


async def test_all_are_sent_back_once_although_two_ask_at_once(
    kept: DeadLetters, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "REPLAY_BATCH", 2)
    replayed = await asyncio.gather(*(kept.replay(SYSTEM) for _ in range(4)))
    assert sum(replayed) == 6
    assert await left(kept) == []
    assert await database["outbox"].count_documents({}) == 6


async def test_what_comes_back_at_once_does_not_go_round_for_ever(
    kept: DeadLetters, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "REPLAY_BATCH", 2)
    send_back = DeadLetters._send_back

    async def send_and_give_up(self: DeadLetters, letters: list[Document], *rest: object) -> int:
        sent = await send_back(self, letters, *rest)  # type: ignore[arg-type]
        for letter in letters:
            await DeadLetters(database, utc_now).keep(letter["body"], queue=letter["queue"], reason="again")
        return sent

    monkeypatch.setattr(DeadLetters, "_send_back", send_and_give_up)
    assert await kept.replay(SYSTEM) == 6
    assert await left(kept) == ["again"] * 6


async def test_a_letter_sent_back_reaches_its_handler(
    database: Database, working: Working, broker: Broker
) -> None:
    letters, event = DeadLetters(database, utc_now), told("again")
    async with working():
        await letters.keep(event.to_bytes(), queue=ONE, reason="x")
        await letters.replay(SYSTEM)

        async def noted() -> bool:
            return await database["notes"].count_documents({"title": "again"}) == 1

        await eventually(noted, what="the letter is applied")
    assert await broker.waiting(UNROUTED) == 0


async def test_a_letter_whose_queue_is_gone_is_set_aside_and_holds_nobody_up(
    database: Database, working: Working, broker: Broker
) -> None:
    letters = DeadLetters(database, utc_now)
    await letters.keep(told("lost").to_bytes(), queue="registration.note_nothing_any_more", reason="x")
    await letters.keep(told("found").to_bytes(), queue=ONE, reason="x")
    async with working():
        await letters.replay(SYSTEM)

        async def both_sent() -> bool:
            return await database["outbox"].count_documents({"state": "pending"}) == 0

        await eventually(both_sent, what="both are sent back")
        assert await broker.waiting(UNROUTED) == 1
