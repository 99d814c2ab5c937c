"""Owns the bench of the relay: how fast the outbox is drained, next to bare confirmed publishing, in turn.

Both publish the same bytes, persistent and confirmed, to the same exchange and quorum queue; the bare one has
as many publishes in flight as it may, no outbox to read and nothing to tick off.
"""

import asyncio
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

import aio_pika

from deploy.local.services import ServerUrls
from shared.clock import utc_now
from shared.ids import new_id
from shared.messaging.publisher import RabbitPublisher
from shared.messaging.relay import Relay
from shared.messaging.topology import QueueBinding, declare
from shared.storage import outbox
from shared.storage.indexes import ensure_indexes
from shared.storage.leases import Leases
from shared.storage.mongo import Database, connect, open_database
from shared.storage.outbox import Outbox, OutboxRow
from tests.bench.events import ANNOUNCED, announced
from tests.eventually import eventually

ROWS = 20_000
SUBJECTS = 5_000
IN_FLIGHT = 100
ROUNDS = 3
QUEUE = "bench.relayed"
DRAINED_WITHIN_SECONDS = 120.0
INSERTED_AT_ONCE = 2_000


def measure(urls: ServerUrls) -> dict[str, Any]:
    """Run the bench; the figures that `./essaim bench relay` prints."""
    return asyncio.run(_measure(urls))


async def _measure(urls: ServerUrls) -> dict[str, Any]:
    database = open_database(connect(urls.mongodb), "bench_relay")
    await ensure_indexes(database, {})
    async with await aio_pika.connect(urls.rabbitmq) as connection, connection.channel() as channel:
        await declare(channel, "bench", [QueueBinding(QUEUE, (ANNOUNCED,))])
        queue = await channel.get_queue(QUEUE)
        relayed, bare = [], []
        for _ in range(ROUNDS):
            rows = _rows()
            bare.append(ROWS / await _publish_bare(urls.rabbitmq, rows))
            await queue.purge()
            relayed.append(ROWS / await _drain(database, urls.rabbitmq, rows))
            await queue.purge()
    return {
        "relayed_per_s": round(median(relayed)),
        "bare_per_s": round(median(bare)),
        "ratio_to_bare": round(median(relayed) / median(bare), 2),
        "rows": ROWS,
    }


def _rows() -> list[OutboxRow]:
    subjects = [new_id() for _ in range(SUBJECTS)]
    return [
        OutboxRow.of(announced(subjects[index % SUBJECTS], sequence=index // SUBJECTS + 1))
        for index in range(ROWS)
    ]


async def _drain(database: Database, rabbitmq_url: str, rows: Sequence[OutboxRow]) -> float:
    """Seconds from the start of a relay until the outbox holds nothing to publish."""
    collection = database[outbox.COLLECTION]
    for first in range(0, len(rows), INSERTED_AT_ONCE):
        documents = [row.document() for row in rows[first : first + INSERTED_AT_ONCE]]
        await collection.insert_many(documents)
    leases = Leases(database, "outbox", str(new_id()), partitions=outbox.PARTITIONS)
    await leases.prepare()
    publisher = await RabbitPublisher.connect(rabbitmq_url)
    relay = Relay(Outbox(database), leases, publisher, utc_now)

    async def all_told() -> bool:
        return await collection.find_one({"state": "pending"}, {"_id": 1}) is None

    begun = time.perf_counter()
    running = asyncio.create_task(relay.run())
    await eventually(all_told, seconds=DRAINED_WITHIN_SECONDS, what="the outbox is drained")
    seconds = time.perf_counter() - begun
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await publisher.close()
    await collection.delete_many({})
    return seconds


async def _publish_bare(rabbitmq_url: str, rows: Sequence[OutboxRow]) -> float:
    """Seconds for the same messages with nothing but the client and so many in flight."""
    async with await aio_pika.connect(rabbitmq_url) as connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        exchange = await channel.get_exchange(outbox.EVENTS_EXCHANGE, ensure=False)
        free = asyncio.Semaphore(IN_FLIGHT)

        async def publish(row: OutboxRow) -> None:
            async with free:
                message = aio_pika.Message(
                    row.body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT, message_id=str(row.id)
                )
                await exchange.publish(message, row.routing_key, mandatory=True)

        begun = time.perf_counter()
        async with asyncio.TaskGroup() as publishing:
            for row in rows:
                publishing.create_task(publish(row))
        return time.perf_counter() - begun
