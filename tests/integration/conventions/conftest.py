"""Owns a database of conventions for each test, and what a platform with trusted lists works with."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from services.conventions.repository.indexes import INDEXES
from shared.storage.indexes import ensure_indexes
from shared.storage.mongo import Database, connect, open_database
from tests.fakes.certificate_authority import FakeCertificateAuthority, running_authority
from tests.integration.conventions.given_lists import Platform


@pytest.fixture
async def database(mongodb_url: str, database_name: str) -> AsyncIterator[Database]:
    client = connect(mongodb_url)
    database = open_database(client, database_name)
    await ensure_indexes(database, INDEXES)
    yield database
    client.close()


@pytest.fixture
def issuer() -> Iterator[FakeCertificateAuthority]:
    """Who vouches for certificates, and says on loopback which it revoked."""
    with running_authority() as running:
        yield running


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    """A platform whose folder of trusted lists is empty so far."""
    return Platform(tmp_path)
