"""Owns one history: what people ask for in some weather, until all is quiet. It judges nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from tests.simulation import oracle
from tests.simulation.asking import Request, ask
from tests.simulation.commands import request
from tests.simulation.given import club, quiet
from tests.simulation.messaging import pause
from tests.simulation.watching import Watching
from tests.simulation.world import World, run, world_of

COMMANDS = 200
CLIENTS = 10
WORKERS, WORKERS_IN_CALM = (2, 1), 3
"""Of each service: what they contend for, and what one finds again that was there before it."""
PACES_SECONDS = (0.0, 0.02, 0.3)
"""The longest that people think before they ask for something else: crowds, and single visitors."""
LONGEST_IN_CALM_SECONDS = 3.0
"""Where nothing fails, a history is longer than leases."""
WEATHERS = (0, 60, 100, 250)
"""Talks with servers between two faults, of one process: none, or ever fewer."""


@dataclass(slots=True, kw_only=True)
class History:
    """What became of one seed."""

    seed: int
    failures: Sequence[str]
    commands: int
    faults: int
    digest: str
    """The same where everything happened in the same way."""
    story: list[str] = field(default_factory=list)


def history(seed: int, *, commands: int = COMMANDS, is_told: bool = False) -> History:
    """Let one seed happen."""
    weather = WEATHERS[seed % len(WEATHERS)]
    pace = PACES_SECONDS[seed // len(WEATHERS) % len(PACES_SECONDS)]
    workers = WORKERS[seed // len(WEATHERS) % len(WORKERS)] if weather else WORKERS_IN_CALM
    given = club()
    with world_of(seed, tables=given.tables, talks_between_faults=weather) as world:
        world.loop.now += given.at + 3600
        world.weather.is_told = is_told
        watching = Watching(world)
        requests: list[Request] = []
        is_quiet = run(world, _live(world, requests, commands, pace=pace, workers=workers))
        failures = [*watching.failures, *oracle.judge(world, requests, is_quiet=is_quiet)]
        return History(
            seed=seed,
            failures=failures,
            commands=len(requests),
            faults=len(world.weather.story),
            digest=_digest(world, requests),
            story=[f"{at - 86_400:10.4f} {who:24} {what}" for at, who, what in world.weather.story],
        )


async def _live(world: World, requests: list[Request], commands: int, *, pace: float, workers: int) -> bool:
    """People ask, then the weather clears up; whether all comes to rest."""
    world.start(apis=2, workers=workers)
    clients = [asyncio.create_task(_client(world, requests, commands, pace)) for _ in range(CLIENTS)]
    await asyncio.gather(*clients)
    world.weather.clear_up()
    return await quiet(world)


async def _client(world: World, requests: list[Request], commands: int, pace: float) -> None:
    chance = world.weather.random
    longest = LONGEST_IN_CALM_SECONDS if world.weather.is_calm else pace
    while len(requests) < commands:
        asked = request(world, len(requests))
        requests.append(asked)
        await ask(world, asked)
        await pause(world.loop, chance.random() * longest)


def _digest(world: World, requests: Sequence[Request]) -> str:
    """What tells two histories apart: all that was drawn, all that was answered."""
    answered = [(one.key, str(one.answers), [each.code for each in one.refusals]) for one in requests]
    return sha256(repr((world.weather.random.getstate(), answered)).encode()).hexdigest()[:16]
