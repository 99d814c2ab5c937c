"""Checks that the store in memory and the one in MongoDB keep the same promises."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import date

import pytest

from services.directory.domain.commands import organisations as commands
from services.directory.domain.errors.memberships import UnknownMembership
from services.directory.domain.errors.organisations import UnknownOrganisation, UnknownTerritory
from services.directory.domain.errors.people import UnknownPerson
from services.directory.domain.held_roles import AppointedRole
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import Membership, MembershipState
from services.directory.domain.merger import Merger
from services.directory.domain.organisation import Organisation
from services.directory.domain.person import Person
from services.directory.domain.profile import OrganisationProfile
from services.directory.domain.signing_key import SigningKey, SigningKeyState
from services.directory.ports.store import Directory
from services.directory.repository.store import MongoDirectory
from shared.clock import utc_now
from shared.commands import SYSTEM
from shared.storage.mongo import Contention, Database
from shared.storage.unit_of_work import Origin, UnitOfWork
from tests.fakes.directory import InMemoryDirectory
from tests.unit.directory.given import (
    BARJAC,
    CAMILLE,
    IDENTITY,
    MANDUEL,
    NOW,
    PROFILE,
    STAFF,
    appointment,
    id_of,
    invited,
    mandate,
    period,
    post,
)

Open = Callable[[], AbstractAsyncContextManager[Directory]]
"""Gives a store whose changes are kept when the block ends."""


def unit_of_work(database: Database) -> UnitOfWork:
    return UnitOfWork(database, Origin("directory", SYSTEM, utc_now(), "story"))


@pytest.fixture(params=["memory", "mongodb"])
def unit(request: pytest.FixtureRequest) -> Open:
    memory = InMemoryDirectory()
    database: Database | None = request.getfixturevalue("database") if request.param == "mongodb" else None

    @asynccontextmanager
    async def open_store() -> AsyncIterator[Directory]:
        if database is None:
            yield memory
        else:
            work = unit_of_work(database)
            yield MongoDirectory(work)
            await work.commit()

    return open_store


def manduel() -> Organisation:
    command = commands.RegisterOrganisation(actor=STAFF, at=NOW, org=MANDUEL, profile=PROFILE)
    return Organisation.register(command)[0]


async def test_an_organisation_is_read_as_it_was_saved(unit: Open) -> None:
    organisation, events = Organisation.register(
        commands.RegisterOrganisation(
            actor=STAFF, at=NOW, org=MANDUEL, profile=replace(PROFILE, parent_org=BARJAC)
        )
    )
    async with unit() as store:
        store.save_organisation(organisation, events)
    async with unit() as store:
        assert await store.organisation(MANDUEL) == replace(organisation, version=1, sequence=1)
        assert await store.organisation_with_siren("213001555") == MANDUEL
        assert await store.organisation_of_territory(OrganisationKind.COMMUNE, "30155") == MANDUEL


async def test_who_succeeds_an_organisation_is_found_and_so_are_its_people(unit: Open) -> None:
    merged, barjac = (
        manduel(),
        replace(manduel(), id=BARJAC, profile=replace(PROFILE, siren=None, name="Barjac")),
    )
    barjac.profile = replace(barjac.profile, insee_code=None)
    merged.merger = Merger(succeeded_by=BARJAC, effective_on=date(2028, 1, 1))
    async with unit() as store:
        for organisation in (merged, barjac):
            store.save_organisation(organisation, ())
        store.save_person(invited(), ())
    async with unit() as store:
        assert await store.organisation(MANDUEL) == replace(merged, version=1)
        assert [one.id for one in await store.successors(MANDUEL)] == [MANDUEL, BARJAC]
        assert [one.id for one in await store.people_with_roles_in(MANDUEL)] == [CAMILLE]
        assert await store.people_with_roles_in(BARJAC) == []


async def test_a_person_is_read_as_they_were_saved_with_roles_of_every_form(unit: Open) -> None:
    person = invited()
    person.held = (
        replace(mandate(), delegation="restauration"),
        replace(post(org=BARJAC), service="cuisine centrale"),
        appointment(AppointedRole.REFERENT),
        replace(appointment(AppointedRole.STAFF, None), period=period(ends_on=date(2031, 3, 1))),
    )
    person.recheck_on = date(2031, 3, 2)
    async with unit() as store:
        store.save_person(person, ())
    async with unit() as store:
        assert await store.person(CAMILLE) == replace(person, version=1)
        assert await store.person_with_email(IDENTITY.email) == CAMILLE
        assert not await store.has_referent(MANDUEL)


async def test_a_referent_in_force_is_seen(unit: Open) -> None:
    async with unit() as store:
        store.save_person(invited(appointment(AppointedRole.REFERENT)), ())
    async with unit() as store:
        assert await store.has_referent(MANDUEL)
        assert not await store.has_referent(BARJAC)


async def test_a_membership_is_read_as_it_was_saved(unit: Open) -> None:
    membership = Membership(
        id=id_of("membership"),
        org=MANDUEL,
        state=MembershipState.RESIGNED,
        from_year=2026,
        rights_end_on=date(2027, 12, 31),
    )
    async with unit() as store:
        store.save_membership(membership, ())
    async with unit() as store:
        assert await store.membership(membership.id) == replace(membership, version=1)
        assert await store.membership_of(MANDUEL) == replace(membership, version=1)


async def test_a_key_is_read_as_it_was_saved(unit: Open) -> None:
    key = SigningKey(kid="k1", crv="P-256", x="x", y="y", published_at=NOW, state=SigningKeyState.RETIRED)
    async with unit() as store:
        store.save_signing_key(key, ())
    async with unit() as store:
        assert await store.signing_key("k1") == replace(key, version=1)
        assert await store.signing_key("k2") is None


async def test_what_does_not_exist_is_said_to_be_unknown(unit: Open) -> None:
    reads: list[tuple[type[Exception], Callable[[Directory], Awaitable[object]]]] = [
        (UnknownTerritory, lambda store: store.territory("commune:00000")),
        (UnknownOrganisation, lambda store: store.organisation(MANDUEL)),
        (UnknownPerson, lambda store: store.person(CAMILLE)),
        (UnknownMembership, lambda store: store.membership(MANDUEL)),
    ]
    for unknown, read in reads:
        async with unit() as store:
            with pytest.raises(unknown):
                await read(store)
    async with unit() as store:
        assert await store.membership_of(MANDUEL) is None


async def test_a_batch_reads_its_own_changes(unit: Open) -> None:
    async with unit() as store:
        store.save_person(invited(), ())
        assert (await store.person(CAMILLE)).id == CAMILLE
        membership = Membership(id=id_of("membership"), org=MANDUEL)
        store.save_membership(membership, ())
        assert await store.membership_of(MANDUEL) is not None


@pytest.mark.parametrize(
    "twin",
    [
        replace(PROFILE, insee_code=None),
        replace(PROFILE, siren=None),
    ],
    ids=["siren", "territory"],
)
async def test_the_indexes_stop_twins_of_an_organisation(
    database: Database, twin: OrganisationProfile
) -> None:
    first, second = unit_of_work(database), unit_of_work(database)
    MongoDirectory(first).save_organisation(manduel(), ())
    await first.commit()
    MongoDirectory(second).save_organisation(replace(manduel(), id=BARJAC, profile=twin), ())
    with pytest.raises(Exception, match="E11000"):
        await second.commit()


async def test_an_old_version_is_not_written_over_a_newer_one(database: Database) -> None:
    work = unit_of_work(database)
    MongoDirectory(work).save_person(invited(), ())
    await work.commit()
    works = [unit_of_work(database) for _ in range(2)]
    people: list[Person] = [await MongoDirectory(one).person(CAMILLE) for one in works]
    for one, person in zip(works, people, strict=True):
        MongoDirectory(one).save_person(person, ())
    await works[0].commit()
    with pytest.raises(Contention):
        await works[1].commit()
