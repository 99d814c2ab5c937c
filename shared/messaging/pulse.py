"""Owns what a worker says of itself while it works: that it lives, how its queues stand, what it has in hand.

It writes into the service's database (`shared.storage.pulses`), so that who asks needs no broker. It moves no
message: queues are declared passively, which spends no delivery.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import aio_pika
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import CONNECTION_EXCEPTIONS, ChannelNotFoundEntity

from shared.clock import Clock
from shared.storage.mongo import DriverError
from shared.storage.pulses import Pulses, QueueState, TimerPlan, WorkerPulse
from shared.telemetry import get_logger

PULSE_SECONDS = 10.0
BROKER_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Held:
    queue: str
    at: datetime
    done: asyncio.Event


class InHand:
    """The messages that this process is busy with, by queue, and since when."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = count()
        self._held: dict[int, _Held] = {}

    @contextmanager
    def holding(self, queue: str) -> Iterator[None]:
        """Within the block one more message of the queue is in hand."""
        number = next(self._numbers)
        held = self._held[number] = _Held(queue, self._clock(), asyncio.Event())
        try:
            yield
        finally:
            held.done.set()
            del self._held[number]

    async def is_done(self, seconds: float) -> None:
        """Return once all that is in hand now is done, or after so many seconds."""
        present = list(self._held.values())
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                for held in present:
                    await held.done.wait()

    def since(self, queue: str) -> datetime | None:
        """Since when the oldest message of the queue is in hand."""
        return min((held.at for held in self._held.values() if held.queue == queue), default=None)


@dataclass(slots=True)
class Pulse:
    """What one worker process says of itself, again and again."""

    worker_id: str
    pulses: Pulses
    rabbitmq_url: str
    clock: Clock
    queues: Sequence[str]
    timers: Sequence[TimerPlan]
    in_hand: InHand
    _broker_lost_at: datetime | None = field(default=None, init=False)
    _since: dict[tuple[str, str], datetime] = field(default_factory=dict, init=False)

    async def run(self) -> None:
        """Say it for ever; where the database does not answer, say it the next time."""
        started_at = self.clock()
        try:
            while True:
                with suppress(DriverError):
                    await self.pulses.beat(await self._look(started_at))
                await asyncio.sleep(PULSE_SECONDS)
        finally:
            with suppress(DriverError):
                await self.pulses.leave(self.worker_id, self.clock())

    async def _look(self, started_at: datetime) -> WorkerPulse:
        seen: dict[str, tuple[int, int]] = {}
        try:
            async with asyncio.timeout(BROKER_SECONDS):
                seen = await self._ask_broker()
        except (*CONNECTION_EXCEPTIONS, TimeoutError) as error:
            get_logger().info("broker does not say how queues stand", error=repr(error))
            self._broker_lost_at = self._broker_lost_at or self.clock()
        else:
            self._broker_lost_at = None
        return WorkerPulse(
            id=self.worker_id,
            started_at=started_at,
            seen_at=self.clock(),
            broker_lost_at=self._broker_lost_at,
            queues=[self._state(queue, seen.get(queue)) for queue in self.queues],
            timers=self.timers,
        )

    def _state(self, queue: str, seen: tuple[int, int] | None) -> QueueState:
        consumers, ready = seen or (None, None)
        return QueueState(
            name=queue,
            consumers=consumers,
            unread_since=self._as_long_as(queue, "unread", holds=consumers == 0),
            ready=ready,
            ready_since=self._as_long_as(queue, "ready", holds=bool(ready)),
            in_hand_since=self.in_hand.since(queue),
        )

    def _as_long_as(self, queue: str, what: str, *, holds: bool) -> datetime | None:
        """Since when it has held at each look."""
        if not holds:
            self._since.pop((queue, what), None)
            return None
        return self._since.setdefault((queue, what), self.clock())

    async def _ask_broker(self) -> dict[str, tuple[int, int]]:
        async with await aio_pika.connect(self.rabbitmq_url) as connection:
            return {queue: await queue_counts(connection, queue) or (0, 0) for queue in self.queues}


async def queue_counts(connection: AbstractConnection, queue: str) -> tuple[int, int] | None:
    """How many read a queue, and how many messages lie in it; None where it does not stand."""
    async with connection.channel() as channel:  # of its own: a missing queue closes it
        try:
            declared = await channel.declare_queue(queue, passive=True)
        except ChannelNotFoundEntity:
            return None
    result = declared.declaration_result
    return result.consumer_count or 0, result.message_count or 0
