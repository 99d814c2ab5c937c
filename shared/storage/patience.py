"""Owns the waiting for a database that does not answer: processes start in any order, and work goes on."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from shared.storage.mongo import DriverError, StorageUnavailable, is_unavailable
from shared.telemetry import get_logger

PAUSE_SECONDS = 1.0

T = TypeVar("T")


async def until_available(do: Callable[[], Awaitable[T]]) -> T:
    """What comes of doing it, again and again while the database does not answer."""
    while True:
        try:
            return await do()
        except (DriverError, StorageUnavailable) as error:
            if isinstance(error, DriverError) and not is_unavailable(error):
                raise
            get_logger().info("waiting for the database", error=str(error))
            await asyncio.sleep(PAUSE_SECONDS)
