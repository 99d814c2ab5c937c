"""Owns the `Idempotency-Key` header: what makes a request that is sent twice the same request."""

from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request

from shared.application import Idempotency


async def _idempotency(
    request: Request,
    idempotency_key: Annotated[
        str,
        Header(min_length=8, max_length=200, description="Chosen by the caller, new for each new request."),
    ],
) -> Idempotency:
    asked = request.url.path.encode() + b"\n" + await request.body()
    return Idempotency(key=idempotency_key, fingerprint=sha256(asked).hexdigest())


IdempotencyKey = Annotated[Idempotency, Depends(_idempotency)]
"""Required: 422 where it is missing, and where it comes with another request than before.

The same request again, even while the first is being decided, waits for the first answer and gets it.
"""
