"""Owns access tokens: JWTs signed with ES256 (RFC 7519, RFC 7518), made by directory, read by everybody.

It keeps no key: a signer is given its private half, a verifier a way to find public halves.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.commands import Actor, Role
from shared.errors import Unauthenticated

ISSUER = AUDIENCE = "essaim"
ALGORITHM = "ES256"
LIFETIME = timedelta(minutes=15)


class InvalidToken(Unauthenticated):
    """The bearer token is malformed, expired, or signed with a key that nobody vouches for."""

    code = "invalid_token"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a signing key, with the fields of a JWK (RFC 7517); P-256 alone is used."""

    kid: str
    crv: str
    x: str
    y: str

    def jwk(self) -> dict[str, str]:
        """The key as a JWK."""
        return {"kty": "EC", "crv": self.crv, "x": self.x, "y": self.y}


def new_private_key_pem() -> bytes:
    """A fresh private key, as PEM."""
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _public_key(private: ec.EllipticCurvePrivateKey) -> PublicKey:
    numbers = private.public_key().public_numbers()
    x, y = (_base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    thumbprint = json.dumps({"crv": "P-256", "kty": "EC", "x": x, "y": y}, separators=(",", ":"))
    return PublicKey(kid=_base64url(sha256(thumbprint.encode()).digest()), crv="P-256", x=x, y=y)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class TokenSigner:
    """Signs access tokens with one private key; its id is the key's thumbprint (RFC 7638)."""

    def __init__(self, private_pem: bytes) -> None:
        private = serialization.load_pem_private_key(private_pem, password=None)
        if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name != "secp256r1":
            raise ValueError("a signing key is a P-256 private key in PEM")
        self._private = private
        self.public_key = _public_key(private)

    def sign(
        self, *, person_id: UUID, roles: Iterable[Role], now: datetime, lifetime: timedelta = LIFETIME
    ) -> str:
        """A token that says who acts and which roles are in force for them."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(person_id),
            "roles": [{"role": role.name, **({"org": str(role.org)} if role.org else {})} for role in roles],
            "iat": now,
            "exp": now + lifetime,
        }
        return jwt.encode(claims, self._private, algorithm=ALGORITHM, headers={"kid": self.public_key.kid})


def key_id(token: str) -> str:
    """The id of the key that a token says it is signed with.

    Raises:
        InvalidToken: it is no token, or of another algorithm.
    """
    return _key_id(token.partition(".")[0])


@lru_cache(maxsize=64)
def _key_id(header_segment: str) -> str:
    """The same for all tokens of a key: read once."""
    try:
        header = jwt.get_unverified_header(f"{header_segment}.e30.")
    except jwt.PyJWTError as error:
        raise InvalidToken("Votre jeton d’accès est illisible.") from error
    if header.get("alg") != ALGORITHM or not isinstance(header.get("kid"), str):
        raise InvalidToken("Votre jeton d’accès n’est pas signé comme il le faut.")
    return str(header["kid"])


def load(key: PublicKey) -> ec.EllipticCurvePublicKey:
    """The key in the form that `verify` wants, made once."""
    loaded = jwt.PyJWK(key.jwk(), ALGORITHM).key
    if not isinstance(loaded, ec.EllipticCurvePublicKey):
        raise TypeError("a signing key is a P-256 key")
    return loaded


def verify(token: str, key: ec.EllipticCurvePublicKey) -> Actor:
    """The actor that a token speaks for.

    One that is made in the future is as good as others: the clock of who made it is ahead of this one.

    Raises:
        InvalidToken: the signature, the dates or the claims are not right.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={"require": ["exp", "iat", "sub"], "verify_iat": False},
        )
        return _actor(claims)
    except jwt.ExpiredSignatureError as error:
        raise InvalidToken("Votre session a expiré\u202f: reconnectez-vous.") from error
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise InvalidToken("Votre jeton d’accès n’est pas valable.") from error


def _actor(claims: dict[str, Any]) -> Actor:
    roles = frozenset(
        Role(str(role["role"]), UUID(role["org"]) if role.get("org") else None)
        for role in claims.get("roles", ())
    )
    return Actor(person_id=UUID(claims["sub"]), roles=roles)
