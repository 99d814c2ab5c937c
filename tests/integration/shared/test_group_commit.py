"""Concurrent commands on one aggregate are decided one after the other, committed together, each once."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from pymongo.errors import AutoReconnect

from shared.application import Application, IdempotencyKeyReused
from shared.ids import new_id
from shared.storage import unit_of_work
from shared.storage.mongo import Database, StorageUnavailable, write_together
from shared.telemetry import correlation_id, story
from tests.integration.shared import tallies
from tests.integration.shared.tallies import (
    BROKEN_AMOUNT,
    HALF_DONE_AMOUNT,
    REFUSED_AMOUNT,
    Add,
    Refused,
    Tallies,
    Tally,
    application,
    execute,
    reading_ahead,
)

MakeApplication = Callable[[Database], Application[Tallies]]
both_ways = pytest.mark.parametrize("make", [application, reading_ahead])


@both_ways
async def test_concurrent_commands_on_one_aggregate_all_count(
    database: Database, make: MakeApplication
) -> None:
    one, other, tally_id = make(database), make(database), new_id()
    totals = await asyncio.gather(
        *(execute(one, tally_id, 1) for _ in range(150)), *(execute(other, tally_id, 1) for _ in range(150))
    )
    assert sorted(totals) == list(range(1, 301))
    assert await _outbox(database, tally_id) == list(range(1, 301))


async def test_the_same_key_gives_the_same_answer_and_nothing_twice(database: Database) -> None:
    app, tally_id = application(database), new_id()
    first = await asyncio.gather(*(execute(app, tally_id, 5, "key-12345") for _ in range(10)))
    again = await execute(application(database), tally_id, 5, "key-12345")
    assert [*first, again] == [5] * 11
    with pytest.raises(IdempotencyKeyReused):
        await execute(app, tally_id, 6, "key-12345")
    assert await _outbox(database, tally_id) == [1]


async def test_the_same_key_at_two_processes_at_once_does_nothing_twice(database: Database) -> None:
    one, other, tally_id = application(database), application(database), new_id()
    keys = [f"key-{number:05}" for number in range(40)]
    answers = await asyncio.gather(*(execute(app, tally_id, 1, key) for key in keys for app in (one, other)))
    assert answers[::2] == answers[1::2]
    assert sorted(answers[::2]) == list(range(1, 41))
    assert await _outbox(database, tally_id) == list(range(1, 41))


async def test_one_key_for_two_aggregates_at_once_serves_the_first(database: Database) -> None:
    app, one, other = application(database), new_id(), new_id()
    answers = await asyncio.gather(
        execute(app, one, 5, "key-12345"), execute(app, other, 6, "key-12345"), return_exceptions=True
    )
    assert sorted(str(type(answer)) for answer in answers) == sorted([str(int), str(IdempotencyKeyReused)])
    assert await database["tallies"].count_documents({}) == 1


@both_ways
async def test_a_refusal_and_a_crash_in_a_batch_harm_nobody_else(
    database: Database, make: MakeApplication
) -> None:
    app, tally_id = make(database), new_id()
    asked = (1, REFUSED_AMOUNT, 2, BROKEN_AMOUNT, 3)
    answers = await asyncio.gather(
        *(execute(app, tally_id, amount) for _ in range(20) for amount in asked), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [int, Refused, int, ZeroDivisionError, int] * 20
    assert answers[-1] == 20 * 6
    assert await _outbox(database, tally_id) == list(range(1, 61))


async def test_a_refusal_that_comes_after_something_was_staged_is_a_defect_and_writes_nothing(
    database: Database,
) -> None:
    app, tally_id = application(database), new_id()
    answers = await asyncio.gather(
        *(execute(app, tally_id, amount) for amount in (1, HALF_DONE_AMOUNT, 2)), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [int, RuntimeError, int]
    assert answers[2] == 3
    assert await _outbox(database, tally_id) == [1, 2]


@pytest.fixture
def lose_answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """So many commits are done, and their answers lost, as when the network breaks in the last instant."""
    commit = write_together

    def lose(count: int) -> None:
        left = [AutoReconnect("connection closed")] * count

        async def write(*said: Any) -> None:
            await commit(*said)
            if left:
                raise left.pop()

        monkeypatch.setattr(unit_of_work, "write_together", write)

    return lose


@both_ways
@pytest.mark.parametrize("key", [None, "key-12345"])
async def test_a_command_whose_commit_was_not_answered_is_done_once(
    database: Database, make: MakeApplication, lose_answers: Callable[[int], None], key: str | None
) -> None:
    app, tally_id = make(database), new_id()
    lose_answers(1)
    assert await execute(app, tally_id, 5, key) == 5
    assert await _outbox(database, tally_id) == [1]


@both_ways
async def test_a_crowd_whose_commits_are_not_answered_is_done_once(
    database: Database, make: MakeApplication, lose_answers: Callable[[int], None]
) -> None:
    app, tally_id = make(database), new_id()
    lose_answers(3)
    totals = await asyncio.gather(*(execute(app, tally_id, 1) for _ in range(100)))
    assert sorted(totals) == list(range(1, 101))
    assert await _outbox(database, tally_id) == list(range(1, 101))


async def test_who_is_told_that_nobody_answers_asks_again_with_the_same_key(
    database: Database, lose_answers: Callable[[int], None]
) -> None:
    app, tally_id = application(database), new_id()
    lose_answers(100)
    with pytest.raises(StorageUnavailable):
        await _unanswered(app, tally_id)
    lose_answers(0)
    assert await execute(app, tally_id, 5, "key-12345") == 5
    assert await _outbox(database, tally_id) == [1]


async def _unanswered(app: Application[Tallies], tally_id: UUID) -> None:
    """Nothing is answered any more, not even what was done before."""
    with pytest.MonkeyPatch.context() as patch:

        async def find(*_: Any) -> Any:
            raise AutoReconnect("connection closed")

        patch.setattr("shared.storage.once.Once.find", find)
        await execute(app, tally_id, 5, "key-12345")


async def test_everybody_is_decided_in_their_own_story(database: Database) -> None:
    stories: dict[int, str] = {}

    async def add_telling(command: Add, store: Tallies) -> Tally:
        stories[command.amount] = correlation_id()
        return await tallies.add(command, store)

    app = Application(tallies.SERVICE, database, {Add: add_telling}, Tallies)
    tally_id = new_id()

    async def ask(amount: int) -> None:
        with story(f"story-{amount}"):
            await execute(app, tally_id, amount)

    await asyncio.gather(*(ask(amount) for amount in range(1, 6)))
    assert stories == {amount: f"story-{amount}" for amount in range(1, 6)}


async def _outbox(database: Database, tally_id: UUID) -> list[int]:
    rows = database["outbox"].find({"subject": f"club_event/{tally_id}"}, sort=[("sequence", 1)])
    return [row["sequence"] async for row in rows]
