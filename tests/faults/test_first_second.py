"""The broker ends in the first second of its queues, which it would not keep: all is right all the same."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Iterator
from pathlib import Path

import pytest
from aio_pika.exceptions import CONNECTION_EXCEPTIONS, ChannelNotFoundEntity

from deploy.local.rabbitmq import RabbitmqServer
from deploy.rabbitmq.queues import names_of_read_queues
from tests.eventually import eventually
from tests.running.broker import broker_at

MADE_SECONDS = 120.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RabbitmqServer]:
    server = RabbitmqServer(tmp_path / "rabbitmq", log=tmp_path / "rabbitmq.log")
    server.start()
    yield server
    server.kill()


async def making_queues(url: str) -> Process:
    """The job that makes the queues, as it is run before the first worker."""
    program = (sys.executable, "-m", "deploy.rabbitmq.queues", url)
    return await asyncio.create_subprocess_exec(*program, stdout=DEVNULL)


async def stands(url: str, queue: str) -> bool:
    try:
        async with broker_at(url) as broker:
            await broker.waiting(queue)
    except (ChannelNotFoundEntity, *CONNECTION_EXCEPTIONS):
        return False
    return True


async def test_queues_that_the_broker_would_not_have_kept_are_made_again(server: RabbitmqServer) -> None:
    queues = names_of_read_queues()
    job = await making_queues(server.url)
    await eventually(lambda: stands(server.url, queues[0]), seconds=MADE_SECONDS, what="a queue is made")
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)
    async with asyncio.timeout(MADE_SECONDS):
        assert await job.wait() == 0
    async with broker_at(server.url) as broker, asyncio.timeout(MADE_SECONDS):
        for queue in queues:
            await broker.put(queue, b"{}")  # returns once it is confirmed
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)
    async with broker_at(server.url) as broker:

        async def kept() -> bool:  # it counts what it has kept after it answers
            return [await broker.waiting(queue) for queue in queues] == [1] * len(queues)

        await eventually(kept, seconds=MADE_SECONDS, what="each queue has kept what it was given")
