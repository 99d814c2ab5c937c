"""Owns the way of one event to one webhook: `WebhookDelivery`. Writes and sends nothing.

It is sent under a lease: a process that dies in the middle loses it, and another one tries again, with the
same `webhook-id` and the same bytes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from services.notifications.domain.errors import NotBeingSent
from services.notifications.domain.partners.log import LogEntry

LEASE: Final = timedelta(seconds=40)
"""Longer than any try may last."""
PAUSES: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""Wait after the first failure, the second …; when none is left, it is given up (Standard Webhooks)."""
JITTER: Final = 0.2
"""Each pause is so much shorter or longer, so that what failed together does not come again together."""
OFF_AFTER: Final = timedelta(days=5)
"""A webhook that takes nothing for so long is switched off."""


class WebhookDeliveryState(StrEnum):
    """How far it is."""

    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILING = "failing"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(slots=True, kw_only=True)
class WebhookDelivery:
    """One event for one webhook."""

    id: UUID
    webhook_id: UUID
    position: int
    """The event's place in the partners' log."""
    event_id: UUID
    type: str
    queued_at: datetime
    due_at: datetime
    """Not to be tried before; while it is being sent, when the lease runs out."""
    state: WebhookDeliveryState = WebhookDeliveryState.QUEUED
    attempts: int = 0
    """Grows with each lease: who was overtaken sees that the number is no longer its own."""
    failures: int = 0
    """Answers that were none, or not 2xx: a lease that ran out is no failure of the receiver's."""
    delivered_at: datetime | None = None
    last_status: int | None = None
    last_failure: str = ""
    story: str = ""

    @classmethod
    def of(cls, entry: LogEntry, webhook_id: UUID, *, at: datetime, story: str) -> "WebhookDelivery":
        """What follows at once from an event: one for each webhook."""
        return cls(
            id=uuid5(entry.event_id, str(webhook_id)),
            webhook_id=webhook_id,
            position=entry.position,
            event_id=entry.event_id,
            type=entry.type,
            queued_at=at,
            due_at=at,
            story=story,
        )

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be tried."""
        over = {WebhookDeliveryState.DELIVERED, WebhookDeliveryState.FAILED, WebhookDeliveryState.DROPPED}
        return self.state in over

    def mark_delivered(self, at: datetime, *, status: int) -> None:
        """The receiver took it.

        Raises:
            NotBeingSent: no lease was taken.
        """
        self._require_sending()
        self.state = WebhookDeliveryState.DELIVERED
        self.delivered_at, self.last_status, self.last_failure = at, status, ""

    def put_off(
        self,
        at: datetime,
        *,
        reason: str,
        status: int | None,
        retry_after: timedelta | None,
        chance: float,
    ) -> None:
        """It was not taken: try again later, by the schedule or when the receiver asks, or give up.

        `chance`, from 0 to 1, says how far the pause goes off the schedule.

        Raises:
            NotBeingSent: no lease was taken.
        """
        self._require_sending()
        self.last_status, self.last_failure = status, reason[:500]
        if self.failures == len(PAUSES):
            self.state = WebhookDeliveryState.FAILED
            return
        pause = PAUSES[self.failures] * (1 - JITTER + 2 * JITTER * chance)
        self.failures += 1
        self.state = WebhookDeliveryState.FAILING
        self.due_at = at + max(pause, min(retry_after or timedelta(), PAUSES[-1]))

    def drop(self) -> None:
        """It is not to be sent: its webhook is off, or gone.

        Raises:
            NotBeingSent: no lease was taken.
        """
        self._require_sending()
        self.state = WebhookDeliveryState.DROPPED

    def _require_sending(self) -> None:
        if self.state is not WebhookDeliveryState.SENDING:
            raise NotBeingSent("Cet envoi n’est pas en cours.", delivery_id=str(self.id))
