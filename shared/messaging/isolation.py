"""Owns the handling of messages that may end the process that handles them: one at a time, after all others.

The broker counts how often a delivery ended with its connection, and gives a message up in the end; but it
counts for all that the process had in hand, whoever was to blame. So a message that has come back several
times is moved to a queue of which a process takes one (`shared.messaging.consumer` moves it). Here it waits
until what the process had in hand before is done: whatever dies with it has hardly been delivered.

It counts nothing itself: what ends the process would take the count with it.
"""

import asyncio
import time
from collections.abc import Mapping

from faststream.rabbit import RabbitMessage

from shared.messaging.consumer import Consumer
from shared.messaging.pulse import InHand
from shared.telemetry import get_logger

PREFETCH = 1
OTHERS_FIRST_SECONDS = 1.0
"""After its start a process takes its other messages first, so that each life of it brings them on."""
PATIENCE_SECONDS = 30.0


class Isolation:
    """Receives the messages of a service that are handled alone."""

    def __init__(self, consumers: Mapping[str, Consumer], in_hand: InHand) -> None:
        self._consumers = consumers
        self._in_hand = in_hand
        self._begun = time.monotonic()

    async def receive(self, message: RabbitMessage) -> None:
        """Return once the message is acknowledged, or the channel that brought it is gone."""
        queue = str(message.raw_message.routing_key)
        await asyncio.sleep(self._begun + OTHERS_FIRST_SECONDS - time.monotonic())
        await self._in_hand.is_done(PATIENCE_SECONDS)
        get_logger().warning("handled alone", queue=queue, message_id=message.message_id)
        await self._consumers[queue].take(message)
