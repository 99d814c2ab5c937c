"""Owns a hand that writes a gathering anew, again and again, while people register: a subject with a history.

It insists with the same key until it is answered. It makes no fault and judges no answer.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from shared.ids import new_id
from tests.faults.load import PAUSE_SECONDS, UNAVAILABLE
from tests.running.callers import Json
from tests.running.club import Club

KEPT = ("kind", "title", "mode", "audience")
EVERY_SECONDS = 0.1
UNEDITED = 3
"""How many events a gathering has before: drafted, announced, opened."""


@dataclass
class Editor:
    """Somebody of the team, at one gathering. Nobody is mailed for what they write."""

    club: Club
    club_event: Json
    edits: int = 0
    """How many were accepted."""
    is_done: bool = False

    @property
    def subject(self) -> str:
        """Whose history it is, as events name it."""
        return f"club_event/{self.club_event['id']}"

    @property
    def events(self) -> int:
        """How many events the history has."""
        return UNEDITED + self.edits

    async def run(self) -> None:
        """Write the summary anew until told that it is done."""
        while not self.is_done:
            await self._insist(self._programme(summary=str(self.edits)))
            self.edits += 1
            await asyncio.sleep(EVERY_SECONDS)  # how fast somebody writes

    def _programme(self, *, summary: str) -> Json:
        when = self.club_event["when"]
        dates = {name: when[name] for name in ("starts_local", "ends_local", "timezone")}
        return {**{name: self.club_event[name] for name in KEPT}, **dates, "summary": summary}

    async def _insist(self, programme: Json) -> None:
        path, key = f"/club-events/{self.club_event['id']}", str(new_id())
        while True:
            try:
                answer = await self.club.registration.send("PUT", path, json=programme, key=key)
            except httpx.TransportError:
                pass
            else:
                if answer.status_code != UNAVAILABLE:
                    answer.raise_for_status()
                    return
            await asyncio.sleep(PAUSE_SECONDS)


@asynccontextmanager
async def editing(editor: Editor) -> AsyncIterator[None]:
    """Within the block the gathering is edited; leaving it waits for the last answer."""
    async with asyncio.TaskGroup() as together:
        together.create_task(editor.run())
        try:
            yield
        finally:
            editor.is_done = True
