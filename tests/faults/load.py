"""Owns a load of registrations: several clients, each insisting with the same key until it is answered.

It makes no fault and judges no answer.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from uuid import UUID

import httpx

from shared.ids import new_id
from tests.eventually import eventually
from tests.running.callers import Caller, Json
from tests.running.club import Club, Somebody

CLIENTS = 8
PAUSE_SECONDS = 0.05
INSIST_SECONDS = 60.0
UNAVAILABLE = 503


@dataclass
class Load:
    """What a crowd is answered at one gathering."""

    club: Club
    club_event: Json
    people: Sequence[Somebody]
    apis: Sequence[str] = ("registration",)
    """Which processes are asked, in turns: who got no answer asks the next."""
    posts_per_second: float | None = None
    accepted: dict[str, Json] = field(default_factory=dict)
    """Person → the body of the 201."""
    refused: list[httpx.Response] = field(default_factory=list)
    unanswered: int = 0
    """How often a client had to ask again."""
    slowest_seconds: float = 0.0

    async def reaches(self, count: int, *, seconds: float = INSIST_SECONDS) -> None:
        """Return once so many were accepted."""

        async def reached() -> bool:
            return len(self.accepted) >= count

        await eventually(reached, seconds=seconds, what=f"{count} registrations are accepted")

    async def is_put_off(self, *, seconds: float = INSIST_SECONDS) -> None:
        """Return once somebody had to ask again."""

        async def put_off() -> bool:
            return self.unanswered > 0

        await eventually(put_off, seconds=seconds, what="somebody has to ask again")

    async def run(self) -> None:
        """Return once everybody was answered."""
        everybody = iter(self.people)
        await asyncio.gather(*(self._client(everybody) for _ in range(CLIENTS)))

    async def _client(self, everybody: Iterator[Somebody]) -> None:
        for somebody in everybody:
            begun = time.monotonic()
            answer = await self._insist(somebody)
            took = time.monotonic() - begun
            self.slowest_seconds = max(self.slowest_seconds, took)
            if answer.is_success:
                self.accepted[somebody.id] = answer.json()
            else:
                self.refused.append(answer)
            if self.posts_per_second:  # what is set is how fast people come, not how long anything takes
                await asyncio.sleep(max(0.0, CLIENTS / self.posts_per_second - took))

    async def _insist(self, somebody: Somebody) -> httpx.Response:
        callers = in_turns(self.club, self.apis, somebody.id)
        path, key = f"/club-events/{self.club_event['id']}/registrations", str(new_id())
        deadline = time.monotonic() + INSIST_SECONDS
        while True:
            try:
                answer = await next(callers).post(path, {"org": somebody.org, "mode": "online"}, key=key)
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
            else:
                if answer.status_code != UNAVAILABLE or time.monotonic() > deadline:
                    return answer
            self.unanswered += 1
            await asyncio.sleep(PAUSE_SECONDS)


def in_turns(club: Club, apis: Sequence[str], person_id: str) -> Iterator[Caller]:
    """The person before one process after the other, for ever; some people ask the first one first."""
    first = UUID(person_id).int % len(apis)
    return cycle([club.caller(api, person_id=person_id) for api in (*apis[first:], *apis[:first])])


@asynccontextmanager
async def under(load: Load) -> AsyncIterator[Load]:
    """The block runs while the load does; leaving it waits for the load's end."""
    running = asyncio.create_task(load.run())
    try:
        yield load
        await running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
