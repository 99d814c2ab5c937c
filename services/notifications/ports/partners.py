"""Owns what is asked of the world outside for partner systems. Does not know who answers."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from services.notifications.domain.partners.log import LogEntry
from services.notifications.domain.partners.partner import Partner
from services.notifications.domain.partners.webhook import Webhook
from services.notifications.domain.partners.webhook_delivery import WebhookDelivery
from shared.events.envelope import Envelope, Payload


class Partners(Protocol):
    """The store of one unit of work. Reads see what the same unit has changed; what is saved is staged."""

    @property
    def at(self) -> datetime:
        """When the decision is being taken."""

    async def read_ahead(self, subjects: Collection[str]) -> None:
        """Read in one query how far the histories of a whole batch are known."""

    async def partner(self, partner_id: UUID) -> Partner:
        """One partner.

        Raises:
            UnknownPartner: there is none.
        """

    async def name_is_taken(self, name: str) -> bool:
        """Whether a partner is called so."""

    def save_partner(self, partner: Partner) -> None:
        """Stage a partner."""

    async def webhook(self, partner_id: UUID, webhook_id: UUID) -> Webhook:
        """One webhook of a partner's.

        Raises:
            UnknownWebhook: it has none such.
        """

    async def webhooks_for(self, event_type: str) -> Sequence[Webhook]:
        """Those that want an event of this type now."""

    def save_webhook(self, webhook: Webhook, events: Sequence[Payload] = ()) -> None:
        """Stage a webhook, and its events."""

    def remove_webhook(self, webhook: Webhook) -> None:
        """Stage the removal of a webhook."""

    async def sequence(self, subject: str) -> int:
        """How many events of this subject were seen."""

    def keep_sequence(self, subject: str, sequence: int) -> None:
        """Stage how many events of this subject were seen."""

    async def append(self, event: Envelope[Any]) -> LogEntry:
        """Stage an event at the end of the log; its place."""

    def queue(self, delivery: WebhookDelivery) -> None:
        """Stage what is to be sent."""


class OutgoingWebhooks(Protocol):
    """What is to be sent to webhooks. Each call is durable when it returns."""

    async def take_due(self, at: datetime) -> WebhookDelivery | None:
        """Lease what has been due for longest, if anything is; nobody else gets it meanwhile."""

    async def addressed(self, delivery: WebhookDelivery) -> tuple[Webhook | None, bytes]:
        """Where it goes, if that webhook is still there, and the bytes of the event."""

    async def record(self, delivery: WebhookDelivery) -> bool:
        """Write down how it went; False, with nothing written, where the lease is another's."""

    async def failing_since(self, webhook_id: UUID, at: datetime) -> datetime:
        """Note that nothing is taken; since when, which is now where it was not noted before."""

    async def taken_again(self, webhook_id: UUID) -> None:
        """Note that something was taken."""

    async def watch(self, wake: Callable[[], None]) -> None:
        """Call `wake` whenever there may be something new to send, until cancelled: a hint, not a promise."""


@dataclass(frozen=True, slots=True)
class EventsWanted:
    """Which part of the log somebody reads."""

    after: int
    types: Collection[str]
    """All of them where it is empty."""
    limit: int


@dataclass(frozen=True, slots=True)
class EventsFound:
    """A part of the log, and where to read on."""

    entries: Sequence[LogEntry]
    next_after: int


class PartnerQueries(Protocol):
    """Partners, their webhooks and the log, as people and partners read them."""

    async def partners(self, *, after: UUID | None, limit: int) -> Sequence[Partner]:
        """Partners, in the order of their registration."""

    async def partner(self, partner_id: UUID) -> Partner:
        """One partner.

        Raises:
            UnknownPartner: there is none.
        """

    async def partner_with_key(self, key_id: UUID) -> Partner | None:
        """Who has this access key, and it is not revoked."""

    async def webhooks(self, partner_id: UUID) -> Sequence[Webhook]:
        """The webhooks of a partner, in the order of their making.

        Raises:
            UnknownPartner: there is none.
        """

    async def deliveries(
        self, webhook_id: UUID, *, before: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[WebhookDelivery]:
        """What was sent to a webhook, the newest first."""

    async def events(self, wanted: EventsWanted) -> EventsFound:
        """Events in the order of the log."""
