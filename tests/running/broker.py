"""Owns a look into the broker and a hand on it, as somebody has who maintains it. Knows no event."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aio_pika
from aio_pika.abc import AbstractChannel

from shared.ids import new_id


@dataclass(frozen=True)
class Broker:
    """A connection of its own."""

    channel: AbstractChannel

    async def waiting(self, queue: str) -> int:
        """How many messages lie in a queue that nobody has been handed."""
        found = await self.channel.declare_queue(queue, passive=True)
        return found.declaration_result.message_count or 0

    async def put(self, queue: str, body: bytes, *, headers: Mapping[str, str | int] | None = None) -> None:
        """Put a message straight into a queue."""
        message = aio_pika.Message(
            body,
            message_id=str(new_id()),
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            headers=dict(headers or {}),
        )
        await self.channel.default_exchange.publish(message, queue, mandatory=True)


@asynccontextmanager
async def broker_at(rabbitmq_url: str) -> AsyncIterator[Broker]:
    """A hand on the broker, until the block ends."""
    async with (
        await aio_pika.connect(rabbitmq_url) as connection,
        connection.channel(on_return_raises=True) as channel,
    ):
        yield Broker(channel)
