"""Owns the ending of tasks that run until they are cancelled. Waits for them, and knows none of them."""

import asyncio
from collections.abc import Collection

CANCEL_AGAIN_SECONDS = 1.0


async def end(tasks: Collection["asyncio.Task[None]"]) -> None:
    """Cancel the tasks, and return once all have ended, whatever they raise.

    They are cancelled again while they go on: `asyncio.wait_for` of Python 3.11, which the AMQP client uses,
    forgets a cancellation that comes together with what it waits for.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=CANCEL_AGAIN_SECONDS)
