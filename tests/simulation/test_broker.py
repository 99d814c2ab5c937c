"""The broker in memory behaves as the kernel relies on the real one to do: it is held to the same."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest

from shared.messaging.topology import declare
from tests.simulation.behaviours.broker import BEHAVIOURS, BINDINGS, SERVICE, Behaviour
from tests.simulation.broker import Broker, Channel, Message
from tests.simulation.declaring import DeclaringChannel, at_once
from tests.simulation.loop import Process
from tests.simulation.messaging import SimulatedPublisher, pause
from tests.simulation.world import run, world_of

LONGEST_WAIT_SECONDS = 10.0


class MemoryHand:
    """A hand on the broker in memory: its channels are those of a process, which is killed to lose them."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._reader = Process("reader", broker.loop)
        self.publisher = SimulatedPublisher(broker)

    async def take(self, queue: str, count: int) -> Sequence[str]:
        taken: list[Message] = []
        await self._receive(queue, count, taken)
        return [message.message_id for message in taken]

    async def settle(self, queue: str, count: int) -> Sequence[str]:
        taken: list[Message] = []
        channel = await self._receive(queue, count, taken)
        for message in taken:
            assert self._broker.acknowledge(channel, message)
        channel.queue.channels.remove(channel)
        channel.is_lost = True
        return [message.message_id for message in taken]

    async def let_go(self) -> None:
        self._reader.kill()
        self._reader = Process("reader", self._broker.loop)

    async def waiting(self, queue: str) -> int:
        return len(self._broker.queues[queue].ready)

    async def _receive(self, queue: str, count: int, taken: list[Message]) -> Channel:
        def receive(message: Message, _: Channel) -> None:
            taken.append(message)

        channel = Channel(self._broker.queues[queue], self._reader, receive, count)
        self._broker.subscribe(channel)
        until = self._broker.loop.now + LONGEST_WAIT_SECONDS
        while len(taken) < count and self._broker.loop.now < until:
            await pause(self._broker.loop, 0.01)
        return channel


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_the_broker_in_memory(behaviour: Behaviour) -> None:
    with world_of(0, tables={}, talks_between_faults=0) as world:
        at_once(partial(declare, DeclaringChannel(world.broker), SERVICE, BINDINGS))  # type: ignore[arg-type]
        asking = Process("publisher", world.loop).start(behaviour(MemoryHand(world.broker)))
        run(world, _over(asking))


async def _over(task: Any) -> None:
    await task
