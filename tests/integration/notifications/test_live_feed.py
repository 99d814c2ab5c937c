"""Checks the live feed, read from an API process of its own: what was missed, what comes, the end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.ports import free_port
from deploy.local.programs import Program
from services.notifications.repository.documents import FEED
from shared.commands import Role
from shared.storage.mongo import Database
from tests.integration.notifications.conftest import LOOPBACK, Tokens, write_lines

LIVE_SECONDS = 10
SHORT_OF_A_GRACE_SECONDS = 5


@pytest.fixture
async def api(
    database: Database, mongodb_url: str, tmp_path: Path, link_key_file: Path
) -> AsyncIterator[Program]:
    port = free_port()
    program = Program(
        name="notifications-api",
        command=("services.notifications.main", "api"),
        log=tmp_path / "api.log",
        environment={
            "NOTIFICATIONS_MONGODB_URL": mongodb_url,
            "NOTIFICATIONS_DATABASE": database.name,
            "NOTIFICATIONS_PORT": str(port),
            "NOTIFICATIONS_LINK_KEY_FILE": str(link_key_file),
            "NOTIFICATIONS_PARTNER_KEY_FILE": str(link_key_file),
        },
        ports=(port,),
        ready_url=f"http://{LOOPBACK}:{port}/health/ready",
    )
    program.launch()
    [process] = program.processes
    await asyncio.to_thread(lambda: process.wait_until(program.is_ready, within_seconds=30))
    yield program
    process.kill()


@pytest.fixture
async def client(api: Program, token: Tokens) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {token(Role('staff'))}"}
    url = f"http://{LOOPBACK}:{api.ports[0]}"
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=LIVE_SECONDS) as client:
        yield client


class Stream:
    """What a reader of the live feed gets."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self) -> dict[str, Any]:
        """The next line: its id, and what it says."""
        event: dict[str, Any] = {}
        async with asyncio.timeout(LIVE_SECONDS):
            async for line in self._lines:
                name, _, value = line.partition(": ")
                event[name] = value
                if not line and "data" in event:
                    return event | {"id": int(event["id"]), "data": json.loads(event["data"])}
        raise EOFError("the stream has ended")

    async def positions(self, count: int) -> list[int]:
        return [(await self.next())["id"] for _ in range(count)]


@asynccontextmanager
async def reading(client: httpx.AsyncClient, **how: Any) -> AsyncIterator[Stream]:
    async with client.stream("GET", "/staff-feed/stream", **how) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        yield Stream(answer.aiter_lines())


async def test_reader_gets_what_was_missed_and_then_what_comes(
    client: httpx.AsyncClient, database: Database
) -> None:
    await write_lines(database, 3)
    async with reading(client, headers={"Last-Event-ID": "1"}) as stream:
        assert await stream.positions(2) == [2, 3]
        await write_lines(database, 2)
        line = await stream.next()
        assert (line["id"], line["data"]["position"], line["event"]) == (4, 4, "staff_feed")
        assert await stream.positions(1) == [5]


async def test_reader_who_says_nothing_gets_what_comes_from_now_on(
    client: httpx.AsyncClient, database: Database
) -> None:
    await write_lines(database, 3)
    async with reading(client) as stream, reading(client, params={"after": 0}) as other:
        await write_lines(database, 1)
        assert await stream.positions(1) == [4]
        assert await other.positions(4) == [1, 2, 3, 4]


async def test_reader_who_comes_back_misses_nothing(client: httpx.AsyncClient, database: Database) -> None:
    seen: list[int] = []
    for _ in range(3):
        async with reading(client, headers={"Last-Event-ID": str(len(seen))}) as stream:
            await write_lines(database, 2)
            seen += await stream.positions(2)
        await write_lines(database, 1)
    async with reading(client, headers={"Last-Event-ID": str(len(seen))}) as stream:
        seen += await stream.positions(3)
    assert seen == list(range(1, 10))


async def test_reader_whose_place_is_held_no_more_is_told_to_reload_and_then_reads_on(
    client: httpx.AsyncClient, database: Database
) -> None:
    await write_lines(database, 5)
    await database[FEED].delete_many({"position": {"$lte": 3}})
    async with reading(client, headers={"Last-Event-ID": "3"}) as stream:
        assert await stream.positions(2) == [4, 5]
    for place in ("2", "0", "6", "9007199254740993", "yesterday", "-1"):
        async with reading(client, headers={"Last-Event-ID": place}) as stream:
            first = await stream.next()
            assert (first["event"], first["id"], first["data"]) == ("reload", 5, {"position": 5}), place
    async with reading(client, headers={"Last-Event-ID": "1"}) as stream:
        await stream.next()
        await write_lines(database, 2)
        assert await stream.positions(2) == [6, 7]


async def test_api_told_to_stop_does_not_wait_for_its_readers(
    api: Program, client: httpx.AsyncClient, database: Database
) -> None:
    async with reading(client, params={"after": 0}) as stream:
        await write_lines(database, 1)
        assert await stream.positions(1) == [1]
        [process] = api.processes
        begun = asyncio.get_running_loop().time()
        stopping = asyncio.create_task(asyncio.to_thread(process.stop))
        with pytest.raises((EOFError, httpx.TransportError)):
            await stream.next()
        await stopping
    assert asyncio.get_running_loop().time() - begun < SHORT_OF_A_GRACE_SECONDS
    assert "Traceback" not in api.processes[0].log.read_text()
