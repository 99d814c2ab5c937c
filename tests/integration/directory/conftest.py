"""Owns, for each test, a database of the directory, and its API in this process with tokens for it."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.directory.main import create_api
from services.directory.repository.documents import INDEXES
from services.directory.settings import Settings
from shared.clock import utc_now
from shared.commands import Role
from shared.ids import new_id
from shared.security.links import new_link_key
from shared.security.tokens import LIFETIME, TokenSigner, new_private_key_pem
from shared.storage.indexes import ensure_indexes
from shared.storage.mongo import Database, connect, open_database

Json = dict[str, Any]


class Caller:
    """Somebody who calls the API: with a token, and a new idempotency key for each request."""

    def __init__(self, client: httpx.AsyncClient, token: str | None) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self._client.get(path, params=query, headers=self._headers)

    async def post(self, path: str, body: Json | None = None, *, key: str | None = None) -> httpx.Response:
        headers = {"Idempotency-Key": key or str(new_id()), **self._headers}
        return await self._client.post(path, json=body, headers=headers)

    async def put(self, path: str, body: Json) -> httpx.Response:
        return await self._client.put(path, json=body, headers=self._headers)

    async def send(
        self, method: str, path: str, *, content_type: str = "application/json", **said: Any
    ) -> httpx.Response:
        headers = {"Idempotency-Key": str(new_id()), "Content-Type": content_type, **self._headers}
        encoded = httpx.Headers(headers, encoding="utf-8")  # a bad token may have any character
        return await self._client.request(method, path, headers=encoded, **said)

    async def made(self, path: str, body: Json | None = None) -> Json:
        answer = await self.post(path, body)
        assert answer.is_success, answer.text
        made: Json = answer.json()
        return made


@pytest.fixture
async def database(mongodb_url: str, database_name: str) -> AsyncIterator[Database]:
    client = connect(mongodb_url)
    database = open_database(client, database_name)
    await ensure_indexes(database, INDEXES)
    yield database
    client.close()


@pytest.fixture
def settings(mongodb_url: str, database_name: str, tmp_path: Path) -> Settings:
    key_file = tmp_path / "key.pem"
    key_file.write_bytes(new_private_key_pem())
    access_key_file = tmp_path / "access.key"
    access_key_file.write_bytes(new_link_key())
    link_key_file = tmp_path / "links.key"
    link_key_file.write_bytes(new_link_key())
    return Settings(
        mongodb_url=mongodb_url,
        database=database_name,
        signing_key_file=key_file,
        access_key_file=access_key_file,
        link_key_file=link_key_file,
    )


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_api(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://directory") as client:
            yield client


Tokens = Callable[..., str]
Callers = Callable[..., Caller]


@pytest.fixture
def token(settings: Settings) -> Tokens:
    signer = TokenSigner(settings.signing_key_file.read_bytes())

    def make(*roles: Role, person_id: UUID | None = None, lifetime: timedelta = LIFETIME) -> str:
        return signer.sign(person_id=person_id or new_id(), roles=roles, now=utc_now(), lifetime=lifetime)

    return make


@pytest.fixture
def caller(client: httpx.AsyncClient, token: Tokens) -> Callers:
    def make(*roles: Role, person_id: UUID | None = None) -> Caller:
        return Caller(client, token(*roles, person_id=person_id))

    return make


@pytest.fixture
def staff(caller: Callers) -> Caller:
    return caller(Role("staff"))


@pytest.fixture
def admin(caller: Callers) -> Caller:
    return caller(Role("admin"))
