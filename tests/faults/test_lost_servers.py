"""The broker goes away, the database dies: registrations are taken or told to wait, and nothing is lost."""

import asyncio
from collections.abc import Sequence

from deploy.local.services import SERVICES
from tests.eventually import eventually
from tests.faults.books import require_kept, require_mailed
from tests.faults.load import Load, under
from tests.running.club import Club, Somebody
from tests.running.essaim import MONGODB, RABBITMQ, Essaim, processes_of

OUTAGE_SECONDS = 10
POSTS_PER_SECOND = 15.0
BEFORE = 30
FEW = 20
LONGEST_ANSWER_SECONDS = 3.0


async def test_registrations_go_on_without_the_broker_and_mails_follow(
    essaim: Essaim, club: Club, crowd: Sequence[Somebody]
) -> None:
    people = crowd[: BEFORE + int(2 * OUTAGE_SECONDS * POSTS_PER_SECOND)]
    gathering = await club.club_event(capacity={"online": len(people)})
    async with under(Load(club, gathering, people, posts_per_second=POSTS_PER_SECOND)) as load:
        await load.reaches(BEFORE)
        await essaim.stop(RABBITMQ)
        gone = len(load.accepted)
        await load.reaches(gone + int(OUTAGE_SECONDS * POSTS_PER_SECOND), seconds=3 * OUTAGE_SECONDS)
        assert load.unanswered == 0
        assert load.slowest_seconds < LONGEST_ANSWER_SECONDS
        await essaim.start(RABBITMQ)
    kept = await require_kept(load)
    await require_mailed(load, kept)


async def test_nothing_accepted_is_lost_when_the_database_is_killed(
    essaim: Essaim, club: Club, crowd: Sequence[Somebody]
) -> None:
    gathering = await club.club_event(capacity={"online": len(crowd) // 2})
    before = essaim.running()
    async with under(Load(club, gathering, crowd)) as load:
        await load.reaches(100)
        await essaim.kill(MONGODB)
        assert len(load.accepted) < len(crowd), "killed too late to be in the middle"
        await essaim.start(MONGODB)  # at once: nobody is even told
        await load.reaches(300)
        await essaim.kill(MONGODB)
        assert len(load.accepted) < len(crowd), "killed too late to be in the middle"
        await load.is_put_off()
        await essaim.start(MONGODB)
    kept = await require_kept(load)
    await require_mailed(load, kept, once=False)
    after = essaim.running()
    assert {name for name in before if before[name] != after.get(name)} == {MONGODB}


async def test_processes_that_start_before_their_servers_wait_for_them(
    essaim: Essaim, club: Club, crowd: Sequence[Somebody]
) -> None:
    gathering = await club.club_event(capacity={"online": FEW})
    processes = processes_of(*SERVICES)
    await essaim.stop(*processes, RABBITMQ, MONGODB)
    starting = asyncio.create_task(essaim.start(*processes))
    await _launched(essaim, processes)
    before = essaim.running()
    await essaim.start(RABBITMQ)
    await essaim.start(MONGODB)
    await starting
    load = Load(club, gathering, crowd[:FEW])
    await load.run()
    kept = await require_kept(load)
    await require_mailed(load, kept)
    after = essaim.running()
    assert [name for name in processes if before[name] != after[name]] == []


async def _launched(essaim: Essaim, names: Sequence[str]) -> None:
    async def run() -> bool:
        return essaim.running().keys() >= set(names)

    await eventually(run, what="all have been started")
