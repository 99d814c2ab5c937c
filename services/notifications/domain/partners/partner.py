"""Owns the aggregate `Partner`: a system that reads events, and the keys that let it in. Sends nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from services.notifications.domain.partners import commands
from services.notifications.domain.partners.errors import (
    PartnerKeyRevoked,
    StaffOnly,
    TooManyPartnerKeys,
    UnknownPartnerKey,
)
from shared.commands import Actor

MOST_KEYS: Final = 5
"""Valid at once: two serve a rotation, a few more several machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey:
    """A key of a partner; what it reads like is nobody's business here."""

    id: UUID
    issued_at: datetime
    revoked_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Partner:
    """A partner system."""

    id: UUID
    name: str
    title: str
    keys: Sequence[AccessKey] = ()
    version: int = 0
    sequence: int = 0

    @classmethod
    def register(cls, command: commands.RegisterPartner) -> "Partner":
        """A partner without any key yet.

        Raises:
            StaffOnly: the actor is not of the team.
        """
        require_staff(command.actor)
        return cls(id=command.partner_id, name=command.name, title=command.title)

    def issue_key(self, command: commands.IssuePartnerKey) -> AccessKey:
        """A key beside those that there are.

        Raises:
            StaffOnly: the actor is not of the team.
            TooManyPartnerKeys: it has as many as may be.
        """
        require_staff(command.actor)
        if sum(key.revoked_at is None for key in self.keys) >= MOST_KEYS:
            raise TooManyPartnerKeys(MOST_KEYS)
        issued = AccessKey(id=command.key_id, issued_at=command.at)
        self.keys = (*self.keys, issued)
        return issued

    def revoke_key(self, command: commands.RevokePartnerKey) -> None:
        """Let a key open nothing any more.

        Raises:
            StaffOnly: the actor is not of the team.
            UnknownPartnerKey: it never had it.
            PartnerKeyRevoked: it was revoked before.
        """
        require_staff(command.actor)
        key = next((key for key in self.keys if key.id == command.key_id), None)
        if key is None:
            raise UnknownPartnerKey
        if key.revoked_at is not None:
            raise PartnerKeyRevoked
        revoked = replace(key, revoked_at=command.at)
        self.keys = tuple(revoked if one.id == key.id else one for one in self.keys)

    def accepts(self, key_id: UUID) -> bool:
        """Whether this key opens anything."""
        return any(key.id == key_id and key.revoked_at is None for key in self.keys)


def require_staff(actor: Actor) -> None:
    """Let the team pass.

    Raises:
        StaffOnly: the actor is not of it.
    """
    if not actor.is_staff:
        raise StaffOnly
