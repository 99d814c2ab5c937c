"""Owns work that is done again and again, by one of a service's workers at a time. Knows not what it is.

A worker that dies loses its turn when the period is over. What is done must bear being done twice. What fails
is logged as an error and done again in its next turn: it does not end the worker, with its mails and events.
When it was done last, and failed last, is written down (`shared.storage.pulses`) for those who look after it.
"""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil, inf

from shared.clock import Clock
from shared.ids import new_id
from shared.storage.leases import Turn
from shared.storage.mongo import (
    Contention,
    Database,
    DriverError,
    StorageUnavailable,
    is_contention,
    is_unavailable,
)
from shared.storage.pulses import Pulses
from shared.telemetry import get_logger

NOTED_EVERY_SECONDS = 10.0
"""What is done more often is not written down each time."""


@dataclass(frozen=True, slots=True)
class Timer:
    """What is done, and how often."""

    name: str
    every_seconds: float
    do: Callable[[], Awaitable[None]]

    async def run(self, database: Database, clock: Clock) -> None:
        """Do it for ever, whenever it is this process's turn; leave the turn to others when cancelled."""
        holder = f"{socket.gethostname()}-{new_id()}"
        turn = Turn(database, self.name, holder, ttl_seconds=ceil(self.every_seconds))
        pulses, noted = Pulses(database), -inf
        try:
            while True:
                try:
                    done = await self._take(turn)
                    if done and time.monotonic() - noted >= NOTED_EVERY_SECONDS:
                        await pulses.ran(self.name, clock())
                        noted = time.monotonic()
                except Exception as error:  # noqa: BLE001  # whatever failed, others go on
                    if _passes(error):
                        get_logger().warning("timer waits", timer=self.name, error=str(error))
                    else:
                        get_logger().exception("timer failed", timer=self.name)
                    await pulses.failed(self.name, clock(), type(error).__name__)
                await asyncio.sleep(self.every_seconds)
        finally:
            with suppress(DriverError):  # without it, the lease runs out by itself
                await turn.leave()

    async def _take(self, turn: Turn) -> bool:
        """Do it if it is this process's turn; whether it was."""
        is_ours = await turn.take()
        if is_ours:
            await self.do()
        return is_ours


def _passes(error: Exception) -> bool:
    """Whether it is the database's present state, and no defect."""
    if isinstance(error, DriverError):
        return is_unavailable(error) or is_contention(error)
    return isinstance(error, StorageUnavailable | Contention)
