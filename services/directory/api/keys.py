"""Owns the routes of the keys that sign access tokens, and the telling of this service's own at its start."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, FastAPI, Path

from services.directory.api.signing import Signing
from services.directory.domain.commands.keys import RetireSigningKey
from services.directory.schemas.keys import KeyOut, KeysOut
from shared.web.authentication import Admin
from shared.web.idempotency import IdempotencyKey

Kid = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$", description="Its thumbprint.")]


def create_router(signing: Signing) -> APIRouter:
    """The routes of the keys; the newest of the file is published before the first request.

    At that time raises:
        SigningKeyRetiredForGood: it was retired.
    """

    @asynccontextmanager
    async def publish_own_keys(_: FastAPI) -> AsyncIterator[None]:
        await signing.publish()
        watching = asyncio.create_task(signing.watch())
        try:
            yield
        finally:
            watching.cancel()

    router = APIRouter(prefix="/keys", tags=["keys"], lifespan=publish_own_keys)

    @router.get("")
    async def list_keys() -> KeysOut:
        """The public keys whose tokens are accepted, for anybody (JWK Set, RFC 7517)."""
        return KeysOut(keys=[KeyOut.of(key) for key in await signing.queries.published_keys()])

    @router.post("/{kid}/retire")
    async def retire_key(kid: Kid, actor: Admin, idempotency: IdempotencyKey) -> KeyOut:
        """Have the tokens that a key signs accepted no longer, anywhere; for an administrator."""
        command = RetireSigningKey(actor=actor, at=signing.clock(), kid=kid)
        return await signing.application.execute(
            command, key=kid, model=KeyOut, answer=KeyOut.of, idempotency=idempotency
        )

    return router
