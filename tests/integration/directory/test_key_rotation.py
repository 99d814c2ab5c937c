"""A new key is known everywhere before it signs, and the former one until its last token has run out."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from deploy.local.keys import rotate_signing_key
from services.directory.api.signing import Signing
from services.directory.domain.errors.keys import SigningKeyRetiredForGood
from services.directory.handlers.table import COMMANDS
from services.directory.repository.queries import MongoDirectoryQueries
from services.directory.repository.store import MongoDirectory
from services.directory.settings import Settings
from services.directory.timers.keys import retire_superseded_keys
from shared.application import Application
from shared.security.key_file import KeyFile
from shared.storage.mongo import Database
from tests.unit.directory.given import NOW


@dataclass
class Deployment:
    """The processes that sign, and the time on their clocks."""

    settings: Settings
    database: Database
    now: datetime = NOW
    queries: MongoDirectoryQueries = field(init=False)

    def __post_init__(self) -> None:
        self.queries = MongoDirectoryQueries(self.database)
        self._application = Application("directory", self.database, COMMANDS, MongoDirectory)

    def process(self) -> Signing:
        return Signing(
            file=KeyFile(self.settings.signing_key_file),
            application=self._application,
            queries=self.queries,
            clock=lambda: self.now,
        )

    async def retire(self) -> None:
        await retire_superseded_keys(self._application, self.queries, lambda: self.now)

    async def published(self) -> set[str]:
        return {key.kid for key in await self.queries.published_keys()}


@pytest.fixture
def deployment(settings: Settings, database: Database) -> Deployment:
    return Deployment(settings, database)


async def signing_key(process: Signing) -> str:
    return (await process.signer()).public_key.kid


async def test_the_first_key_signs_at_once(deployment: Deployment) -> None:
    process = deployment.process()
    await process.publish()
    assert await signing_key(process) == process.file.newest.public_key.kid


async def test_a_new_key_signs_a_minute_after_it_was_published(deployment: Deployment) -> None:
    running = deployment.process()
    await running.publish()
    first = await signing_key(running)
    deployment.now += timedelta(days=1)
    second = rotate_signing_key(deployment.settings.signing_key_file)
    running.file.reread()
    await running.publish()
    restarted = deployment.process()
    assert await deployment.published() == {first, second}
    assert await signing_key(running) == await signing_key(restarted) == first
    deployment.now += timedelta(minutes=1)
    assert await signing_key(running) == await signing_key(restarted) == second


async def test_the_former_key_is_retired_after_the_longest_token_and_not_before(
    deployment: Deployment, database: Database
) -> None:
    process = deployment.process()
    await process.publish()
    first = await signing_key(process)
    deployment.now += timedelta(days=1)
    second = rotate_signing_key(deployment.settings.signing_key_file)
    process.file.reread()
    await process.publish()
    deployment.now += timedelta(minutes=16)
    await deployment.retire()
    assert await deployment.published() == {first, second}
    deployment.now += timedelta(minutes=6)
    for _ in range(2):
        await deployment.retire()
    assert await deployment.published() == {second}
    told = [row["routing_key"] async for row in database["outbox"].find(sort=[("_id", 1)])]
    assert told == ["directory.SigningKeyPublished.v1"] * 2 + ["directory.SigningKeyRetired.v1"]


async def test_without_a_key_that_is_trusted_nothing_is_signed(deployment: Deployment) -> None:
    process = deployment.process()
    with pytest.raises(SigningKeyRetiredForGood):
        await process.signer()
