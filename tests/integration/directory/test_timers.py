"""Checks that the passing of days is told, and told once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.directory.domain.commands.erasures import EraseInactive
from services.directory.domain.errors.erasures import StillActive
from services.directory.domain.held_roles import AppointedRole
from services.directory.handlers.erasures import erase_inactive
from services.directory.handlers.table import COMMANDS
from services.directory.repository.queries import MongoDirectoryQueries
from services.directory.repository.store import MongoDirectory
from services.directory.timers.people import forget_inactive_people, recheck_due_roles
from shared.application import Application
from shared.commands import SYSTEM
from shared.storage.mongo import Database
from shared.storage.unit_of_work import Origin, UnitOfWork
from tests.fakes.directory import InMemoryDirectory
from tests.unit.directory.given import NOW, appointment, id_of, invited, mandate, period


async def test_a_role_that_is_over_is_told_on_the_day_by_one_of_many_workers(database: Database) -> None:
    person = invited(mandate(dates=period(ends_on=NOW.date())))
    person.held = (*person.held, appointment(AppointedRole.REFERENT))
    work = UnitOfWork(database, Origin("directory", SYSTEM, NOW, "story"))
    MongoDirectory(work).save_person(person, ())
    await work.commit()
    queries = MongoDirectoryQueries(database)

    async def recheck(at: datetime) -> None:
        application = Application("directory", database, COMMANDS, MongoDirectory)
        await recheck_due_roles(application, queries, lambda: at)

    await recheck(NOW)
    assert await database["outbox"].count_documents({}) == 0
    midnight_in_paris = datetime(2027, 3, 12, 23, 0, tzinfo=UTC)
    await asyncio.gather(*(recheck(midnight_in_paris) for _ in range(4)))
    told = [row["routing_key"] async for row in database["outbox"].find()]
    assert told == ["directory.PersonUpdated.v1"]
    assert await queries.due_for_recheck(midnight_in_paris.date()) == []
    assert person.id == id_of("Camille")


async def test_who_has_had_no_role_for_years_is_forgotten_once_and_nobody_else(database: Database) -> None:
    gone = invited(mandate(dates=period(ends_on=NOW.date())))
    here = replace(
        invited(mandate()), id=id_of("Zoé"), identity=replace(gone.identity, email="z@example.org")
    )
    work = UnitOfWork(database, Origin("directory", SYSTEM, NOW, "story"))
    for person in (gone, here):
        MongoDirectory(work).save_person(person, ())
    await work.commit()
    queries, kept = MongoDirectoryQueries(database), timedelta(days=1095)

    async def forget(days: int) -> None:
        application = Application("directory", database, COMMANDS, MongoDirectory)
        at = NOW + timedelta(days=days)
        await forget_inactive_people(application, queries, lambda: at, kept=kept)

    await forget(1095)
    assert await database["outbox"].count_documents({}) == 0
    await asyncio.gather(*(forget(1096) for _ in range(4)))
    told = [row["subject"] async for row in database["outbox"].find()]
    assert told == [f"person/{gone.id}"]
    names = {one["_id"]: one["family_name"] async for one in database["people"].find()}
    assert (names[gone.id], names[here.id]) == ("", here.identity.family_name)


async def test_who_came_back_meanwhile_is_not_forgotten() -> None:
    directory = InMemoryDirectory()
    directory.save_person(invited(mandate()), ())
    command = EraseInactive(actor=SYSTEM, at=NOW, person_id=id_of("Camille"), without_role_since=NOW.date())
    with pytest.raises(StillActive):
        await erase_inactive(command, directory)
    assert directory.told == []
