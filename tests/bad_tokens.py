"""Owns tokens that prove nothing, in all the ways that an attacker would try. Sends none."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.clock import utc_now
from shared.commands import Role
from shared.ids import new_id
from shared.security.tokens import TokenSigner, new_private_key_pem
from tests.garbage import UNKNOWN_ID

ADMIN = Role("admin")


def bad_tokens(signer: TokenSigner) -> Mapping[str, str | None]:
    """What is wrong → the token; `signer` has the key that services trust."""
    header, claims, signature = _signed(signer).split(".")
    return {
        "missing": None,
        "garbage": "garbage",
        "not ASCII": "é.é.é",
        "alg none": _unsigned({"alg": "none", "kid": signer.public_key.kid}),
        "alg HS256": _unsigned({"alg": "HS256", "kid": signer.public_key.kid}) + "c2ln",
        "no kid": _unsigned({"alg": "ES256"}) + signature,
        "of a stranger": _signed(TokenSigner(new_private_key_pem())),
        "of a stranger who names our key": f"{header}.{claims}.{_signed(_stranger()).split('.')[2]}",
        "expired": _signed(signer, lifetime=timedelta(minutes=-5)),
        "claims of another": f"{header}.{_unsigned({}).split('.')[1]}.{signature}",
    }


def _stranger() -> TokenSigner:
    return TokenSigner(new_private_key_pem())


def _signed(signer: TokenSigner, **how: Any) -> str:
    return signer.sign(person_id=new_id(), roles=[ADMIN], now=utc_now(), **how)


def _unsigned(header: Mapping[str, str]) -> str:
    claims = {"sub": UNKNOWN_ID, "roles": [{"role": "admin"}], "iss": "essaim", "aud": "essaim"}
    parts = (header, {**claims, "iat": 0, "exp": 99_999_999_999})
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
    return ".".join(encoded) + "."
