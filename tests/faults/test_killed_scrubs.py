"""Workers are killed while many people are being forgotten: in the end nobody is known, and all say so."""

import asyncio
from collections.abc import Sequence

from deploy.local.services import SERVICES
from shared.commands import Role
from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import Club, Somebody
from tests.running.databases import databases_of
from tests.running.essaim import Essaim

PEOPLE, KILLS = 30, 2
FORGOTTEN_SECONDS = 180.0
WORKERS = tuple(f"{service}-worker" for service in SERVICES)


async def erasures(club: Club, people: Sequence[Somebody]) -> list[Json]:
    return [await club.directory.got(f"/people/{one.id}/erasure") for one in people]


async def test_people_are_forgotten_although_workers_die_in_the_middle(essaim: Essaim, club: Club) -> None:
    org = await club.member()
    people = [await club.person(org) for _ in range(PEOPLE)]
    gathering = await club.club_event(capacity={"online": PEOPLE})
    for one in people:
        await club.register(one, gathering)
    await club.mailbox.reaches(gathering, PEOPLE)
    admin = club.caller("directory", Role("admin"))
    await asyncio.gather(*(admin.made(f"/people/{one.id}/erasure/grant") for one in people))

    async def all_acknowledged() -> bool:
        return not any(erasure["missing"] for erasure in await erasures(club, people))

    for _ in range(KILLS):
        assert not await all_acknowledged(), "killed too late to be in the middle"
        await essaim.kill(*WORKERS)
        await essaim.start(*WORKERS)
    await eventually(
        all_acknowledged, seconds=FORGOTTEN_SECONDS, what="every service has forgotten everybody"
    )
    async with databases_of(essaim) as databases:
        words = [word for one in people for word in (one.name, one.email)]
        assert await databases.traces(*words) == []
    path = f"/club-events/{gathering['id']}"

    async def all_given_back() -> bool:
        return bool((await club.registration.got(path))["seats"]["online"]["free"] == PEOPLE)

    await eventually(all_given_back, what="every seat is given back")
    states = [one["state"] for one in await club.registration.all(f"{path}/registrations")]
    assert states == ["cancelled"] * PEOPLE
