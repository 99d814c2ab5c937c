"""Owns the reading of the live staff feed (Server-Sent Events), as a browser does. Checks nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx

from deploy.local.plain_http import PLAIN
from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import STAFF, Club


@dataclass
class Live:
    """The lines that have come."""

    lines: list[Json] = field(default_factory=list)

    async def wait_for(self, person_id: str) -> Json:
        """The first line about a person, once it is here."""

        async def come() -> bool:
            return any(line["person_id"] == person_id for line in self.lines)

        await eventually(come, what=f"a line about {person_id}")
        return next(line for line in self.lines if line["person_id"] == person_id)


@asynccontextmanager
async def live_feed(club: Club, *, last_event_id: int | None = None) -> AsyncIterator[Live]:
    """Read the feed from now on, or from where a reader was cut off, until the block ends."""
    headers = {"Authorization": f"Bearer {club.essaim.token(STAFF)}"}
    if last_event_id is not None:
        headers["Last-Event-ID"] = str(last_event_id)
    url, live = club.essaim.addresses["notifications"], Live()
    async with (
        httpx.AsyncClient(base_url=url, timeout=httpx.Timeout(10, read=60), verify=PLAIN) as client,
        client.stream("GET", "/staff-feed/stream", headers=headers) as stream,
    ):
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        reading = asyncio.create_task(_read(stream, live))
        try:
            yield live
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading


async def _read(stream: httpx.Response, live: Live) -> None:
    async for line in stream.aiter_lines():
        if line.startswith("data: "):
            live.lines.append(json.loads(line.removeprefix("data: ")))
