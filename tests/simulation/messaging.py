"""Owns what stands for aio-pika and FastStream in a worker of virtual time, over a broker in memory."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from aio_pika.exceptions import ChannelInvalidStateError

from shared.messaging.publisher import PUBLISH_TIMEOUT_SECONDS, NotPublished
from tests.simulation.broker import Broker, Channel, Message
from tests.simulation.loop import OWNER, Process, VirtualLoop
from tests.simulation.store.server import wake
from tests.simulation.weather import KILLS, Fault


def owner() -> Process:
    """The process that runs now."""
    process = OWNER.get()
    if process is None:
        raise RuntimeError("no process runs")
    return process


async def pause(loop: VirtualLoop, seconds: float) -> None:
    """Let time pass."""
    future = loop.create_future()
    loop.call_later(seconds, wake, future)
    await future


class SimulatedPublisher:
    """Publishes as `RabbitPublisher` does: what leaves it arrives in its order."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._loop = broker.loop
        self._arrives_at = 0.0

    def on_reconnect(self, call: Callable[[], None]) -> None:
        """`call` is called whenever a lost connection is back."""
        self._broker.back.append((owner(), call))

    async def close(self) -> None:
        """Nothing to close."""

    async def publish(
        self,
        body: bytes,
        *,
        exchange: str,
        routing_key: str,
        message_id: str,
        headers: Mapping[str, str | int] | None = None,
    ) -> None:
        """Return once the broker has it.

        Raises:
            NotPublished: no confirmation, or no queue.
        """
        process = owner()
        if process.is_dead:
            raise NotPublished("dead")
        weather = self._broker.weather
        self._arrives_at = max(self._arrives_at, self._loop.now + weather.seconds())
        await pause(self._loop, self._arrives_at - self._loop.now)
        fault = self._broker.fault(process, f"publish {routing_key} {message_id[-6:]}")
        await self._before(fault, process)
        message = Message(body, message_id, routing_key, dict(headers or {}))
        if not self._broker.publish(message, exchange):
            raise NotPublished(f"unroutable: {exchange} {routing_key}")
        if fault is Fault.DIES_AFTER:
            await _die(process)
        if fault is Fault.LOST:
            await pause(self._loop, weather.one_of((0.0, 0.1, PUBLISH_TIMEOUT_SECONDS)))
            raise NotPublished("confirmation lost")
        await pause(
            self._loop, weather.long_seconds() if fault is Fault.SLOW_ANSWER else weather.seconds() * 0.2
        )

    async def _before(self, fault: Fault | None, process: Process) -> None:
        if fault is Fault.DIES_BEFORE:
            await _die(process)
        if fault in {Fault.REFUSED, Fault.OUTAGE}:
            raise NotPublished("connection lost")
        if fault is Fault.SLOW:
            seconds = self._broker.weather.long_seconds()
            self._arrives_at = max(self._arrives_at, self._loop.now + seconds)
            await pause(self._loop, seconds)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a consumer gets."""

    broker: Broker
    channel: Channel
    message: Message

    @property
    def body(self) -> bytes:
        """The bytes."""
        return self.message.body

    @property
    def headers(self) -> Mapping[str, Any]:
        """The headers, with how often the message came back."""
        returned = self.message.returned
        return self.message.headers | ({"x-delivery-count": returned} if returned else {})

    @property
    def message_id(self) -> str:
        """The id."""
        return self.message.message_id

    @property
    def raw_message(self) -> Any:
        """What has the routing key."""
        return SimpleNamespace(routing_key=self.message.routing_key)

    async def ack(self) -> None:
        """Tell the broker that it is done.

        Raises:
            ChannelInvalidStateError: its channel is gone.
        """
        process = self.channel.process
        fault = self.broker.fault(process, f"ack {self.channel.queue.name} {self.message_id[-6:]}")
        if fault is Fault.DIES_BEFORE:
            await _die(process)
        if fault in {Fault.LOST, Fault.REFUSED}:
            self.broker.lose(self.channel)
        if not self.broker.acknowledge(self.channel, self.message):
            raise ChannelInvalidStateError
        if fault in KILLS:
            await _die(process)


class SimulatedConsumers:
    """Subscribes as FastStream's broker does: each delivery is handled in a task of its own."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._handlers: list[tuple[str, int, Callable[[Any], Awaitable[None]]]] = []

    def subscriber(self, queue: Any, *, channel: Any, no_reply: bool) -> Callable[[Any], None]:  # noqa: ARG002
        """What takes the handler of a queue."""

        def take(handler: Callable[[Any], Awaitable[None]]) -> None:
            self._handlers.append((queue.name, channel.prefetch_count, handler))

        return take

    async def start(self) -> None:
        """Begin to receive."""
        process = owner()
        for queue, prefetch, handler in self._handlers:
            self._broker.subscribe(
                Channel(self._broker.queues[queue], process, self._receiving(handler), prefetch)
            )

    async def stop(self) -> None:
        """Processes end by being killed."""

    def _receiving(self, handler: Callable[[Any], Any]) -> Callable[[Message, Channel], None]:
        def receive(message: Message, channel: Channel) -> None:
            channel.process.start(handler(Delivery(self._broker, channel, message)))

        return receive


async def _die(process: Process) -> None:
    process.kill()
    await process.loop.create_future()
