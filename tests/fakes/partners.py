"""Owns what is to be sent to partners, in memory, for tests. Keeps copies, as a database does."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from uuid import UUID

from services.notifications.domain.partners.webhook import Webhook
from services.notifications.domain.partners.webhook_delivery import (
    LEASE,
    WebhookDelivery,
    WebhookDeliveryState,
)


class InMemoryOutgoingWebhooks:
    """The queue of what is to be sent."""

    def __init__(self) -> None:
        self.webhooks: dict[UUID, Webhook] = {}
        self.kept: dict[UUID, WebhookDelivery] = {}
        self._bodies: dict[int, bytes] = {}
        self._failing: dict[UUID, datetime] = {}
        self._wakes: list[Callable[[], None]] = []

    @property
    def being_sent(self) -> bool:
        return any(one.state is WebhookDeliveryState.SENDING for one in self.kept.values())

    def queue(self, delivery: WebhookDelivery, body: bytes) -> None:
        self.kept[delivery.id] = deepcopy(delivery)
        self._bodies[delivery.position] = body
        self.ring()

    def ring(self) -> None:
        for wake in self._wakes:
            wake()

    async def take_due(self, at: datetime) -> WebhookDelivery | None:
        due = [one for one in self.kept.values() if not one.is_over and one.due_at <= at]
        if not due:
            return None
        taken = min(due, key=lambda one: one.due_at)
        taken.state, taken.due_at = WebhookDeliveryState.SENDING, at + LEASE
        taken.attempts += 1
        return deepcopy(taken)

    async def addressed(self, delivery: WebhookDelivery) -> tuple[Webhook | None, bytes]:
        return deepcopy(self.webhooks.get(delivery.webhook_id)), self._bodies[delivery.position]

    async def record(self, delivery: WebhookDelivery) -> bool:
        kept = self.kept[delivery.id]
        if kept.is_over or kept.attempts != delivery.attempts:
            return False
        self.kept[delivery.id] = deepcopy(delivery)
        return True

    async def failing_since(self, webhook_id: UUID, at: datetime) -> datetime:
        return self._failing.setdefault(webhook_id, at)

    async def taken_again(self, webhook_id: UUID) -> None:
        self._failing.pop(webhook_id, None)

    async def watch(self, wake: Callable[[], None]) -> None:
        self._wakes.append(wake)
