"""Owns the bench of a consumer: messages applied, next to one durable insert for each, in turn.

Both take the same messages from a quorum queue with the same prefetch and acknowledge each. One is the
service's own way: envelope read, effect and inbox row in one transaction. The bare one inserts one document
with the same durability, and does nothing else.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import redirect_stdout
from statistics import median
from tempfile import TemporaryFile
from typing import Any

import aio_pika
from aio_pika.abc import AbstractIncomingMessage
from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue

from deploy.local.services import ServerUrls
from services.notifications.consumers import read_organisations
from services.notifications.handlers.copies import keep_organisations
from services.notifications.repository.documents import INDEXES, ORGANISATIONS
from services.notifications.repository.store import MongoNotifications
from shared.clock import utc_now
from shared.events.directory import ORGANISATION_CONTRACTS
from shared.events.envelope import CONTENT_TYPE
from shared.ids import new_id
from shared.messaging.consumer import Consumer
from shared.messaging.inbox import Inbox, Subscription
from shared.messaging.publisher import RabbitPublisher
from shared.messaging.pulse import InHand
from shared.messaging.topology import QueueBinding, declare
from shared.messaging.worker import PREFETCH
from shared.storage.indexes import ensure_indexes
from shared.storage.mongo import Database, connect, open_database
from shared.storage.postponed import Postponed
from shared.telemetry import configure_logging
from tests.bench.events import ANNOUNCED, announced

MESSAGES = 10_000
ROUNDS = 3
IN_FLIGHT = 200
QUEUE = "bench.keep_organisations"
SUBSCRIPTION = Subscription(
    keep_organisations, ORGANISATION_CONTRACTS, MongoNotifications, read_organisations
)


def measure(urls: ServerUrls) -> dict[str, Any]:
    """Run the bench; the figures that `./essaim bench consumer` prints."""
    with TemporaryFile("w") as log, redirect_stdout(log):
        configure_logging("bench", "INFO")  # a line for each event, as a worker writes it
        return asyncio.run(_measure(urls))


async def _measure(urls: ServerUrls) -> dict[str, Any]:
    database = open_database(connect(urls.mongodb), "bench_consumer")
    await ensure_indexes(database, INDEXES)
    applied, bare = [], []
    async with await aio_pika.connect(urls.rabbitmq) as connection, connection.channel() as channel:
        await declare(channel, "bench", [QueueBinding(QUEUE, (ANNOUNCED,))])
    for _ in range(ROUNDS):
        await _fill(urls.rabbitmq)
        bare.append(MESSAGES / await _insert_each(urls.rabbitmq, database))
        await _fill(urls.rabbitmq)
        applied.append(MESSAGES / await _apply_each(urls.rabbitmq, database))
    return {
        "applied_per_s": round(median(applied)),
        "bare_inserts_per_s": round(median(bare)),
        "ratio_to_bare": round(median(applied) / median(bare), 2),
        "messages": MESSAGES,
    }


async def _fill(rabbitmq_url: str) -> None:
    """Put the messages in the queue."""
    async with await aio_pika.connect(rabbitmq_url) as connection:
        channel = await connection.channel(publisher_confirms=True)
        free = asyncio.Semaphore(IN_FLIGHT)

        async def publish() -> None:
            event = announced(new_id())
            async with free:
                message = aio_pika.Message(
                    event.to_bytes(),
                    content_type=CONTENT_TYPE,
                    delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                    message_id=str(event.id),
                )
                await channel.default_exchange.publish(message, QUEUE)

        await asyncio.gather(*(publish() for _ in range(MESSAGES)))


async def _apply_each(rabbitmq_url: str, database: Database) -> float:
    """Seconds until all are applied in the service's own way."""
    publisher = await RabbitPublisher.connect(rabbitmq_url)
    broker = RabbitBroker(
        rabbitmq_url, ack_policy=AckPolicy.MANUAL, decoder=_as_delivered, apply_types=False, logger=None
    )
    inbox, hands = Inbox("bench", database, utc_now), InHand(utc_now)
    consumer = Consumer(QUEUE, SUBSCRIPTION, inbox, publisher, Postponed(database), hands, utc_now)
    counted = _Counted(consumer.receive)
    subscriber = broker.subscriber(
        RabbitQueue(QUEUE, declare=False), channel=Channel(prefetch_count=PREFETCH), no_reply=True
    )
    subscriber(counted.receive)
    begun = time.perf_counter()
    await broker.start()
    await counted.all_done.wait()
    seconds = time.perf_counter() - begun
    await broker.stop()
    await publisher.close()
    kept = await database[ORGANISATIONS].count_documents({})
    if kept % MESSAGES:
        raise RuntimeError(f"{kept} organisations are kept of {MESSAGES} in each round")
    return seconds


class _Counted:
    """Passes deliveries on, and knows when all have been settled."""

    def __init__(self, receive: Callable[[RabbitMessage], Awaitable[None]]) -> None:
        self._receive = receive
        self._done = 0
        self.all_done = asyncio.Event()

    async def receive(self, message: RabbitMessage) -> None:
        """Settle one."""
        await self._receive(message)
        self._done += 1
        if self._done == MESSAGES:
            self.all_done.set()


async def _as_delivered(message: RabbitMessage) -> RabbitMessage:
    return message


async def _insert_each(rabbitmq_url: str, database: Database) -> float:
    """Seconds until one document was inserted for each."""
    all_done = asyncio.Event()
    done = 0

    async def take(message: AbstractIncomingMessage) -> None:
        nonlocal done
        await database["bare"].insert_one({"_id": new_id(), "body": message.body, "at": utc_now()})
        await message.ack()
        done += 1
        if done == MESSAGES:
            all_done.set()

    async with await aio_pika.connect(rabbitmq_url) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=PREFETCH)
        queue = await channel.get_queue(QUEUE)
        begun = time.perf_counter()
        await queue.consume(take)
        await all_done.wait()
        return time.perf_counter() - begun
