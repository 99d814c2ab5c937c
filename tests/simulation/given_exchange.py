"""Owns the exchange of a simulated club: two organisations, two agents, a convention in force between them.

The convention is put where it belongs as if it had been signed: nothing is written or sealed in virtual time.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from services.conventions.domain.convention.convention import Convention
from services.conventions.repository.agreements import MongoAgreements
from services.directory.domain.commands.organisations import RegisterOrganisation
from services.directory.domain.commands.people import InvitePerson
from services.directory.domain.held_roles import Period, Post, PostStatus
from services.directory.domain.identity import Identity
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.profile import OrganisationProfile
from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.repository.store import MongoNotifications
from shared.commands import Actor, Command
from shared.storage.unit_of_work import UnitOfWork
from tests.simulation.visits import HALF_DAY_QUOTA
from tests.simulation.world import BEGINNING, World
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given_agreement import CONVENTION, MOUANS, in_force
from tests.unit.conventions.given_visit import AIDE, CHEF


async def found_exchange(world: World, staff: Actor, do: Any) -> None:
    """Make it; `do` asks a service for something."""
    for org, name in ((MANDUEL, "Manduel"), (MOUANS, "Mouans-Sartoux")):
        await do(world, "directory", org, lambda at, org=org, name=name: _organisation(staff, at, org, name))
    for agent in (CHEF, AIDE):
        await do(world, "directory", agent, lambda at, agent=agent: _agent(staff, at, agent))
    work = UnitOfWork(world.database("conventions"))
    MongoAgreements(work).save_convention(_with_quota(in_force()))
    await work.commit()
    work = UnitOfWork(world.database("notifications"))
    MongoNotifications(work).keep_convention(_copy())
    await work.commit()


def _with_quota(convention: Convention) -> Convention:
    practice = replace(convention.terms.practice, half_day_quota=HALF_DAY_QUOTA)
    return replace(convention, terms=replace(convention.terms, practice=practice))


def _copy() -> ConventionCopy:
    return ConventionCopy(
        sequence=1,
        names={MANDUEL: "Manduel", MOUANS: "Mouans-Sartoux"},
        receiving_org=MANDUEL,
        offering_org=MOUANS,
        convention_id=CONVENTION,
        reference="CONV-2027-001",
        legal_form="mise_a_disposition",
    )


def _organisation(staff: Actor, at: Any, org: UUID, name: str) -> Command:
    profile = OrganisationProfile(kind=OrganisationKind.COMMUNE, name=name, departement="30", region="76")
    return RegisterOrganisation(actor=staff, at=at, org=org, profile=profile)


def _agent(staff: Actor, at: Any, agent: UUID) -> Command:
    post = Post(
        id=id_of(f"post of {agent}"),
        org=MOUANS,
        title="Cheffe",
        status=PostStatus.TITULAIRE,
        period=Period(starts_on=BEGINNING.date()),
    )
    identity = Identity(given_name="Zoé", family_name="Lefèvre", email=f"{agent.hex}@example.org")
    return InvitePerson(actor=staff, at=at, person_id=agent, identity=identity, first_role=post)
