"""Owns ways to break relay, consumer and order, each of which some history must find."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.events.order import is_next
from shared.messaging.consumer import Consumer
from shared.messaging.publisher import NotPublished
from shared.messaging.relay import Relay
from shared.storage import outbox
from tests.simulation.mutations.replaced import Replaced


@dataclass(frozen=True, slots=True)
class _Acknowledged:
    """A delivery that was acknowledged already."""

    delivery: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.delivery, name)

    async def ack(self) -> None:
        """Nothing is left to do."""


def ack_before_commit() -> Iterable[Replaced]:
    """A message is acknowledged before it is applied."""
    receive = Consumer.receive

    async def early(self: Consumer, message: Any) -> None:
        await message.ack()
        await receive(self, _Acknowledged(message))  # type: ignore[arg-type]  # it behaves as one

    yield Consumer, "receive", early


def mark_before_confirm() -> Iterable[Replaced]:
    """A row is ticked off before the broker has confirmed it."""
    publish = Relay._publish

    async def early(self: Relay, rows: Sequence[outbox.OutboxRow]) -> Any:
        if rows:
            await self._outbox.mark_published([row.id for row in rows], self._clock())
        return await publish(self, rows)

    yield Relay, "_publish", early


def unconfirmed_is_published() -> Iterable[Replaced]:
    """A row that the broker did not confirm is ticked off as if it had."""

    async def careless(self: Relay, history: Sequence[outbox.OutboxRow], published: list[UUID]) -> None:
        for row in history:
            with suppress(NotPublished):
                await _publish_one(self, row)
            published.append(row.id)

    yield Relay, "_publish_history", careless


async def _publish_one(relay: Relay, row: outbox.OutboxRow) -> None:
    """Publish one row."""
    await relay._publisher.publish(
        row.body,
        exchange=row.exchange,
        routing_key=row.routing_key,
        message_id=str(row.id),
        headers=row.headers,
    )


def gaps_pass() -> Iterable[Replaced]:
    """A copy takes in whatever is newer, although something is missing."""

    def newer(event: Any, known: int) -> bool:
        return bool(event.sequence > known)

    for name, module in sorted(sys.modules.items()):
        if name.startswith(("services.", "shared.")) and getattr(module, "is_next", None) is is_next:
            yield module, "is_next", newer


def early_is_dropped() -> Iterable[Replaced]:
    """A message that failed is acknowledged, and its copy for later is not made."""

    async def drop(self: Consumer, message: Any, reason: str) -> None:
        """Nothing."""

    yield Consumer, "_postpone", drop
