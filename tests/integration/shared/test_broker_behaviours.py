"""The real broker behaves as that of the simulation, which is held to the same."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage

from shared.messaging.publisher import RabbitPublisher
from shared.messaging.topology import declare, on_broker
from tests.simulation.behaviours.broker import BEHAVIOURS, BINDINGS, SERVICE, Behaviour

LONGEST_WAIT_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.05


class RabbitHand:
    """A hand on the real broker."""

    def __init__(self, connection: AbstractConnection, publisher: RabbitPublisher) -> None:
        self._connection = connection
        self._channel: AbstractChannel | None = None
        self.publisher = publisher

    async def take(self, queue: str, count: int) -> Sequence[str]:
        return [str(message.message_id) for message in await self._receive(queue, count)]

    async def settle(self, queue: str, count: int) -> Sequence[str]:
        messages = await self._receive(queue, count)
        for message in messages:
            await message.ack()
        return [str(message.message_id) for message in messages]

    async def let_go(self) -> None:
        if self._channel is not None:
            await self._channel.close()
        self._channel = None

    async def waiting(self, queue: str) -> int:
        found = await (await self._open()).declare_queue(queue, passive=True)
        return found.declaration_result.message_count or 0

    async def _receive(self, queue: str, count: int) -> list[AbstractIncomingMessage]:
        found = await (await self._open()).get_queue(queue, ensure=False)
        taken: list[AbstractIncomingMessage] = []
        async with asyncio.timeout(LONGEST_WAIT_SECONDS):
            while len(taken) < count:
                message = await found.get(fail=False)
                if message is None:
                    await asyncio.sleep(LOOK_EVERY_SECONDS)
                else:
                    taken.append(message)
        return taken

    async def _open(self) -> AbstractChannel:
        if self._channel is None:
            self._channel = await self._connection.channel()
        return self._channel


@pytest.fixture
async def hand(rabbitmq_url: str) -> AsyncIterator[RabbitHand]:
    """A hand on a virtual host of the test's own, where the topology stands."""
    await on_broker(rabbitmq_url, partial(declare, service=SERVICE, bindings=BINDINGS))
    publisher = await RabbitPublisher.connect(rabbitmq_url)
    async with await aio_pika.connect(rabbitmq_url) as connection:
        yield RabbitHand(connection, publisher)
    await publisher.close()


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
async def test_the_real_broker(behaviour: Behaviour, hand: RabbitHand) -> None:
    await behaviour(hand)
