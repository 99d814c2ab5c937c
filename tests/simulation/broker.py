"""Owns a broker in memory: exchanges, quorum queues, confirms, redelivery. Loses nothing that it confirmed.

What it may do that nobody likes: deliver twice, give back what a lost channel held, lose a confirmation, be
away for a while. It is declared by the code that declares the real one (`tests.simulation.declaring`).
"""

from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.loop import Process, VirtualLoop
from tests.simulation.weather import Fault, Weather

Arguments = Mapping[str, Any]
RECONNECT_SECONDS = 0.5


@dataclass(slots=True)
class Message:
    """What was published, and how often it came back."""

    body: bytes
    message_id: str
    routing_key: str
    headers: dict[str, Any]
    returned: int = 0


@dataclass(slots=True)
class Exchange:
    """Where a message goes: `bindings` by routing key, all of them where it is a fanout."""

    kind: str
    alternate: str | None = None
    bindings: dict[str, list["Exchange | Queue"]] = field(default_factory=dict)

    def targets(self, routing_key: str) -> list["Exchange | Queue"]:
        """What is bound for this key."""
        return self.bindings.get("" if self.kind == "fanout" else routing_key, [])


@dataclass(eq=False, slots=True)
class Channel:
    """What one process reads of one queue."""

    queue: "Queue"
    process: Process
    receive: Callable[[Message, "Channel"], None]
    prefetch: int
    held: dict[int, Message] = field(default_factory=dict)
    """Delivered and not acknowledged, by the id of the object."""
    is_lost: bool = False


@dataclass(eq=False, slots=True)
class Queue:
    """A quorum queue: in order, but for what comes back, which goes to its head."""

    name: str
    arguments: Arguments
    ready: deque[Message] = field(default_factory=deque)
    channels: list[Channel] = field(default_factory=list)
    turn: int = 0
    is_flushing: bool = False


class Broker:
    """The broker of one history."""

    def __init__(self, loop: VirtualLoop, weather: Weather) -> None:
        self.loop = loop
        self.weather = weather
        self.exchanges: dict[str, Exchange] = {}
        self.queues: dict[str, Queue] = {}
        self.listeners: list[Callable[[Message, str], None]] = []
        """Told of every message that is routed, and by which exchange."""
        self.back: list[tuple[Process, Callable[[], None]]] = []
        """Told when the broker is back."""
        self.moving: Counter[str] = Counter()
        """How many messages wait in a queue for their time, by its name."""
        self._away_until = 0.0

    @property
    def is_away(self) -> bool:
        """Whether nobody can talk with it."""
        return self.loop.now < self._away_until

    def fault(self, process: Process, what: str) -> Fault | None:
        """What goes wrong with this talk; who is away, refuses."""
        fault = self.weather.fault(process, "broker", what)
        if fault is Fault.OUTAGE:
            self.leave(self.weather.long_seconds())
        return Fault.REFUSED if self.is_away and fault is None else fault

    def leave(self, seconds: float) -> None:
        """Be away: every channel is lost, and what it held is in its queue again."""
        self._away_until = self.loop.now + seconds
        for queue in self.queues.values():
            for channel in tuple(queue.channels):
                self.lose(channel)
        self.loop.call_outside(self._come_back, delay=seconds + 0.001)

    def publish(self, message: Message, exchange: str) -> bool:
        """Route a message; whether any queue took it."""
        queues = self._routed(exchange, message.routing_key)
        if not queues:
            return False
        for listener in self.listeners:
            listener(message, exchange)
        for queue in queues:
            self._take(queue, message)
        return True

    def subscribe(self, channel: Channel) -> None:
        """Begin to deliver; whoever is lost comes again while its process lives."""
        if channel.process.is_dead:
            return
        channel.queue.channels.append(channel)
        channel.process.on_death.append(lambda: self.lose(channel))
        self._flush_soon(channel.queue)

    def acknowledge(self, channel: Channel, message: Message) -> bool:
        """Forget a message; False where its channel is gone, and it came back."""
        if channel.is_lost:
            return False
        channel.held.pop(id(message), None)
        if channel.queue.ready:
            self._flush_soon(channel.queue)
        return True

    def lose(self, channel: Channel) -> None:
        """Give back what a channel held that was never acknowledged, in its order."""
        if channel.is_lost:
            return
        channel.is_lost = True
        channel.queue.channels.remove(channel)
        limit = int(channel.queue.arguments.get("x-delivery-limit", 1 << 30))
        kept = []
        for message in channel.held.values():
            message.returned += 1
            if message.returned > limit:
                message.headers["x-death"] = [{"reason": "delivery_limit"}]
                self._dead_letter(channel.queue, message)
            else:
                kept.append(message)
        channel.queue.ready.extendleft(reversed(kept))
        self._flush_soon(channel.queue)
        if not channel.process.is_dead:
            again = Channel(channel.queue, channel.process, channel.receive, channel.prefetch)
            seconds = max(0.0, self._away_until - self.loop.now) + RECONNECT_SECONDS
            self.loop.call_outside(self.subscribe, again, delay=seconds)

    def waiting(self, services: Collection[str]) -> dict[str, int]:
        """How many messages wait for the handlers of these services, by queue."""
        counted = {
            name: len(queue.ready) + sum(len(channel.held) for channel in queue.channels)
            for name, queue in self.queues.items()
            if name.partition(".")[0] in services
        }
        return {name: count for name, count in counted.items() if count}

    def _routed(self, exchange: str, routing_key: str) -> list[Queue]:
        if not exchange:
            return [self.queues[routing_key]] if routing_key in self.queues else []
        found = self.exchanges[exchange]
        reached: dict[Queue, None] = {}
        for target in found.targets(routing_key):
            if isinstance(target, Queue):
                reached[target] = None
            else:
                reached |= dict.fromkeys(one for one in target.targets(routing_key) if isinstance(one, Queue))
        if not reached and found.alternate:
            return self._routed(found.alternate, routing_key)
        return list(reached)

    def _take(self, queue: Queue, message: Message) -> None:
        arrived = Message(message.body, message.message_id, message.routing_key, dict(message.headers))
        if "x-message-ttl" in queue.arguments:
            self.moving[queue.name] += 1
            seconds = queue.arguments["x-message-ttl"] / 1000
            self.loop.call_outside(self._expire, queue, arrived, delay=seconds)
            return
        queue.ready.append(arrived)
        self._flush_soon(queue)

    def _expire(self, queue: Queue, message: Message) -> None:
        self.moving[queue.name] -= 1
        self._dead_letter(queue, message)

    def _dead_letter(self, queue: Queue, message: Message) -> None:
        key = queue.arguments.get("x-dead-letter-routing-key", message.routing_key)
        died = Message(message.body, message.message_id, key, message.headers)
        self.publish(died, queue.arguments["x-dead-letter-exchange"])

    def _flush_soon(self, queue: Queue) -> None:
        if not queue.is_flushing and queue.ready and queue.channels:
            queue.is_flushing = True
            self.loop.call_outside(self._flush, queue, delay=self.weather.seconds())

    def _flush(self, queue: Queue) -> None:
        """Deliver what is ready, to the readers in turn."""
        queue.is_flushing = False
        while queue.ready:
            free = [channel for channel in queue.channels if len(channel.held) < channel.prefetch]
            if not free:
                return
            queue.turn += 1
            channel = free[queue.turn % len(free)]
            message = queue.ready.popleft()
            channel.held[id(message)] = message
            channel.receive(message, channel)

    def _come_back(self) -> None:
        if self.is_away:
            return
        self.back = [one for one in self.back if not one[0].is_dead]
        for process, call in self.back:
            self.weather.tell(process.name, "broker: back")
            call()
