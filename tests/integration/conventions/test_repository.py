"""Checks that the store in memory and the one in MongoDB keep the same promises, and how people read it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date

import pytest

from services.conventions.domain.errors.rights import UnknownOrganisation
from services.conventions.ports.stores import Members
from services.conventions.repository.members import MongoMemberQueries, MongoMembers
from shared.storage.mongo import Database
from shared.storage.unit_of_work import UnitOfWork
from tests.fakes.conventions import InMemoryMembers
from tests.unit.conventions.given import MANDUEL, MEMBERSHIP, TODAY, id_of, membership, organisation

Open = Callable[[], AbstractAsyncContextManager[Members]]
"""Gives a store whose changes are kept when the block ends."""


@pytest.fixture(params=["memory", "mongodb"])
def unit(request: pytest.FixtureRequest) -> Open:
    memory = InMemoryMembers()
    database: Database | None = request.getfixturevalue("database") if request.param == "mongodb" else None

    @asynccontextmanager
    async def open_store() -> AsyncIterator[Members]:
        if database is None:
            yield memory
        else:
            work = UnitOfWork(database)
            yield MongoMembers(work)
            await work.commit()

    return open_store


async def test_what_was_kept_is_read_as_it_was(unit: Open) -> None:
    resigned = membership(last_day=date(2027, 12, 31))
    async with unit() as members:
        members.keep_organisation(organisation())
        members.keep_membership(resigned)
    async with unit() as members:
        assert await members.organisation(MANDUEL) == organisation()
        assert await members.membership(MEMBERSHIP) == resigned


async def test_a_newer_copy_takes_the_place_of_the_older(unit: Open) -> None:
    for sequence in (1, 2):
        async with unit() as members:
            members.keep_organisation(organisation(sequence=sequence))
            members.keep_membership(membership(sequence=sequence))
    async with unit() as members:
        assert await members.organisation(MANDUEL) == organisation()
        assert await members.membership(MEMBERSHIP) == membership()


async def test_a_batch_reads_what_it_kept(unit: Open) -> None:
    async with unit() as members:
        assert await members.organisation(MANDUEL) is None
        assert await members.membership(MEMBERSHIP) is None
        members.keep_organisation(organisation())
        members.keep_membership(membership(from_year=None))
        assert await members.organisation(MANDUEL) == organisation()
        assert await members.membership(MEMBERSHIP) == membership(from_year=None)


async def test_organisations_are_listed_with_their_membership_a_page_at_a_time(database: Database) -> None:
    ids = sorted(id_of(f"organisation {number}") for number in range(5))
    work = UnitOfWork(database)
    members = MongoMembers(work)
    for org in ids:
        members.keep_organisation(organisation(id=org))
    members.keep_membership(membership(org=ids[3]))
    await work.commit()
    queries = MongoMemberQueries(database)

    first = await queries.organisations(after=None, limit=3)
    second = await queries.organisations(after=ids[2], limit=3)

    assert [item.id for item in (*first, *second)] == ids
    assert [item.is_member(on=TODAY) for item in (*first, *second)] == [False, False, False, True, False]
    assert await queries.organisation(ids[3]) == second[0]
    with pytest.raises(UnknownOrganisation):
        await queries.organisation(MANDUEL)
