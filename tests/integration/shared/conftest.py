"""Owns the fixtures that give a test of the kernel its own database and workers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

import pytest

from shared.messaging.inbox import Subscription
from shared.messaging.worker import declare_queues
from shared.storage.indexes import ensure_indexes
from shared.storage.mongo import Database, connect, open_database
from tests.integration.shared.tallies import worker


@pytest.fixture
async def database(mongodb_url: str, database_name: str) -> AsyncIterator[Database]:
    """A database with all that the kernel, tallies and notes need."""
    client = connect(mongodb_url)
    database = open_database(client, database_name)
    await ensure_indexes(database, {"tallies": (), "notes": ()})
    yield database
    client.close()


class Working(Protocol):
    """Runs a worker with these subscriptions until the block ends."""

    def __call__(self, *subscriptions: Subscription[Any]) -> AbstractAsyncContextManager[None]:
        """The block."""


@pytest.fixture
def working(database: Database, rabbitmq_url: str) -> Working:
    """How a worker runs on the test's own database and virtual host; its queues stand from the start."""

    @asynccontextmanager
    async def run(*subscriptions: Subscription[Any]) -> AsyncIterator[None]:
        made = worker(database, rabbitmq_url, *subscriptions)
        await declare_queues(rabbitmq_url, made.service, made.subscriptions)
        running = asyncio.create_task(made.run())
        try:
            yield
        finally:
            made.stop()
            await running

    return run
