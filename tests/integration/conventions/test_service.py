"""Checks the service from outside: what directory tells on the broker is what people read over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aio_pika
import httpx
import pytest

from deploy.local.every_key import ensure_seal
from deploy.local.keys import ensure_link_key
from deploy.rabbitmq.queues import SUBSCRIPTIONS
from services.conventions import main
from services.conventions.main import SERVICE, create_api, create_worker
from services.conventions.settings import Settings
from shared.clock import utc_now
from shared.events.directory import SigningKeyPublished
from shared.events.envelope import Envelope
from shared.messaging.topology import QueueBinding, declare
from shared.security.keys import KeyCopies, keep_signing_keys
from shared.security.tokens import TokenSigner, new_private_key_pem
from shared.storage.mongo import Database
from shared.storage.outbox import EVENTS_EXCHANGE
from shared.storage.unit_of_work import UnitOfWork
from tests.eventually import eventually
from tests.garbage import garbage
from tests.unit.conventions.given import ACTIVATED, APPLIED, MANDUEL, REGISTERED, UPDATED, id_of, told

SIGNER = TokenSigner(new_private_key_pem())
KEY = SigningKeyPublished(
    kid=SIGNER.public_key.kid, crv="P-256", x=SIGNER.public_key.x, y=SIGNER.public_key.y
)
LONG_AGO = ACTIVATED.model_copy(update={"from_year": 2020})
MANDUEL_AS_SHOWN = {
    "id": str(MANDUEL),
    "name": "Manduel",
    "kind": "commune",
    "siren": "213001555",
    "is_member": True,
}


@pytest.fixture
def settings(
    database: Database,
    mongodb_url: str,
    rabbitmq_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Settings:
    """What both processes are told; they connect through the test's own client, which is closed after it."""
    monkeypatch.setattr(main, "connect", lambda _: database.client)
    ensure_link_key(link_key := tmp_path / "links.key")
    ensure_seal(seal := tmp_path / "seal.pem")
    return Settings(
        mongodb_url=mongodb_url,
        rabbitmq_url=rabbitmq_url,
        database=database.name,
        link_key_file=link_key,
        seal_file=seal,
    )


async def trust_the_key(database: Database) -> None:
    work = UnitOfWork(database)
    await keep_signing_keys(told(KEY, 1), KeyCopies(work))
    await work.commit()


@asynccontextmanager
async def running_worker(settings: Settings) -> AsyncIterator[None]:
    worker = create_worker(settings)
    running = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await running


@pytest.fixture
async def reader(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a token and no role."""
    token = SIGNER.sign(person_id=id_of("reader"), roles=(), now=utc_now())
    app = create_api(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://here", headers=headers) as client:
            yield client


async def publish(rabbitmq_url: str, *events: Envelope[Any]) -> None:
    """Tell what directory would tell, with the queues made before so that nothing is lost."""
    heard = SUBSCRIPTIONS[SERVICE]
    queues = [QueueBinding(f"{SERVICE}.{item.name}", item.contracts) for item in heard]
    async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
        await declare(channel, SERVICE, queues)
        exchange = await channel.get_exchange(EVENTS_EXCHANGE)
        for event in events:
            await exchange.publish(aio_pika.Message(event.to_bytes(), message_id=str(event.id)), event.type)


async def test_members_told_by_events_are_read_over_http(
    settings: Settings, reader: httpx.AsyncClient
) -> None:
    history = [told(KEY, 1), told(APPLIED, 1), told(LONG_AGO, 2), told(REGISTERED, 1), told(UPDATED, 2)]
    await publish(settings.rabbitmq_url, *history, *history)
    async with running_worker(settings):

        async def member_is_shown() -> bool:
            answer = await reader.get(f"/organisations/{MANDUEL}")
            return answer.is_success and answer.json() == MANDUEL_AS_SHOWN

        await eventually(member_is_shown)
    listed = (await reader.get("/organisations")).json()
    assert listed == {"items": [MANDUEL_AS_SHOWN], "next_cursor": None}


async def test_what_is_not_known_here_is_not_found(reader: httpx.AsyncClient, database: Database) -> None:
    await trust_the_key(database)
    answer = await reader.get(f"/organisations/{MANDUEL}")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert answer.json()["code"] == "unknown_organisation"
    assert answer.json()["errors"][0]["field"] == "org"


async def test_nobody_reads_without_a_token(reader: httpx.AsyncClient) -> None:
    for path in ("/organisations", f"/organisations/{MANDUEL}"):
        answer = await reader.get(path, headers={"Authorization": ""})
        assert answer.status_code == HTTPStatus.UNAUTHORIZED


async def test_garbage_is_answered_with_a_problem(
    settings: Settings, reader: httpx.AsyncClient, database: Database
) -> None:
    await trust_the_key(database)
    paths = {
        path: item
        for path, item in create_api(settings).openapi()["paths"].items()
        if path.startswith("/organisations")
    }
    sent = list(garbage({"paths": paths}, {}))
    assert sent
    for request in sent:
        answer = await reader.request(request.method, request.path, params=dict(request.query))
        if answer.is_error:
            assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}, str(request)
            assert answer.headers["Content-Type"] == "application/problem+json", str(request)
