"""Owns the wait until new queues hold what they are given. Makes no queue.

RabbitMQ answers that a quorum queue stands before it would survive the end of the broker: for about a second,
whatever lies in it may be lost, and the queue may come back without a leader, which takes nothing any more.
So nobody is let at a new queue before it has been asked once more after a while. One that does not answer
then is removed, to be made again: it is empty, since nobody has been let at it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from aio_pika.abc import AbstractConnection

from shared.messaging.pulse import queue_counts
from shared.messaging.topology import with_broker
from shared.telemetry import get_logger

HOLDS_AFTER_SECONDS = 2.0
"""The broker was seen to keep what was given to a queue older than 1.2 s."""
ANSWERS_WITHIN_SECONDS = 10.0


async def make_lasting(rabbitmq_url: str, queues: Sequence[str], make: Callable[[], Awaitable[None]]) -> None:
    """Return once `make` has made the queues and those that are new hold, however often the broker ends.

    Raises:
        ChannelPreconditionFailed: something of the same name stands there in another shape.
    """
    new: set[str] = set()

    async def made_and_held(connection: AbstractConnection) -> bool:
        new.update([queue for queue in queues if await queue_counts(connection, queue) is None])
        await make()
        return await _hold(connection, sorted(new))

    while not await with_broker(rabbitmq_url, made_and_held):
        pass


async def _hold(connection: AbstractConnection, new: Sequence[str]) -> bool:
    """Whether the new queues answer after a while; those that do not are removed."""
    if not new:
        return True
    await asyncio.sleep(HOLDS_AFTER_SECONDS)
    answers = await asyncio.gather(*(_answers(connection, queue) for queue in new))
    lost = [queue for queue, answered in zip(new, answers, strict=True) if not answered]
    await asyncio.gather(*(_remove(connection, queue) for queue in lost))
    return not lost


async def _answers(connection: AbstractConnection, queue: str) -> bool:
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_SECONDS), connection.channel() as channel:
            asked = await channel.get_queue(queue, ensure=False)
            message = await asked.get(fail=False, timeout=None)
            if message is not None:
                await message.nack(requeue=True)
    except TimeoutError:
        return False
    return True


async def _remove(connection: AbstractConnection, queue: str) -> None:
    get_logger().warning("a new queue did not survive the end of the broker", queue=queue)
    async with connection.channel() as channel:
        await channel.queue_delete(queue)
