"""Owns the relay: it tells the broker what lies in the outbox, and never gives up. Writes no event itself.

Each process holds leases on some partitions of the outbox. Within a subject it publishes in the order of
`sequence` and waits for each confirmation before the next; between subjects it publishes at once. A row is
ticked off after the broker's confirmation: killed in between, it is published again with the same id.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from uuid import UUID

from shared.clock import Clock
from shared.failpoints import Failpoint, reach
from shared.jitter import jitter
from shared.messaging.publisher import NotPublished, Publisher
from shared.storage.leases import LEASE_TTL_SECONDS, Leases
from shared.storage.mongo import DriverError
from shared.storage.outbox import Outbox, OutboxRow
from shared.telemetry import get_logger

BATCH = 500
POLL_SECONDS = 1.0
GATHER_FROM = 10
GATHER_SECONDS = 0.1
"""Under load, rows are left to gather for a moment: a batch costs MongoDB little more than a single row."""
LONGEST_BACKOFF_SECONDS = 60.0


class Relay:
    """Publishes pending rows until it is cancelled."""

    def __init__(self, outbox: Outbox, leases: Leases, publisher: Publisher, clock: Clock) -> None:
        self._outbox = outbox
        self._leases = leases
        self._publisher = publisher
        self._clock = clock
        self._woken = asyncio.Event()
        self._back = asyncio.Event()
        self._backoff_seconds = 0.0
        self._held: list[int] = []
        self._renew_at = 0.0

    def wake(self) -> None:
        """There may be something to publish: look now, unless the broker is away."""
        self._woken.set()

    def reconnected(self) -> None:
        """The broker is back: look now."""
        self._back.set()

    async def run(self) -> None:
        """Publish for ever; leave the leases to others when cancelled."""
        try:
            while True:
                self._woken.clear()
                self._back.clear()
                published = await self._step()
                if not published:
                    await self._pause()
                elif GATHER_FROM <= published < BATCH:
                    await asyncio.sleep(GATHER_SECONDS)
        finally:
            with suppress(DriverError):  # without it, the leases run out by themselves
                await self._leases.leave()

    async def _step(self) -> int:
        """Publish one batch; how many rows the broker confirmed, none where it or the database is away."""
        try:
            rows = await self._outbox.pending(await self._partitions(), limit=BATCH)
            published, failed = await self._publish(rows)
            if published:
                await self._outbox.mark_published(published, self._clock())
        except DriverError as error:
            failed = str(error)
            published = []
        if failed:
            self._backoff_seconds = min(max(1.0, self._backoff_seconds * 2), LONGEST_BACKOFF_SECONDS)
            get_logger().warning("relay waits", seconds=self._backoff_seconds, reason=failed)
            return 0
        self._backoff_seconds = 0.0
        return len(published)

    async def _partitions(self) -> list[int]:
        now = asyncio.get_running_loop().time()
        if now >= self._renew_at:
            self._held = await self._leases.hold()
            self._renew_at = now + LEASE_TTL_SECONDS / 4
        return self._held

    async def _publish(self, rows: Sequence[OutboxRow]) -> tuple[list[UUID], str]:
        """Publish the rows; return what was confirmed, and why it stopped where something was not."""
        published: list[UUID] = []
        histories = [list(history) for _, history in groupby(rows, key=lambda row: row.subject)]
        results = await asyncio.gather(
            *(self._publish_history(history, published) for history in histories), return_exceptions=True
        )
        failed = ""
        for result in results:
            if isinstance(result, NotPublished):
                failed = str(result)
            elif isinstance(result, BaseException):
                raise result
        return published, failed

    async def _publish_history(self, history: Sequence[OutboxRow], published: list[UUID]) -> None:
        for row in history:
            await self._publisher.publish(
                row.body,
                exchange=row.exchange,
                routing_key=row.routing_key,
                message_id=row.message_id or str(row.id),
                headers=row.headers,
            )
            reach(Failpoint.AFTER_PUBLISH)
            published.append(row.id)

    async def _pause(self) -> None:
        if self._backoff_seconds:
            waited, seconds = self._back, self._backoff_seconds * jitter(0.5, 1.0)
        else:
            waited, seconds = self._woken, POLL_SECONDS
        with suppress(TimeoutError):  # not wait_for: in 3.11 it may swallow a cancellation
            async with asyncio.timeout(seconds):
                await waited.wait()
