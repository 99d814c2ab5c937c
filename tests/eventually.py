"""Owns how a test waits: it asks until a deadline, and never sleeps for a guessed time."""

import asyncio
import time
from collections.abc import Awaitable, Callable

DEADLINE_SECONDS = 30.0
PAUSE_SECONDS = 0.02


async def eventually(
    holds: Callable[[], Awaitable[bool]], *, seconds: float = DEADLINE_SECONDS, what: str = ""
) -> None:
    """Return as soon as `holds` is true; fail once the deadline has passed."""
    deadline = time.monotonic() + seconds
    while not await holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {what or holds.__name__}")
        await asyncio.sleep(PAUSE_SECONDS)
