"""Owns what a browser carries, sealed, between ProConnect and here. Knows not what is in it.

Only this service reads or changes it, scripts do not see it, and it is worth nothing after ten minutes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from fastapi import Request, Response

from shared.clock import Clock
from shared.security.sealing import Seal

COOKIE, PATH = "essaim_proconnect", "/sign-in"
WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pocket:
    """A sealed cookie. `is_secure` says that people come by HTTPS."""

    seal: Seal
    clock: Clock
    is_secure: bool

    def put(self, response: Response, told: Mapping[str, str]) -> None:
        """Have the browser carry this, and nothing else."""
        until = (self.clock() + WITHIN).isoformat()
        response.set_cookie(
            COOKIE,
            self.seal.seal(json.dumps({**told, "until": until}).encode()).decode(),
            max_age=int(WITHIN.total_seconds()),
            path=PATH,
            secure=self.is_secure,
            httponly=True,
            samesite="lax",  # it comes along when ProConnect sends the browser back
        )

    def look(self, request: Request) -> dict[str, str]:
        """What the browser carries; nothing where it is none of ours, or too old."""
        try:
            told: dict[str, str] = json.loads(self.seal.open(request.cookies.get(COOKIE, "").encode()))
        except InvalidToken:
            return {}
        return told if self.clock() < datetime.fromisoformat(told["until"]) else {}

    def empty(self, response: Response) -> None:
        """Have the browser carry nothing more."""
        response.delete_cookie(COOKIE, path=PATH, secure=self.is_secure, httponly=True, samesite="lax")
