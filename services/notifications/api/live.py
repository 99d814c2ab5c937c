"""Owns the waiting for new lines of the feed: one watcher for all who read it live in this process."""

import asyncio
from contextlib import suppress

from services.notifications.ports.notices import StaffFeedQueries
from shared.storage.mongo import DriverError
from shared.telemetry import get_logger

POLL_SECONDS = 1.0


class LiveFeed:
    """Knows where the feed ends, within moments. It keeps no line: readers read on from their own place."""

    def __init__(self, feed: StaffFeedQueries) -> None:
        self._feed = feed
        self._end = 0
        self._rung = asyncio.Event()
        self._moved = asyncio.Event()

    async def follow(self) -> None:
        """Follow the end of the feed until cancelled."""
        watching = asyncio.create_task(self._feed.watch(self._rung.set))
        try:
            while True:
                self._rung.clear()
                await self._look()
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._rung.wait()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def wait_beyond(self, position: int, *, within_seconds: float) -> None:
        """Return once there is a line after `position`, or when the time is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_seconds):
                while self._end <= position:
                    await self._moved.wait()

    async def _look(self) -> None:
        try:
            end = await self._feed.last_position()
        except DriverError as error:
            get_logger().warning("the feed waits for the database", error=str(error))
            return
        if end > self._end:
            self._end = end
            self._moved.set()
            self._moved = asyncio.Event()
