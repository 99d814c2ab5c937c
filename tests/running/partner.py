"""Owns a partner's program: an AMQP client that knows nothing of Essaim but the exchange and CloudEvents."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from tests.eventually import eventually


@dataclass
class Partner:
    """What has come to a queue of its own."""

    messages: list[AbstractIncomingMessage] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events, read as the JSON that they are."""
        return [json.loads(message.body) for message in self.messages]

    def told_of(self, thing_id: str) -> list[dict[str, Any]]:
        """The events whose subject is this thing."""
        return [event for event in self.events if event["subject"].endswith(f"/{thing_id}")]

    async def wait_for(self, thing_id: str, count: int) -> list[dict[str, Any]]:
        """The events of a thing, once there are at least `count`."""

        async def come() -> bool:
            return len(self.told_of(thing_id)) >= count

        await eventually(come, what=f"{count} events of {thing_id}")
        return self.told_of(thing_id)

    async def told(self, thing_id: str, event_type: str) -> dict[str, Any]:
        """What the last event of this type says of a thing, once one has come."""
        found: list[dict[str, Any]] = []

        async def come() -> bool:
            found[:] = [event for event in self.told_of(thing_id) if event["type"] == event_type]
            return bool(found)

        await eventually(come, what=f"{event_type} of {thing_id}")
        said: dict[str, Any] = found[-1]["data"]
        return said


@asynccontextmanager
async def listening(rabbitmq_url: str, *, exchange: str = "events", key: str = "#") -> AsyncIterator[Partner]:
    """A partner whose queue is bound to `exchange`, and gone afterwards."""
    partner = Partner()

    async def keep(message: AbstractIncomingMessage) -> None:
        partner.messages.append(message)

    async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(exchange, key)
        await queue.consume(keep, no_ack=True)
        yield partner
