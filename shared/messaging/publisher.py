"""Owns publishing: persistent, mandatory, confirmed, with a time limit, on a connection of its own.

A connection of its own, because a publish that the broker refuses may close its channel, and with it every
delivery in flight on that channel.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractRobustConnection
from aio_pika.exceptions import CONNECTION_EXCEPTIONS

from shared.events.envelope import CONTENT_TYPE

PUBLISH_TIMEOUT_SECONDS = 5
RECONNECT_SECONDS = 0.5


class NotPublished(Exception):
    """The broker did not confirm: the message may or may not be there, and is to be sent again."""


class Publisher(Protocol):
    """What can send one message for certain."""

    async def publish(
        self,
        body: bytes,
        *,
        exchange: str,
        routing_key: str,
        message_id: str,
        headers: Mapping[str, str | int] | None = None,
    ) -> None:
        """Return once the broker has it on disk.

        Raises:
            NotPublished: no confirmation within the time limit.
        """


class RabbitPublisher:
    """The real one. Publishing while the connection is down fails at once; it reconnects by itself."""

    def __init__(self, connection: AbstractRobustConnection, channel: AbstractChannel) -> None:
        self._connection = connection
        self._channel = channel
        self._exchanges: dict[str, AbstractExchange] = {"": channel.default_exchange}

    @classmethod
    async def connect(cls, url: str) -> "RabbitPublisher":
        """Open a connection of its own."""
        connection = await aio_pika.connect_robust(url, reconnect_interval=RECONNECT_SECONDS)
        return cls(connection, await connection.channel(publisher_confirms=True, on_return_raises=True))

    def on_reconnect(self, call: Callable[[], None]) -> None:
        """`call` is called whenever a lost connection is back."""
        self._connection.reconnect_callbacks.add(lambda *_: call())

    async def close(self) -> None:
        """Close the channel, then the connection: the other way round leaves a task of the channel behind."""
        await self._channel.close()
        await self._connection.close()

    async def publish(
        self,
        body: bytes,
        *,
        exchange: str,
        routing_key: str,
        message_id: str,
        headers: Mapping[str, str | int] | None = None,
    ) -> None:
        """Return once the broker has it on disk.

        Raises:
            NotPublished: no confirmation within the time limit.
        """
        message = aio_pika.Message(
            body,
            content_type=CONTENT_TYPE,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            message_id=message_id,
            headers=dict(headers or {}),
        )
        try:
            await (await self._exchange(exchange)).publish(
                message, routing_key, mandatory=True, timeout=PUBLISH_TIMEOUT_SECONDS
            )
        except (*CONNECTION_EXCEPTIONS, TimeoutError) as error:
            raise NotPublished(f"{exchange or '(default)'} {routing_key}: {error!r}") from error

    async def _exchange(self, name: str) -> AbstractExchange:
        if name not in self._exchanges:
            self._exchanges[name] = await self._channel.get_exchange(name, ensure=False)
        return self._exchanges[name]
