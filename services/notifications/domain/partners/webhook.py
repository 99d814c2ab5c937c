"""Owns the aggregate `Webhook`: where a partner wants events sent, which, and signed with which secrets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from services.notifications.domain.partners import commands
from services.notifications.domain.partners.errors import (
    UnknownEventType,
    WebhookStateRefuses,
    WebhookUrlRefused,
)
from services.notifications.domain.partners.partner import require_staff
from shared.commands import SYSTEM
from shared.events.envelope import Payload
from shared.events.notifications import WebhookSwitchedOff

BOTH_VALID_FOR: Final = timedelta(hours=24)
"""How long a former secret still signs, beside the new one."""

BY_STAFF: Final = "by_staff"


class WebhookState(StrEnum):
    """Whether events are sent."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSecret:
    """A secret that signs; what it reads like is nobody's business here."""

    id: UUID
    valid_until: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Webhook:
    """An address of a partner's that gets events. Its subject is `webhook/<id>`."""

    id: UUID
    partner_id: UUID
    url: str
    types: Sequence[str]
    secrets: Sequence[WebhookSecret]
    """The newest first."""
    state: WebhookState = WebhookState.ON
    off_reason: str = ""
    version: int = 0
    sequence: int = 0

    @classmethod
    def add(cls, command: commands.AddWebhook, *, public_types: Collection[str]) -> "Webhook":
        """A webhook that gets what happens from now on.

        Raises:
            StaffOnly: the actor is not of the team.
            WebhookUrlRefused: nothing can be sent there.
            UnknownEventType: partners see no event of that type.
        """
        require_staff(command.actor)
        require_address(command.url, allow_http=command.allow_http)
        _require_types(command.types, public_types)
        return cls(
            id=command.webhook_id,
            partner_id=command.partner_id,
            url=command.url,
            types=command.types,
            secrets=(WebhookSecret(id=command.secret_id),),
        )

    def revise(self, command: commands.ReviseWebhook, *, public_types: Collection[str]) -> None:
        """Send to another address, or other events; what waits already goes to the new address.

        Raises:
            StaffOnly: the actor is not of the team.
            WebhookUrlRefused: nothing can be sent there.
            UnknownEventType: partners see no event of that type.
        """
        require_staff(command.actor)
        require_address(command.url, allow_http=command.allow_http)
        _require_types(command.types, public_types)
        self.url, self.types = command.url, command.types

    def rotate_secret(self, command: commands.RotateWebhookSecret) -> None:
        """Sign with a new secret; the one before stays valid for a day, older ones do not.

        Raises:
            StaffOnly: the actor is not of the team.
        """
        require_staff(command.actor)
        former = replace(self.secrets[0], valid_until=command.at + BOTH_VALID_FOR)
        self.secrets = (WebhookSecret(id=command.secret_id), former)

    def switch_on(self, command: commands.SwitchOnWebhook) -> None:
        """Send again.

        Raises:
            StaffOnly: the actor is not of the team.
            WebhookStateRefuses: it is on.
        """
        require_staff(command.actor)
        if self.state is WebhookState.ON:
            raise WebhookStateRefuses("Ce webhook est déjà actif.", state=self.state)
        self.state, self.off_reason = WebhookState.ON, ""

    def switch_off(self, command: commands.SwitchOffWebhook) -> tuple[Payload, ...]:
        """Send nothing more; where nobody asked for it, the team is told.

        Raises:
            StaffOnly: the actor is neither of the team nor the system.
            WebhookStateRefuses: it is off.
        """
        if command.actor != SYSTEM:
            require_staff(command.actor)
        if self.state is WebhookState.OFF:
            raise WebhookStateRefuses("Ce webhook est déjà arrêté.", state=self.state)
        self.state, self.off_reason = WebhookState.OFF, command.reason_code
        if command.reason_code == BY_STAFF:
            return ()
        return (
            WebhookSwitchedOff(
                webhook_id=self.id, partner_id=self.partner_id, reason_code=command.reason_code
            ),
        )

    def require_removable(self, command: commands.RemoveWebhook) -> None:
        """Let it be removed.

        Raises:
            StaffOnly: the actor is not of the team.
        """
        require_staff(command.actor)

    def wants(self, event_type: str) -> bool:
        """Whether an event of this type is to be sent."""
        return self.state is WebhookState.ON and (not self.types or event_type in self.types)

    def secrets_at(self, at: datetime) -> tuple[UUID, ...]:
        """The secrets that sign now, the newest first."""
        return tuple(one.id for one in self.secrets if one.valid_until is None or at < one.valid_until)


def require_address(url: str, *, allow_http: bool) -> None:
    """Let an address pass that a POST can go to.

    Raises:
        WebhookUrlRefused: it is no https address of a host, or says more than where.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise WebhookUrlRefused("elle est mal formée") from error
    if parts.scheme not in ({"https", "http"} if allow_http else {"https"}):
        raise WebhookUrlRefused("elle doit commencer par https://")
    if not host or not url.isascii() or not url.isprintable() or " " in url:
        raise WebhookUrlRefused("elle est mal formée")
    if parts.username is not None or parts.fragment:
        raise WebhookUrlRefused("ni nom d’utilisateur ni fragment n’y ont leur place")


def _require_types(types: Sequence[str], public_types: Collection[str]) -> None:
    unknown = next((one for one in types if one not in public_types), None)
    if unknown is not None:
        raise UnknownEventType(unknown)
