"""Owns the aggregate `SigningKey`: the public half of a key that signs access tokens. Holds no secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.directory.domain.authority import require_admin_or_system
from services.directory.domain.commands.keys import PublishSigningKey, RetireSigningKey
from services.directory.domain.errors.keys import SigningKeyRetiredForGood
from shared.events.directory import SigningKeyPublished, SigningKeyRetired
from shared.events.envelope import Payload

Events = tuple[Payload, ...]


HEARD_WITHIN = timedelta(minutes=1)
"""From its publication on, until it signs: the event is with all services by then."""
SEEN_WITHIN = timedelta(minutes=5)
"""Until every process that signs has the new key: a file that a cluster hands out takes its time."""
LONGEST_TOKEN = timedelta(minutes=15)


class SigningKeyState(StrEnum):
    """Whether tokens signed with the key are accepted."""

    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(slots=True, kw_only=True)
class SigningKey:
    """The public half of a key, as a JWK has it (RFC 7517). Its subject is `signing_key/<kid>`."""

    kid: str
    """Its thumbprint (RFC 7638): another key has another."""
    crv: str
    x: str
    y: str
    published_at: datetime
    state: SigningKeyState = SigningKeyState.PUBLISHED
    version: int = 0
    sequence: int = 0

    @property
    def id(self) -> str:
        """Its name among aggregates."""
        return self.kid

    @classmethod
    def publish(cls, command: PublishSigningKey) -> "tuple[SigningKey, Events]":
        """Have the tokens that it signs accepted.

        Raises:
            AdminOnly: the actor is neither an administrator nor the system.
        """
        require_admin_or_system(command.actor)
        key = cls(kid=command.kid, crv=command.crv, x=command.x, y=command.y, published_at=command.at)
        return key, (SigningKeyPublished(kid=key.kid, crv=key.crv, x=key.x, y=key.y),)

    def require_published(self) -> None:
        """Let a key that is asked for again pass while it is accepted.

        Raises:
            SigningKeyRetiredForGood: it was retired.
        """
        if self.state is SigningKeyState.RETIRED:
            raise SigningKeyRetiredForGood

    def retire(self, command: RetireSigningKey) -> Events:
        """Have the tokens that it signs accepted no longer; once more tells nothing.

        Raises:
            AdminOnly: the actor is neither an administrator nor the system.
        """
        require_admin_or_system(command.actor)
        if self.state is SigningKeyState.RETIRED:
            return ()
        self.state = SigningKeyState.RETIRED
        return (SigningKeyRetired(kid=self.kid),)


def superseded(keys: Sequence[SigningKey], *, at: datetime) -> Sequence[SigningKey]:
    """The keys whose last token has run out, since a newer key has signed for long enough."""
    newest = max((key.published_at for key in keys), default=at)
    if at < newest + HEARD_WITHIN + SEEN_WITHIN + LONGEST_TOKEN:
        return ()
    return [key for key in keys if key.published_at < newest]
