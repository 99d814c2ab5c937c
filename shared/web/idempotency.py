"""Owns the `Idempotency-Key` header: what makes a request that is sent twice the same request."""

from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request

from shared.application import Idempotency

KEY_MIN_CHARACTERS = 8
KEY_MAX_CHARACTERS = 200


def idempotency_of(request: Request, key: str, body: bytes) -> Idempotency:
    """The key, with a digest of what is asked where."""
    asked = request.scope["path"].encode() + b"\n" + body
    return Idempotency(key=key, fingerprint=sha256(asked).hexdigest())


async def _idempotency(
    request: Request,
    idempotency_key: Annotated[
        str,
        Header(
            min_length=KEY_MIN_CHARACTERS,
            max_length=KEY_MAX_CHARACTERS,
            description="Chosen by the caller, new for each new request.",
        ),
    ],
) -> Idempotency:
    return idempotency_of(request, idempotency_key, await request.body())


IdempotencyKey = Annotated[Idempotency, Depends(_idempotency)]
"""Required: 422 where it is missing, and where it comes with another request than before.

The same request again, even while the first is being decided, waits for the first answer and gets it.
"""
