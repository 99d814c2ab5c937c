"""Turns: processes that meet on one document pass it to each other, and nobody waits for the dead."""

import asyncio
from typing import Any

import pytest
from pymongo.read_concern import ReadConcern

from shared.application import Application
from shared.ids import new_id
from shared.storage import turns, unit_of_work
from shared.storage.mongo import Contention, Database, DriverError, write_together
from shared.storage.turns import Turns
from tests.integration.shared.tallies import Tallies, application, execute

KEY = "gathering"
LONG_SECONDS = 600.0


async def held(database: Database) -> int:
    """How many turns are somebody's at this moment; they are not written durably, nor read so."""
    return (
        await database[turns.COLLECTION].with_options(read_concern=ReadConcern("local")).count_documents({})
    )


async def test_nobody_has_the_turn_of_another(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", LONG_SECONDS)
    inside: list[int] = []

    async def have_turn(number: int, of: Turns) -> None:
        async with of.turn(KEY):
            inside.append(number)
            await asyncio.sleep(0)
            assert inside.pop() == number
            assert inside == []

    await asyncio.gather(*(have_turn(number, Turns(database)) for number in range(20)))
    assert await held(database) == 0


async def test_the_turn_of_one_key_is_not_that_of_another(database: Database) -> None:
    async with Turns(database).turn(KEY), Turns(database).turn("another gathering"):
        assert await held(database) == 2


async def test_the_turn_of_the_dead_is_taken(database: Database) -> None:
    dead, heir = Turns(database), Turns(database)
    async with dead.turn(KEY):
        async with heir.turn(KEY):
            assert await held(database) == 1
        assert await held(database) == 0


async def test_turns_are_needed_once_another_was_met_and_for_a_while(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "MEETING_SECONDS", LONG_SECONDS)
    mine = Turns(database)
    mine.meet(KEY)
    assert (mine.are_needed(KEY), mine.are_needed("another gathering")) == (True, False)
    monkeypatch.setattr(turns, "MEETING_SECONDS", 0.0)
    assert not mine.are_needed(KEY)


class Commits:
    """What becomes of the commits of three processes that write one tally."""

    def __init__(self) -> None:
        self.written = self.lost = 0

    async def write(self, *said: Any) -> None:
        """Write so slowly that who writes beside another is late."""
        await asyncio.sleep(0.005)
        try:
            await write_together(*said)
        except (Contention, DriverError):
            self.lost += 1
            raise
        self.written += 1


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> Commits:
    made = Commits()
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", LONG_SECONDS)
    monkeypatch.setattr(unit_of_work, "write_together", made.write)
    return made


async def _ask_often(database: Database) -> None:
    processes, tally_id = [application(database) for _ in range(3)], new_id()

    async def ask(process: Application[Tallies]) -> None:
        for _ in range(20):
            await execute(process, tally_id, 1)

    await asyncio.gather(*(ask(process) for process in processes))


async def test_processes_that_take_turns_lose_no_commit(
    database: Database, monkeypatch: pytest.MonkeyPatch, commits: Commits
) -> None:
    monkeypatch.setattr(Turns, "are_needed", lambda *_: True)
    await _ask_often(database)
    assert (commits.written, commits.lost) == (60, 0)


async def test_processes_learn_of_each_other_by_losing_a_commit(
    database: Database, monkeypatch: pytest.MonkeyPatch, commits: Commits
) -> None:
    monkeypatch.setattr(turns, "MEETING_SECONDS", LONG_SECONDS)
    asked: list[bool] = []
    is_needed = Turns.are_needed

    def are_needed(of: Turns, key: str) -> bool:
        asked.append(is_needed(of, key))
        return asked[-1]

    monkeypatch.setattr(Turns, "are_needed", are_needed)
    await _ask_often(database)
    assert commits.written == 60
    assert (asked[0], asked[-1]) == (False, True)
