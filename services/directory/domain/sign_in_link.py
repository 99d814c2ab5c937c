"""Owns what is kept of a sign-in: the request, until its mail is sent, and the link, until it is used.

The secret of a link is made when its mail is written, and is nowhere but in that mail: kept is its digest.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

LINK_LIFETIME = timedelta(minutes=15)
_SPACES = re.compile(r"\s+")


@dataclass(slots=True, kw_only=True)
class SignInLink:
    """A link that was mailed to somebody; it is removed when it is used."""

    digest: str
    person_id: UUID
    expires_at: datetime
    version: int = 0
    sequence: int = 0

    @property
    def id(self) -> str:
        """A link is known by its digest."""
        return self.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRequest:
    """Somebody typed an address: whether it is anybody's is seen when the mail is to be written."""

    email: str
    asked_at: datetime
    attempts: int = 0

    @property
    def expires_at(self) -> datetime:
        """When nobody waits for the mail any more."""
        return self.asked_at + LINK_LIFETIME


def digest_of(secret: str) -> str:
    """The form under which a secret is kept: it has 256 random bits, so a plain digest is enough."""
    return sha256(secret.encode()).hexdigest()


def as_kept(email: str) -> str:
    """An address as typed, in the form in which people's addresses are kept."""
    return _SPACES.sub("", email).lower()
