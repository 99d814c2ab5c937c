"""Owns the names and the shape of what stands on the broker. Sends and receives nothing.

Partners read the topic exchange `partner`, to which `events` hands on what they may see, and nothing else.

Events: the topic exchanges `events` and, for what carries contact data, `events.personal`; the routing key
is the event's type. What no queue wants goes to `unrouted`, where it can be seen.

One quorum queue per handler, `<service>.<handler>`. A message that failed waits in one of four queues that
all handlers share, `retry.5s` … `retry.30m`: it is published there through the fanout exchange of the same
name with its handler's queue as routing key, and comes back to that queue, through the default exchange,
when its time is over. What is given up goes through `dead-letters` to `<service>.dead-letters`, and what is
sent back through `replay` to the queue that gave it up; where that queue is gone, to `unrouted`: a message
that no queue takes would hold up all that the relay publishes.

A message that was delivered and came back, again and again, may be what ends the processes that handle it,
and all that they have in hand would in the end be given up with it. It moves, through `alone`, to
`<service>.alone`, where one is handled at a time (`shared.messaging.isolation`).

Events that no service hears are known beforehand: the last of them lie in `unheard`, so that `unrouted` has
only what went wrong.

What must hold for no message to be lost stands in the arguments (at-least-once dead-lettering needs
`reject-publish`; 20 deliveries, because what is in hand beside a message that ends its process counts too);
what may be tuned stands in policies (deploy/rabbitmq/).
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

import aio_pika
from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import CONNECTION_EXCEPTIONS, ChannelPreconditionFailed
from pamqp.common import FieldValue

from shared.events.envelope import Payload
from shared.storage.outbox import EVENTS_EXCHANGE, PERSONAL_EXCHANGE, REPLAY_EXCHANGE
from shared.telemetry import get_logger

PARTNER_EXCHANGE = "partner"
UNROUTED = "unrouted"
UNHEARD = "unheard"
UNHEARD_KEPT = 10_000
DEAD_LETTERS = "dead-letters"
RETRIES_SECONDS = {"retry.5s": 5, "retry.30s": 30, "retry.5m": 300, "retry.30m": 1800}
ALONE = "alone"
DELIVERY_LIMIT = 20
SUSPECT_FROM = 3
"""A message that has come back so often is handled alone."""
ALONE_LIMIT = 10
"""Returns of a message handled alone, until it is given up: with those before, fewer than 20 deliveries."""
PAUSE_SECONDS = 0.5

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class QueueBinding:
    """A handler's queue and the events that it wants."""

    queue: str
    contracts: tuple[type[Payload], ...]


def quorum(
    *, dead_letter_exchange: str, ttl_seconds: int | None = None, delivery_limit: int = DELIVERY_LIMIT
) -> dict[str, FieldValue]:
    """The arguments of a queue that loses nothing."""
    arguments: dict[str, FieldValue] = {
        "x-queue-type": "quorum",
        "x-delivery-limit": delivery_limit,
        "x-overflow": "reject-publish",
        "x-dead-letter-exchange": dead_letter_exchange,
        "x-dead-letter-strategy": "at-least-once",
    }
    if ttl_seconds is not None:
        arguments["x-message-ttl"] = ttl_seconds * 1000
    return arguments


def dead_letter_queue(service: str) -> str:
    """Where a service's dead letters arrive."""
    return f"{service}.{DEAD_LETTERS}"


def alone_queue(service: str) -> str:
    """Where the messages of a service wait that are handled one at a time."""
    return f"{service}.{ALONE}"


async def with_broker(rabbitmq_url: str, ask: Callable[[AbstractConnection], Awaitable[Answer]]) -> Answer:
    """What `ask` answers, however late the broker starts and however often it ends meanwhile.

    Raises:
        ChannelPreconditionFailed: something of the same name stands there in another shape.
    """
    while True:
        try:
            async with await aio_pika.connect(rabbitmq_url) as connection:
                return await ask(connection)
        except ChannelPreconditionFailed:
            raise  # to wait would not help
        except CONNECTION_EXCEPTIONS as error:
            get_logger().info("waiting for the broker", error=repr(error))
            await asyncio.sleep(PAUSE_SECONDS)


async def on_broker(rabbitmq_url: str, make: Callable[[AbstractChannel], Awaitable[None]]) -> None:
    """Return once `make` has made what it makes: `with_broker`, on a channel."""

    async def on_channel(connection: AbstractConnection) -> None:
        async with connection.channel() as channel:
            await make(channel)

    await with_broker(rabbitmq_url, on_channel)


async def declare(channel: AbstractChannel, service: str, bindings: Sequence[QueueBinding]) -> None:
    """Make everything that `service` needs on the broker; asking again changes nothing."""
    await _declare_exchanges(channel)
    dead = await channel.declare_queue(
        dead_letter_queue(service), durable=True, arguments={"x-queue-type": "quorum"}
    )
    one_at_a_time = quorum(dead_letter_exchange=DEAD_LETTERS, delivery_limit=ALONE_LIMIT)
    alone = await channel.declare_queue(alone_queue(service), durable=True, arguments=one_at_a_time)
    for binding in bindings:
        await dead.bind(DEAD_LETTERS, binding.queue)
        await alone.bind(ALONE, binding.queue)
        arguments = quorum(dead_letter_exchange=DEAD_LETTERS) | {"x-dead-letter-routing-key": binding.queue}
        queue = await channel.declare_queue(binding.queue, durable=True, arguments=arguments)
        await queue.bind(REPLAY_EXCHANGE, binding.queue)
        for contract in binding.contracts:
            await queue.bind(_exchange(contract), contract.type())


async def declare_unheard(
    channel: AbstractChannel, contracts: Sequence[type[Payload]], *, heard: Collection[type[Payload]]
) -> None:
    """Make the queue of those of all `contracts` that no service hears; the oldest events leave first."""
    await _declare_exchanges(channel)
    arguments: dict[str, FieldValue] = {"x-queue-type": "quorum", "x-max-length": UNHEARD_KEPT}
    queue = await channel.declare_queue(UNHEARD, durable=True, arguments=arguments)
    for contract in contracts:
        if contract in heard:
            await queue.unbind(_exchange(contract), contract.type())
        else:
            await queue.bind(_exchange(contract), contract.type())


async def declare_partner_exchange(channel: AbstractChannel, contracts: Sequence[type[Payload]]) -> None:
    """Make the exchange that partners bind their queues to, fed with what is public of all `contracts`.

    What no partner wants leaves no trace: `events` has given it to our own queues, too.
    """
    await _declare_exchanges(channel)
    exchange = await channel.declare_exchange(PARTNER_EXCHANGE, ExchangeType.TOPIC, durable=True)
    for contract in contracts:
        if contract.partner:
            await exchange.bind(EVENTS_EXCHANGE, contract.type())


def _exchange(contract: type[Payload]) -> str:
    return PERSONAL_EXCHANGE if contract.personal_data else EVENTS_EXCHANGE


async def _declare_exchanges(channel: AbstractChannel) -> None:
    await channel.declare_exchange(UNROUTED, ExchangeType.FANOUT, durable=True)
    unrouted = await channel.declare_queue(UNROUTED, durable=True, arguments={"x-queue-type": "quorum"})
    await unrouted.bind(UNROUTED)
    published_to = {
        EVENTS_EXCHANGE: ExchangeType.TOPIC,
        PERSONAL_EXCHANGE: ExchangeType.TOPIC,
        REPLAY_EXCHANGE: ExchangeType.DIRECT,
    }
    for name, kind in published_to.items():
        await channel.declare_exchange(name, kind, durable=True, arguments={"alternate-exchange": UNROUTED})
    for name in (DEAD_LETTERS, ALONE):
        await channel.declare_exchange(name, ExchangeType.DIRECT, durable=True)
    for name, ttl_seconds in RETRIES_SECONDS.items():
        await channel.declare_exchange(name, ExchangeType.FANOUT, durable=True)
        queue = await channel.declare_queue(
            name, durable=True, arguments=quorum(dead_letter_exchange="", ttl_seconds=ttl_seconds)
        )
        await queue.bind(name)
