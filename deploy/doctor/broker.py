"""Owns the examination of the broker over AMQP: queues that are missing or unread, and what nobody wants.

Queues are declared passively: a message that is taken to be looked at would have spent one of its deliveries.
What only the management API knows is examined in `deploy.doctor.management`.
"""

import asyncio
from collections.abc import Iterable, Sequence

import aio_pika
from aio_pika.exceptions import CONNECTION_EXCEPTIONS

from deploy.doctor.findings import Examined, QueueCount, Wrong
from shared.messaging.pulse import queue_counts
from shared.messaging.topology import RETRIES_SECONDS, UNHEARD, UNROUTED

WHERE = "RabbitMQ"
PATIENCE_SECONDS = 10.0
UNREAD = (UNROUTED, UNHEARD, *RETRIES_SECONDS)
"""Queues that nobody reads: messages are looked at there, or wait for their time."""


def examine(rabbitmq_url: str, read: Sequence[str]) -> Examined:
    """How the queues stand; `read` are those that a worker has to read."""
    try:
        counts = asyncio.run(_counts(rabbitmq_url, [*read, *UNREAD]))
    except (*CONNECTION_EXCEPTIONS, TimeoutError, ValueError):
        sentence = "RabbitMQ ne répond pas\u00a0: rien n’est perdu, et rien n’arrive aux autres services."
        return Examined([Wrong(WHERE, "no_answer", WHERE, sentence)])
    return Examined(
        [wrong for name in [*read, *UNREAD] for wrong in _judge(name, counts.get(name))],
        [
            QueueCount(name, None if name in UNREAD else consumers, messages)
            for name, (consumers, messages) in counts.items()
        ],
    )


async def _counts(rabbitmq_url: str, names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """How many read each queue, and how many messages lie in it; missing ones are left out."""
    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        await aio_pika.connect(rabbitmq_url, timeout=PATIENCE_SECONDS) as connection,
    ):
        counted = {name: await queue_counts(connection, name) for name in names}
    return {name: count for name, count in counted.items() if count is not None}


def _judge(name: str, count: tuple[int, int] | None) -> list[Wrong]:
    if count is None:
        if name == UNHEARD:  # made by the job that makes all queues, and needed by nobody
            return []
        return [Wrong(WHERE, "missing", name, f"La file {name} n’existe pas\u00a0: relancez ce qui la crée.")]
    consumers, messages = count
    if name == UNROUTED and messages:
        sentence = f"Messages que personne ne veut, dans la file {name}\u00a0: {messages}."
        return [Wrong(WHERE, "unrouted", name, sentence)]
    if name not in UNREAD and not consumers:
        sentence = f"Personne ne lit la file {name}\u00a0: messages qui y attendent\u00a0: {messages}."
        return [Wrong(WHERE, "no_consumer", name, sentence)]
    return []
