"""Owns the forms of what can be asked about partner systems. Decides nothing."""

from dataclasses import dataclass
from uuid import UUID

from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class OfPartner(Command):
    """A command about a partner."""

    partner_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterPartner(OfPartner):
    """Make a system known that will read events."""

    name: str
    """Lower-case letters, digits and hyphens: what events and logs call it."""
    title: str
    """What people call it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuePartnerKey(OfPartner):
    """Give a partner an access key, beside those that it has."""

    key_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RevokePartnerKey(OfPartner):
    """Let a key open nothing any more, at once."""

    key_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class OfWebhook(OfPartner):
    """A command about a webhook."""

    webhook_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class AddWebhook(OfWebhook):
    """Send events to an address of the partner's, from now on."""

    url: str
    types: tuple[str, ...]
    """The event types wanted; all of them where it is empty."""
    secret_id: UUID
    allow_http: bool = False
    """Where everything runs on one machine, addresses need no TLS."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviseWebhook(OfWebhook):
    """Send to another address, or other events."""

    url: str
    types: tuple[str, ...]
    allow_http: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RotateWebhookSecret(OfWebhook):
    """Sign with a new secret, and for a day with the former one too."""

    secret_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class SwitchOnWebhook(OfWebhook):
    """Send again what happens from now on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SwitchOffWebhook(OfWebhook):
    """Send nothing more."""

    reason_code: str
    """`by_staff`, `gone` (the receiver answered 410) or `failing` (nothing was taken for days)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveWebhook(OfWebhook):
    """Forget it."""
