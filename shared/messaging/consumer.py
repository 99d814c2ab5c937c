"""Owns what becomes of a delivery: applied, postponed or given up, and only then acknowledged.

An acknowledgement follows a commit or a confirmed copy, never precedes it: killed in between, the message
comes again and the inbox knows it. What has come back too often is moved to where it is handled alone: it may
be what ends the process, and would take along whatever else that has in hand (`shared.messaging.isolation`).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aio_pika.exceptions import CONNECTION_EXCEPTIONS
from faststream.rabbit import RabbitMessage

from shared.clock import Clock
from shared.errors import TooEarly
from shared.events.envelope import Envelope, Payload, UndecodableEvent, by_type, parse
from shared.failpoints import Failpoint, reach
from shared.jitter import jitter
from shared.messaging.inbox import Inbox, Subscription
from shared.messaging.publisher import NotPublished, Publisher
from shared.messaging.pulse import InHand
from shared.messaging.topology import ALONE, DEAD_LETTERS, RETRIES_SECONDS, SUSPECT_FROM
from shared.storage.mongo import StorageUnavailable
from shared.storage.postponed import Postponed
from shared.telemetry import get_logger, story

ATTEMPTS_HEADER = "x-essaim-attempts"
REASON_HEADER = "x-essaim-reason"
RETURNS_HEADER = "x-delivery-count"
DELIVERY_LIMIT_REACHED = "delivery_limit"
PROCESS_ENDED = (
    "process ended: whenever this message was handled, the process ended or lost its connection "
    "before it was done (broker: delivery_limit)"
)
AT_ONCE_PAUSES_SECONDS = (0.05, 0.2, 0.8, 2.0)
"""Together longer than the longest pause: what is early waits for what waited for the database."""
LONGEST_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Consumer:
    """Receives the deliveries of one queue."""

    queue: str
    subscription: Subscription[Any]
    inbox: Inbox
    publisher: Publisher
    postponed: Postponed
    in_hand: InHand
    clock: Clock

    async def receive(self, message: RabbitMessage) -> None:
        """Return once the message is acknowledged, or the channel that brought it is gone."""
        with self.in_hand.holding(self.queue):
            if _returns(message) < SUSPECT_FROM:
                await self.take(message)
                return
            get_logger().warning("to be handled alone", queue=self.queue, message_id=message.message_id)
            await self._send(message, ALONE, _ours(message.headers))
            await self._acknowledge(message)

    async def take(self, message: RabbitMessage) -> None:
        """Handle it, however often it has come back before."""
        try:
            event = parse(message.body, by_type(self.subscription.contracts))
        except UndecodableEvent as error:
            await self._give_up(message, str(error))
        else:
            with story(event.correlationid):
                await self._apply(message, event)
        await self._acknowledge(message)

    async def _acknowledge(self, message: RabbitMessage) -> None:
        try:
            await message.ack()
        except CONNECTION_EXCEPTIONS as error:
            get_logger().info("not acknowledged, will come again", queue=self.queue, error=repr(error))

    async def _apply(self, message: RabbitMessage, event: Envelope[Payload]) -> None:
        try:
            await self._insist(event)
        except Exception as error:  # noqa: BLE001  # whatever failed, the message is kept, and others go on
            get_logger().exception("failed", queue=self.queue, event_id=str(event.id), type=event.type)
            await self._postpone(message, event.id, f"{type(error).__name__}: {error}")
        else:
            reach(Failpoint.AFTER_EFFECT)
            if _attempts(message):
                await self.postponed.settle(self.queue, event.id)
            get_logger().info("event applied", queue=self.queue, event_id=str(event.id), type=event.type)

    async def _insist(self, event: Envelope[Payload]) -> None:
        """Wait for the database as long as it takes, and a moment for an event that comes too early."""
        early = 0
        pause = AT_ONCE_PAUSES_SECONDS[0]
        while True:
            try:
                await self.inbox.apply(event, self.subscription)
            except StorageUnavailable:
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            except TooEarly:
                if early == len(AT_ONCE_PAUSES_SECONDS):
                    raise
                pause = AT_ONCE_PAUSES_SECONDS[early]
                early += 1
            else:
                return
            await asyncio.sleep(pause * jitter(0.8, 1.2))

    async def _postpone(self, message: RabbitMessage, event_id: UUID, reason: str) -> None:
        attempts = _attempts(message)
        if attempts == len(RETRIES_SECONDS):
            await self._give_up(message, reason)
            await self.postponed.settle(self.queue, event_id)
            return
        await self.postponed.note(self.queue, event_id, self.clock())
        headers = {ATTEMPTS_HEADER: attempts + 1, REASON_HEADER: reason[:1000]}
        await self._send(message, list(RETRIES_SECONDS)[attempts], headers)
        reach(Failpoint.AFTER_RETRY_COPY)

    async def _give_up(self, message: RabbitMessage, reason: str) -> None:
        get_logger().error("dead letter", queue=self.queue, reason=reason)
        await self._send(message, DEAD_LETTERS, {REASON_HEADER: reason[:1000]})

    async def _send(self, message: RabbitMessage, exchange: str, headers: Mapping[str, Any]) -> None:
        pause = AT_ONCE_PAUSES_SECONDS[0]
        while True:
            try:
                await self.publisher.publish(
                    message.body,
                    exchange=exchange,
                    routing_key=self.queue,
                    message_id=str(message.message_id),
                    headers=headers,
                )
            except NotPublished as error:
                get_logger().warning("broker does not confirm, trying again", error=str(error))
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                await asyncio.sleep(pause)
            else:
                return


def _attempts(message: RabbitMessage) -> int:
    """How often it has failed before."""
    return int(message.headers.get(ATTEMPTS_HEADER, 0))


def _returns(message: RabbitMessage) -> int:
    """How often it was delivered and came back, since what had it in hand ended; the broker counts."""
    return int(message.headers.get(RETURNS_HEADER) or 0)


def _ours(headers: Mapping[str, Any]) -> dict[str, Any]:
    """What we have written on a message, without what the broker has."""
    return {name: headers[name] for name in (ATTEMPTS_HEADER, REASON_HEADER) if name in headers}


def reason_given(headers: Mapping[str, Any]) -> str:
    """Why a message was given up: in our words, or in the broker's where nobody could say it any more."""
    deaths = headers.get("x-death") or [{}]
    why = str(deaths[0].get("reason", "unknown"))
    if why == DELIVERY_LIMIT_REACHED:
        return PROCESS_ENDED
    return str(headers.get(REASON_HEADER) or f"broker: {why}")
