"""Owns the public form of the keys that sign access tokens (JWK Set, RFC 7517)."""

from typing import Literal

from pydantic import BaseModel

from services.directory.domain.signing_key import SigningKey


class KeyOut(BaseModel):
    """The public half of a key."""

    kid: str
    kty: Literal["EC"] = "EC"
    use: Literal["sig"] = "sig"
    alg: Literal["ES256"] = "ES256"
    crv: str
    x: str
    y: str

    @classmethod
    def of(cls, key: SigningKey) -> "KeyOut":
        """The form of a key."""
        return cls(kid=key.kid, crv=key.crv, x=key.x, y=key.y)


class KeysOut(BaseModel):
    """A JWK Set."""

    keys: list[KeyOut]
