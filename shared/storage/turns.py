"""Owns the turns of processes that write the same: they pass it to each other instead of racing for it.

Only speed depends on it. What is written is guarded by its version, with a turn or without; but of two
processes that race for one document, each commit makes the work of the other worthless. A process asks for
turns once it has met another one, and as long as it goes on meeting it.

    turns: {_id: "<what is written>", holder: "…", taken_at: ISODate("…")}
"""

import time
from asyncio import sleep
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from shared.clock import utc_now
from shared.ids import new_id
from shared.jitter import jitter
from shared.storage.mongo import Database, DriverError

COLLECTION = "turns"
INDEXES = (IndexModel("taken_at", name="forgotten", expireAfterSeconds=3600),)
MEETING_SECONDS = 1.0
"""So long after it met another one does a process ask for its turn."""
PATIENCE_SECONDS = 0.5
"""Who has waited so long takes the turn: its holder has died, or is slower than a race would be."""
REST_SECONDS = (0.003, 0.006)
LOOK_SECONDS = (0.0005, 0.002)
"""Who comes rests first, so that those who wait already, and look more often, have their turn before."""


class Turns:
    """The turns of one process."""

    def __init__(self, database: Database) -> None:
        # Not durable: a turn that is lost costs a race.
        self._turns = database[COLLECTION].with_options(write_concern=WriteConcern(w=1))
        self._holder = str(new_id())
        self._met: dict[str, float] = {}

    def meet(self, key: str) -> None:
        """Another process writes the same: turns are needed for a while."""
        now = time.monotonic()
        self._met = {met: at for met, at in self._met.items() if at > now - MEETING_SECONDS} | {key: now}

    def are_needed(self, key: str) -> bool:
        """Whether another process was met a short while ago."""
        return key in self._met and self._met[key] > time.monotonic() - MEETING_SECONDS

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """Wait for this process's turn, and have it within the block.

        Raises:
            DriverError: MongoDB did not answer.
        """
        await self._take(key)
        try:
            yield
        finally:
            with suppress(DriverError):  # it is taken from who does not give it back
                await self._turns.delete_one({"_id": key, "holder": self._holder})

    async def _take(self, key: str) -> None:
        await sleep(jitter(*REST_SECONDS))
        begun = time.monotonic()
        while time.monotonic() < begun + PATIENCE_SECONDS:
            try:
                await self._turns.insert_one(self._mine(key))
            except DuplicateKeyError:
                self.meet(key)
                await sleep(jitter(*LOOK_SECONDS))
            else:
                return
        await self._turns.replace_one({"_id": key}, self._mine(key), upsert=True)

    def _mine(self, key: str) -> dict[str, object]:
        return {"_id": key, "holder": self._holder, "taken_at": utc_now()}
