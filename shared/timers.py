"""Owns work that is done again and again, by one of a service's workers at a time. Knows not what it is.

A worker that dies loses its turn when the period is over. What is done must bear being done twice. What fails
is logged as an error and done again in its next turn: it does not end the worker, with its mails and events.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil

from shared.ids import new_id
from shared.storage.leases import Leases
from shared.storage.mongo import (
    Contention,
    Database,
    DriverError,
    StorageUnavailable,
    is_contention,
    is_unavailable,
)
from shared.telemetry import get_logger


@dataclass(frozen=True, slots=True)
class Timer:
    """What is done, and how often."""

    name: str
    every_seconds: float
    do: Callable[[], Awaitable[None]]

    async def run(self, database: Database) -> None:
        """Do it for ever, whenever it is this process's turn; leave the turn to others when cancelled."""
        ttl_seconds = ceil(self.every_seconds)
        holder = f"{socket.gethostname()}-{new_id()}"
        leases = Leases(database, self.name, holder, partitions=1, ttl_seconds=ttl_seconds)
        try:
            while True:
                try:
                    await self._take_turn(leases)
                except Exception as error:  # noqa: BLE001  # whatever failed, others go on
                    if _passes(error):
                        get_logger().warning("timer waits", timer=self.name, error=str(error))
                    else:
                        get_logger().exception("timer failed", timer=self.name)
                await asyncio.sleep(self.every_seconds)
        finally:
            with suppress(DriverError):  # without it, the lease runs out by itself
                await leases.leave()

    async def _take_turn(self, leases: Leases) -> None:
        await leases.prepare()
        if await leases.hold():
            await self.do()


def _passes(error: Exception) -> bool:
    """Whether it is the database's present state, and no defect."""
    if isinstance(error, DriverError):
        return is_unavailable(error) or is_contention(error)
    return isinstance(error, StorageUnavailable | Contention)
