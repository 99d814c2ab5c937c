"""Owns the cells of the fault matrix: which part ends at which moment, how often, and how it comes back.

A cell works while people register; what they were answered is compared elsewhere.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from shared.failpoints import Failpoint
from tests.eventually import eventually
from tests.faults.load import Load
from tests.running.club import Club
from tests.running.essaim import MONGODB, RABBITMQ, Essaim

API, RELAY, NOTIFIER = "registration-api", "registration-worker", "notifications-worker"
COMMITS, MESSAGES = 12, 60
"""Among how many passes the fatal one is drawn: commits carry several commands, messages come alone."""
RECOVERED_SECONDS = 120.0
BETWEEN_KILLS = 40
"""So many commands are accepted before the next kill."""
AWAY_SECONDS = 60.0
AWAY = f"away {AWAY_SECONDS:.0f} s"


@dataclass
class Scene:
    """The system in which a cell works, and what people do in it meanwhile."""

    essaim: Essaim
    club: Club
    chance: Random
    times: int
    """How often the victim ends."""
    loads: list[Load] = field(default_factory=list)
    recovered_seconds: list[float] = field(default_factory=list)
    """From each end to the first command accepted or mail come afterwards."""

    @property
    def accepted(self) -> int:
        """How many commands were answered 201 so far."""
        return sum(len(load.accepted) for load in self.loads)

    async def mailed(self) -> int:
        """How many mails have come so far."""
        return await self.club.mailbox.total()

    async def accepts(self, more: int) -> None:
        """Return once so many more were accepted."""
        before = self.accepted

        async def reached() -> bool:
            return self.accepted >= before + more

        await eventually(reached, seconds=RECOVERED_SECONDS, what=f"{more} more are accepted")

    async def recovers(self, began: float, work: Callable[[], Awaitable[int]]) -> None:
        """Return once `work` grows, and note how long that took."""
        before = await work()

        async def grown() -> bool:
            return await work() > before

        await eventually(grown, seconds=RECOVERED_SECONDS, what="work goes on")
        self.recovered_seconds.append(time.monotonic() - began)


Fault = Callable[[Scene], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Cell:
    """A victim, a moment, and what happens to it."""

    victim: str
    moment: str
    fault: Fault


def _at(failpoint: Failpoint, victim: str, among: int) -> Cell:
    """The victim ends at the failpoint, again and again, and is started anew."""

    async def fault(scene: Scene) -> None:
        for _ in range(scene.times):
            await scene.accepts(BETWEEN_KILLS)
            await scene.essaim.end_at(victim, failpoint, scene.chance.randint(1, among))
            await _comes_back(scene, victim)

    return Cell(victim, failpoint.value, fault)


def _killed(victim: str) -> Cell:
    """The victim is killed at some instant, again and again."""

    async def fault(scene: Scene) -> None:
        for _ in range(scene.times):
            await scene.accepts(scene.chance.randint(1, BETWEEN_KILLS))
            await scene.essaim.kill(victim)
            await _comes_back(scene, victim)

    return Cell(victim, "SIGKILL", fault)


def _away(victim: str) -> Cell:
    """The victim is stopped in good order, and missing for a while."""

    async def fault(scene: Scene) -> None:
        await scene.accepts(BETWEEN_KILLS)
        await scene.essaim.stop(victim)
        await asyncio.sleep(AWAY_SECONDS)
        await _comes_back(scene, victim)

    return Cell(victim, AWAY, fault)


async def _comes_back(scene: Scene, victim: str) -> None:
    async def work() -> int:
        return scene.accepted if victim in {API, MONGODB} else await scene.mailed()

    began = time.monotonic()
    await scene.essaim.start(victim)
    await scene.recovers(began, work)


CELLS: Sequence[Cell] = (
    _at(Failpoint.MID_COMMIT, API, COMMITS),
    _at(Failpoint.AFTER_COMMIT, API, COMMITS),
    _killed(API),
    _at(Failpoint.AFTER_PUBLISH, RELAY, MESSAGES),
    _killed(RELAY),
    _at(Failpoint.MID_COMMIT, NOTIFIER, COMMITS),
    _at(Failpoint.AFTER_EFFECT, NOTIFIER, MESSAGES),
    _at(Failpoint.AFTER_MAIL, NOTIFIER, MESSAGES),
    _killed(NOTIFIER),
    _killed(RABBITMQ),
    _away(RABBITMQ),
    _killed(MONGODB),
)
