"""Owns the alarm for what no queue wants: whoever was to hear of it does not. Moves no message.

An event lands in `unrouted` where a queue was never made or not bound, or a letter was sent back to a queue
that is gone. Messages stay there to be looked at, and the alarm rings as long as there are any.
"""

import aio_pika
from aio_pika.exceptions import CONNECTION_EXCEPTIONS

from shared.messaging.topology import UNROUTED
from shared.telemetry import get_logger

EVERY_SECONDS = 60.0


async def watch_unrouted(rabbitmq_url: str) -> None:
    """Log an error if messages lie there; a broker that does not answer is asked next time."""
    try:
        async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
            queue = await channel.declare_queue(UNROUTED, passive=True)
    except CONNECTION_EXCEPTIONS as error:
        get_logger().info("broker does not say what is unrouted", error=repr(error))
        return
    if waiting := queue.declaration_result.message_count:
        get_logger().error("messages that no queue wants", queue=UNROUTED, count=waiting)
