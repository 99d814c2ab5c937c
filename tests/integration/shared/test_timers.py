"""Timers: one worker's turn at a time, and what fails is done again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from pymongo.errors import AutoReconnect
from structlog.testing import capture_logs

from shared import timers
from shared.clock import utc_now
from shared.storage.mongo import Contention, Database, StorageUnavailable
from shared.timers import Timer
from tests.eventually import eventually

OFTEN_SECONDS = 0.05


@asynccontextmanager
async def running(database: Database, do: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    task = asyncio.create_task(Timer("same work", OFTEN_SECONDS, do).run(database, utc_now))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_it_is_one_workers_turn_and_anothers_once_that_one_is_gone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timers, "ceil", lambda _: 60)  # no turn is over before it is given back
    done: list[str] = []

    async def first() -> None:
        done.append("first")

    async def second() -> None:
        done.append("second")

    async def is_done_by(name: str) -> None:
        before = len(done)

        async def three_times() -> bool:
            return done[before:].count(name) >= 3

        await eventually(three_times, what=f"{name} does it")

    async with running(database, first):
        await is_done_by("first")
        async with running(database, second):
            await is_done_by("first")
            assert "second" not in done
    async with running(database, second):
        await is_done_by("second")


async def test_what_fails_is_told_and_done_again(database: Database) -> None:
    failures = [StorageUnavailable("a"), Contention("b"), AutoReconnect("c"), ZeroDivisionError("d")]
    done = asyncio.Event()

    async def do() -> None:
        if failures:
            raise failures.pop()
        done.set()

    with capture_logs() as logs:
        async with running(database, do):
            await asyncio.wait_for(done.wait(), timeout=30)
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [
        ("timer failed", "error"),
        *[("timer waits", "warning")] * 3,
    ]
