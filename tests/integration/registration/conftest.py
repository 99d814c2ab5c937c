"""Owns the database that the tests of registration's store begin with: empty, with its indexes."""

from collections.abc import AsyncIterator

import pytest

from services.registration.repository.indexes import INDEXES
from shared.storage.indexes import ensure_indexes
from shared.storage.mongo import Database, connect, open_database


@pytest.fixture
async def database(mongodb_url: str, database_name: str) -> AsyncIterator[Database]:
    """A database of its own."""
    client = connect(mongodb_url)
    database = open_database(client, database_name)
    await ensure_indexes(database, INDEXES)
    yield database
    client.close()
