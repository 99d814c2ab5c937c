"""Owns a change stream over a server in memory: a hint that comes a little later, or not at all."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from tests.simulation.loop import OWNER
from tests.simulation.store.filters import matcher
from tests.simulation.store.server import Server, Written


class Changes:
    """What is inserted into one collection."""

    def __init__(self, server: Server, collection: str, pipeline: Sequence[Mapping[str, Any]]) -> None:
        self._server, self._collection = server, collection
        self._owner = OWNER.get()
        self._wanted = matcher(pipeline[0]["$match"], server.now())
        self._come: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()

    def note(self, written: Written) -> None:
        """Take in a write, if it is wanted and its reader lives."""
        collection, document_id, before, after = written
        if collection != self._collection or before is not None or after is None:
            return
        if self._owner is not None and self._owner.is_dead:
            return
        if self._wanted({"operationType": "insert", "fullDocument": after}):
            seconds = self._server.weather.seconds()
            self._server.loop.call_outside(self._come.put_nowait, {"_id": document_id}, delay=seconds)

    def __aiter__(self) -> "Changes":
        return self

    async def __anext__(self) -> Mapping[str, Any]:
        return await self._come.get()
