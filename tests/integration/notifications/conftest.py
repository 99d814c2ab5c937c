"""Owns, for each test, a database of notifications, its worker, a mail catcher, and tokens that it trusts."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aio_pika
import httpx
import pytest

from deploy.local.mailcatcher.__main__ import listen
from deploy.local.mailcatcher.smtp import serve_smtp
from deploy.local.mailcatcher.store import MailStore
from services.notifications.consumers import subscriptions
from services.notifications.domain.staff_feed import line_of
from services.notifications.main import SERVICE, create_api, create_worker
from services.notifications.repository.documents import INDEXES
from services.notifications.repository.partners import MongoPartners
from services.notifications.repository.store import MongoNotifications
from services.notifications.settings import Settings
from shared.clock import utc_now
from shared.commands import Role
from shared.events.envelope import Envelope
from shared.ids import new_id
from shared.messaging.publisher import RabbitPublisher
from shared.messaging.topology import QueueBinding, declare
from shared.security.keys import COLLECTION as SIGNING_KEYS
from shared.security.links import new_link_key
from shared.security.tokens import LIFETIME, TokenSigner, new_private_key_pem
from shared.storage.indexes import ensure_indexes
from shared.storage.mongo import Database, connect, open_database
from shared.storage.outbox import EVENTS_EXCHANGE, PERSONAL_EXCHANGE
from shared.storage.unit_of_work import UnitOfWork
from tests.integration.notifications.stores import Stores, in_memory, in_mongodb
from tests.unit.notifications.given import CONFIRMED, POLITICAL_MORNING, ZOE, event_of

LOOPBACK = "127.0.0.1"
Tokens = Callable[..., str]


@pytest.fixture
async def database(mongodb_url: str, database_name: str) -> AsyncIterator[Database]:
    client = connect(mongodb_url)
    database = open_database(client, database_name)
    await ensure_indexes(database, INDEXES)
    yield database
    client.close()


class Catcher:
    """A mail catcher that can be away; it comes back on the same port, with the mails it had."""

    def __init__(self) -> None:
        self.mails = MailStore()
        self.port = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        listener = listen(LOOPBACK, self.port)
        self.port = listener.getsockname()[1]
        self._server = await serve_smtp(self.mails, listener)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()

    def message_ids(self) -> list[str]:
        return [mail.message_id for mail in self.mails.all()]


@pytest.fixture
async def catcher() -> AsyncIterator[Catcher]:
    catcher = Catcher()
    await catcher.start()
    yield catcher
    await catcher.stop()


async def write_lines(database: Database, count: int) -> None:
    """Add lines to the staff feed, in one batch."""
    work = UnitOfWork(database)
    for _ in range(count):
        line = line_of(event_of(CONFIRMED), contact=ZOE, club_event=POLITICAL_MORNING)
        await MongoNotifications(work).add_to_feed(line)
    await work.commit()


@pytest.fixture
async def token(database: Database) -> Tokens:
    signer = TokenSigner(new_private_key_pem())
    key = signer.public_key
    document = {"_id": key.kid, "crv": key.crv, "x": key.x, "y": key.y, "state": "published", "sequence": 1}
    await database[SIGNING_KEYS].insert_one(document)

    def make(*roles: Role, lifetime: timedelta = LIFETIME) -> str:
        return signer.sign(person_id=new_id(), roles=roles, now=utc_now(), lifetime=lifetime)

    return make


@pytest.fixture
def link_key_file(tmp_path: Path) -> Path:
    path = tmp_path / "links.key"
    path.write_bytes(new_link_key())
    return path


@pytest.fixture
def settings(
    mongodb_url: str, rabbitmq_url: str, database_name: str, catcher: Catcher, link_key_file: Path
) -> Settings:
    return Settings(
        mongodb_url=mongodb_url,
        rabbitmq_url=rabbitmq_url,
        database=database_name,
        smtp_host=LOOPBACK,
        smtp_port=catcher.port,
        link_key_file=link_key_file,
        partner_key_file=link_key_file,
        private_webhooks=True,
    )


@pytest.fixture
async def publisher(rabbitmq_url: str) -> AsyncIterator[RabbitPublisher]:
    """What publishes to queues that stand already, whether or not the worker has started."""
    heard = subscriptions(MongoNotifications, MongoPartners)
    bindings = [QueueBinding(f"{SERVICE}.{item.name}", item.contracts) for item in heard]
    async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
        await declare(channel, SERVICE, bindings)
    publisher = await RabbitPublisher.connect(rabbitmq_url)
    yield publisher
    await publisher.close()


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[None]:
    """The worker, from its start to its orderly end."""
    worker = create_worker(settings)
    running = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await running
        worker.database.client.close()


async def tell(publisher: RabbitPublisher, events: Sequence[Envelope[Any]]) -> None:
    for event in events:
        await publisher.publish(
            event.to_bytes(),
            exchange=PERSONAL_EXCHANGE if event.data.personal_data else EVENTS_EXCHANGE,
            routing_key=event.type,
            message_id=str(event.id),
        )


@pytest.fixture(params=["memory", "mongodb"])
def stores(request: pytest.FixtureRequest) -> Stores:
    return in_memory() if request.param == "memory" else in_mongodb(request.getfixturevalue("database"))


@pytest.fixture
async def client(
    database: Database, mongodb_url: str, token: Tokens, link_key_file: Path
) -> AsyncIterator[httpx.AsyncClient]:
    app = create_api(
        Settings(
            mongodb_url=mongodb_url,
            database=database.name,
            link_key_file=link_key_file,
            partner_key_file=link_key_file,
            private_webhooks=True,
        )
    )
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        headers = {"Authorization": f"Bearer {token(Role('staff'))}"}
        url = "http://notifications"
        async with httpx.AsyncClient(transport=transport, base_url=url, headers=headers) as client:
            yield client
