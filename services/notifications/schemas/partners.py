"""Owns what the API takes and gives of partner systems: shapes and bounds, no rule."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.notifications.domain.partners.partner import AccessKey, Partner
from services.notifications.domain.partners.webhook import Webhook, WebhookState
from services.notifications.domain.partners.webhook_delivery import WebhookDelivery, WebhookDeliveryState

LAST_POSITION = 2**53

Name = Annotated[str, Field(pattern=r"^[a-z](-?[a-z0-9]){1,38}$", description="What events call it.")]
Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\P{Cc}*[^\s\p{Cc}]\P{Cc}*$")]
EventType = Annotated[
    str,
    Field(
        max_length=100, pattern=r"^[a-z]+\.[A-Za-z]+\.v[0-9]+$", examples=["conventions.VisitScheduled.v1"]
    ),
]
Types = Annotated[list[EventType], Field(max_length=100)]


class Asked(BaseModel):
    """What a caller sends: nothing beyond what is known."""

    model_config = ConfigDict(extra="forbid")


class PartnerIn(Asked):
    """A partner to register."""

    name: Name
    title: Title


class AccessKeyOut(BaseModel):
    """A key of a partner's; what it reads like is told once, when it is issued."""

    id: UUID
    issued_at: AwareDatetime
    revoked_at: AwareDatetime | None

    @classmethod
    def of(cls, key: AccessKey) -> "AccessKeyOut":
        """The form of a key."""
        return cls(id=key.id, issued_at=key.issued_at, revoked_at=key.revoked_at)


class PartnerOut(BaseModel):
    """A partner system."""

    id: UUID
    name: str
    title: str
    keys: Sequence[AccessKeyOut]

    @classmethod
    def of(cls, partner: Partner) -> "PartnerOut":
        """The form of a partner."""
        keys = [AccessKeyOut.of(key) for key in partner.keys]
        return cls(id=partner.id, name=partner.name, title=partner.title, keys=keys)


class IssuedKeyOut(BaseModel):
    """A key as the partner sends it: `Authorization: Bearer essaim_…`."""

    id: UUID
    access_key: str


class WebhookIn(Asked):
    """Where a partner wants events."""

    url: Annotated[str, Field(min_length=1, max_length=500, description="An https address.")]
    types: Types = Field(default_factory=list, description="Event types wanted; all of them when empty.")


class WebhookOut(BaseModel):
    """A webhook of a partner's, without its secrets."""

    id: UUID
    partner_id: UUID
    url: str
    types: Sequence[str]
    state: WebhookState
    off_reason: str = Field(description="by_staff, gone (410) or failing (for five days).")

    @classmethod
    def of(cls, webhook: Webhook) -> "WebhookOut":
        """The form of a webhook."""
        return cls(
            id=webhook.id,
            partner_id=webhook.partner_id,
            url=webhook.url,
            types=webhook.types,
            state=webhook.state,
            off_reason=webhook.off_reason,
        )


class SignedWebhookOut(WebhookOut):
    """A webhook with the secret that its deliveries are verified with (Standard Webhooks)."""

    secret: str


class SecretSigned(BaseModel):
    """A webhook, and which of its secrets is the newest: what is remembered of an answer."""

    webhook: WebhookOut
    secret_id: UUID

    @classmethod
    def of(cls, webhook: Webhook) -> "SecretSigned":
        """The form of a webhook whose secret is to be told."""
        return cls(webhook=WebhookOut.of(webhook), secret_id=webhook.secrets[0].id)


class WebhookDeliveryOut(BaseModel):
    """An event on its way to a webhook."""

    id: UUID
    event_id: UUID = Field(description="`webhook-id` of every try.")
    position: int
    type: str
    state: WebhookDeliveryState
    queued_at: AwareDatetime
    due_at: AwareDatetime
    failures: int
    delivered_at: AwareDatetime | None
    last_status: int | None
    last_failure: str

    @classmethod
    def of(cls, delivery: WebhookDelivery) -> "WebhookDeliveryOut":
        """The form of a delivery."""
        return cls.model_validate(delivery, from_attributes=True)


class LoggedEventOut(BaseModel):
    """An event in its place."""

    position: int
    event: dict[str, Any] = Field(description="CloudEvents 1.0, as docs/events.md says.")


class EventsOut(BaseModel):
    """A part of the log, and where to read on: `after` of the next call, also when nothing came."""

    items: Sequence[LoggedEventOut]
    next_after: int
