"""Owns the worker process of a service: consumers, relay, dead letters, and what else it is given to run.

It starts in any order with its servers, waiting for them as long as it takes. Knows no service.
"""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue

from shared.clock import Clock
from shared.ending import end
from shared.events.directory import AccessRequested, PersonErased
from shared.events.envelope import Payload
from shared.ids import new_id
from shared.messaging import unrouted
from shared.messaging.access import collect_personal_data, collects
from shared.messaging.consumer import Consumer, reason_given
from shared.messaging.erasure import scrub_person, scrubs
from shared.messaging.inbox import Inbox, Subscription
from shared.messaging.isolation import PREFETCH as ALONE_PREFETCH
from shared.messaging.isolation import Isolation
from shared.messaging.publisher import RECONNECT_SECONDS, RabbitPublisher
from shared.messaging.pulse import InHand, Pulse
from shared.messaging.relay import Relay
from shared.messaging.topology import QueueBinding, alone_queue, dead_letter_queue, declare, on_broker
from shared.personal_data import PersonalData
from shared.retention import Retention
from shared.storage import outbox
from shared.storage.dead_letters import DeadLetters
from shared.storage.indexes import Indexes, ensure_indexes
from shared.storage.keeping import remove_what_is_over
from shared.storage.leases import Leases
from shared.storage.mongo import Database, DriverError
from shared.storage.patience import until_available
from shared.storage.postponed import Postponed
from shared.storage.pulses import Pulses, TimerPlan
from shared.storage.scrubbing import sweep_erased
from shared.storage.wake_up import wake_on_ring
from shared.telemetry import get_logger
from shared.timers import Timer

PREFETCH = 200
SERVER_PAUSE_SECONDS = 1.0

EVERYWHERE: Mapping[str, tuple[type[Payload], ...]] = {
    scrub_person.__name__: (PersonErased,),
    collect_personal_data.__name__: (AccessRequested,),
}
"""The handlers that every service has beside its own, and what they hear."""

Background = Callable[[], Coroutine[Any, Any, None]]


@dataclass(slots=True)
class Worker:
    """One worker process. `background` runs until the worker stops; `timers` are its service's own.

    Beside its own subscriptions every service hears that a person is to be forgotten, or asks what is held of
    them, and sees to it.
    """

    service: str
    database: Database
    rabbitmq_url: str
    clock: Clock
    subscriptions: Sequence[Subscription[Any]]
    indexes: Indexes
    personal_data: PersonalData
    retention: Retention
    background: Sequence[Background] = ()
    timers: Sequence[Timer] = ()
    _told_to_stop: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    async def run(self) -> None:
        """Work until SIGTERM or SIGINT, finish what is in hand, and leave; leave too if a part of it dies."""
        await until_available(self._prepare)
        background = [asyncio.create_task(run()) for run in self.background]  # they need no broker
        timers = (*self.timers, *self._own_timers())
        own = [asyncio.create_task(timer.run(self.database, self.clock)) for timer in timers]
        in_hand = InHand(self.clock)
        own.append(asyncio.create_task(self._pulse(in_hand, timers).run()))
        await declare_queues(self.rabbitmq_url, self.service, self.subscriptions)
        publisher = await RabbitPublisher.connect(self.rabbitmq_url)
        relay = await self._relay(publisher)
        ring = wake_on_ring(self.database[outbox.COLLECTION], relay.wake)
        own += [asyncio.create_task(part) for part in (relay.run(), ring)]
        for task in (*background, *own):
            task.add_done_callback(lambda _: self.stop())
        for sent in (
            signal.SIGTERM,
            signal.SIGINT,
        ):  # until here a signal ends it as a kill would
            asyncio.get_running_loop().add_signal_handler(sent, self.stop)
        broker = self._broker(publisher, in_hand)
        await broker.start()
        get_logger().info("worker ready")
        await self._told_to_stop.wait()
        await broker.stop()
        for task in background:  # told once: each finishes what it has in hand
            task.cancel()
        await end(own)
        ended = await asyncio.gather(*background, *own, return_exceptions=True)
        await publisher.close()
        for error in ended:
            if isinstance(error, Exception):
                raise error

    def stop(self) -> None:
        """Leave as if told to by a signal, or as soon as it has started."""
        self._told_to_stop.set()

    async def _prepare(self) -> None:
        await ensure_indexes(self.database, self.indexes)

    async def _relay(self, publisher: RabbitPublisher) -> Relay:
        holder = f"{socket.gethostname()}-{new_id()}"
        leases = Leases(self.database, "outbox", holder, partitions=outbox.PARTITIONS)
        await until_available(leases.prepare)
        relay = Relay(outbox.Outbox(self.database), leases, publisher, self.clock)
        publisher.on_reconnect(relay.reconnected)
        return relay

    def _broker(self, publisher: RabbitPublisher, in_hand: InHand) -> RabbitBroker:
        broker = RabbitBroker(
            self.rabbitmq_url,
            reconnect_interval=RECONNECT_SECONDS,
            ack_policy=AckPolicy.MANUAL,
            decoder=_as_delivered,
            apply_types=False,
            logger=None,
        )
        inbox, postponed = Inbox(self.service, self.database, self.clock), Postponed(self.database)
        everywhere = (scrubs(self.personal_data), collects(self.personal_data, self.retention))
        consumers: dict[str, Consumer] = {}
        for subscription in (*self.subscriptions, *everywhere):
            queue = _queue(self.service, subscription.name)
            consumer = Consumer(queue, subscription, inbox, publisher, postponed, in_hand, self.clock)
            consumers[queue] = consumer
            _subscribe(broker, queue, consumer.receive)
        isolation = Isolation(consumers, in_hand)
        _subscribe(broker, alone_queue(self.service), isolation.receive, prefetch=ALONE_PREFETCH)
        _subscribe(broker, dead_letter_queue(self.service), self._keep_dead_letter)
        return broker

    def _pulse(self, in_hand: InHand, timers: Sequence[Timer]) -> Pulse:
        return Pulse(
            f"{socket.gethostname()}-{new_id()}",
            Pulses(self.database),
            self.rabbitmq_url,
            self.clock,
            queues_read(self.service, self.subscriptions),
            [TimerPlan(name=timer.name, every_seconds=timer.every_seconds) for timer in timers],
            in_hand,
        )

    def _own_timers(self) -> Sequence[Timer]:
        after = timedelta(seconds=self.retention.sweep_after_seconds)
        sweep = partial(sweep_erased, self.database, self.personal_data, self.clock, after=after)
        remove = partial(remove_what_is_over, self.database, self.personal_data, self.retention, self.clock)
        watch = partial(unrouted.watch_unrouted, self.rabbitmq_url)
        return (
            Timer("watch_unrouted", unrouted.EVERY_SECONDS, watch),
            Timer("sweep_erased", self.retention.sweep_after_seconds, sweep),
            Timer("remove_what_is_over", self.retention.enforced_every_seconds, remove),
        )

    async def _keep_dead_letter(self, message: RabbitMessage) -> None:
        """Kept, then acknowledged; while the database does not answer, it stays on the broker."""
        letters = DeadLetters(self.database, self.clock)
        queue = str(message.raw_message.routing_key)
        while True:
            try:
                await letters.keep(message.body, queue=queue, reason=reason_given(message.headers))
            except DriverError as error:
                get_logger().warning("dead letter waits for the database", error=str(error))
                await asyncio.sleep(SERVER_PAUSE_SECONDS)
            else:
                await message.ack()
                return


async def declare_queues(rabbitmq_url: str, service: str, subscriptions: Sequence[Subscription[Any]]) -> None:
    """Make all that a service needs on the broker, however late that one starts.

    Raises:
        ChannelPreconditionFailed: something of the same name stands there in another shape.
    """
    hears = [*EVERYWHERE.items(), *((item.name, item.contracts) for item in subscriptions)]
    bindings = [QueueBinding(_queue(service, handler), contracts) for handler, contracts in hears]
    await on_broker(rabbitmq_url, partial(declare, service=service, bindings=bindings))


def queues_read(service: str, subscriptions: Sequence[Subscription[Any]]) -> list[str]:
    """The queues that each worker of a service reads."""
    handlers = [*EVERYWHERE, *(subscription.name for subscription in subscriptions)]
    return [
        *(_queue(service, handler) for handler in handlers),
        alone_queue(service),
        dead_letter_queue(service),
    ]


def _queue(service: str, handler: str) -> str:
    return f"{service}.{handler}"


async def _as_delivered(message: RabbitMessage) -> RabbitMessage:
    """Handlers get the delivery itself: its bytes are read by `shared.events.envelope.parse` alone."""
    return message


def _subscribe(
    broker: RabbitBroker,
    queue: str,
    receive: Callable[[RabbitMessage], Awaitable[None]],
    *,
    prefetch: int = PREFETCH,
) -> None:
    subscriber = broker.subscriber(
        RabbitQueue(queue, declare=False), channel=Channel(prefetch_count=prefetch), no_reply=True
    )
    subscriber(receive)
