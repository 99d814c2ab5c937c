"""Leases: each partition is one process's at a time, shared fairly, and taken over from the dead."""

import asyncio

from shared.storage.leases import LEASES, Leases
from shared.storage.mongo import Database
from tests.eventually import eventually

PARTITIONS = 5


async def leases_of(database: Database, holder: str, *, ttl_seconds: int = 60) -> Leases:
    leases = Leases(database, "work", holder, partitions=PARTITIONS, ttl_seconds=ttl_seconds)
    await leases.prepare()
    return leases


async def test_one_holds_all_until_another_comes_then_each_a_fair_share(database: Database) -> None:
    one, other = await leases_of(database, "one"), await leases_of(database, "other")
    assert await one.hold() == [0, 1, 2, 3, 4]
    assert await other.hold() == []
    assert await one.hold() == [0, 1, 2]
    assert await other.hold() == [3, 4]
    assert await one.hold() == [0, 1, 2]


async def test_nobody_holds_what_another_holds_whoever_asks_at_once(database: Database) -> None:
    many = [await leases_of(database, str(number)) for number in range(8)]
    for _ in range(3):
        await asyncio.gather(*(leases.hold() for leases in many))
    held = [await leases.hold() for leases in many]
    assert sorted(sum(held, [])) == list(range(PARTITIONS))  # noqa: RUF017  # five at most


async def test_who_leaves_leaves_everything_at_once(database: Database) -> None:
    one, other = await leases_of(database, "one"), await leases_of(database, "other")
    await one.hold()
    await one.leave()
    assert await other.hold() == [0, 1, 2, 3, 4]


async def test_what_the_dead_held_is_free_when_its_time_is_over(database: Database) -> None:
    dead = await leases_of(database, "dead", ttl_seconds=1)
    heir = await leases_of(database, "heir", ttl_seconds=1)
    assert await dead.hold() == [0, 1, 2, 3, 4]
    assert await heir.hold() == []

    async def inherited() -> bool:
        return await heir.hold() == [0, 1, 2, 3, 4]

    await eventually(inherited, what="the heir holds all")


async def test_who_asks_is_counted_among_the_living_although_the_lease_ran_out_meanwhile(
    database: Database,
) -> None:
    assert await (await leases_of(database, "me", ttl_seconds=0)).hold() == [0, 1, 2, 3, 4]


async def test_making_the_leases_again_frees_none(database: Database) -> None:
    one = await leases_of(database, "one")
    await one.hold()
    await (await leases_of(database, "other")).prepare()
    assert await database[LEASES].count_documents({"holder": "one"}) == PARTITIONS
