"""Checks what the handlers add to the aggregates: that the unique stays so, and that what is named exists."""

from dataclasses import replace

import pytest

from services.directory.domain.commands.keys import PublishSigningKey, RetireSigningKey
from services.directory.domain.commands.memberships import (
    ActivateMembership,
    ApplyForMembership,
    ResignMembership,
)
from services.directory.domain.commands.organisations import (
    RegisterOrganisation,
    RegisterTerritory,
    UpdateOrganisation,
)
from services.directory.domain.commands.people import InvitePerson, StartRole, UpdatePerson
from services.directory.domain.errors.keys import SigningKeyRetiredForGood, UnknownSigningKey
from services.directory.domain.errors.memberships import MembershipStateRefuses, ReferentMissing
from services.directory.domain.errors.organisations import (
    InvalidOrganisation,
    SirenTaken,
    TerritoryTaken,
    UnknownOrganisation,
    UnknownTerritory,
)
from services.directory.domain.errors.people import EmailTaken
from services.directory.domain.held_roles import AppointedRole, HeldRole
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.profile import OrganisationProfile
from services.directory.domain.territories import Territory
from services.directory.handlers.table import COMMANDS
from shared.commands import SYSTEM, Command
from shared.errors import DomainError
from shared.events.directory import (
    MembershipActivated,
    MembershipApplied,
    OrganisationRegistered,
    OrganisationUpdated,
    PersonInvited,
    PersonUpdated,
    SigningKeyPublished,
)
from tests.fakes.directory import InMemoryDirectory
from tests.unit.directory.given import (
    ADMIN,
    BARJAC,
    CAMILLE,
    IDENTITY,
    MANDUEL,
    NOW,
    PROFILE,
    STAFF,
    appointment,
    id_of,
    mandate,
)

NIMES_METROPOLE = Territory(
    kind=OrganisationKind.CA,
    code="243000643",
    name="CA de Nîmes Métropole",
    article_code=None,
    siren="243000643",
    departement="30",
    region="76",
    population=262_000,
    epci=None,
    communes=39,
)
MANDUEL_TERRITORY = Territory(
    kind=OrganisationKind.COMMUNE,
    code="30155",
    name="Manduel",
    article_code="0",
    siren="213001555",
    departement="30",
    region="76",
    population=7044,
    epci="243000643",
    communes=1,
)


@pytest.fixture
def directory() -> InMemoryDirectory:
    return InMemoryDirectory([NIMES_METROPOLE, MANDUEL_TERRITORY])


async def do(directory: InMemoryDirectory, *asked: Command) -> None:
    for command in asked:
        await COMMANDS[type(command)](command, directory)


async def refused(directory: InMemoryDirectory, command: Command, refusal: type[DomainError]) -> None:
    told = list(directory.told)
    with pytest.raises(refusal):
        await do(directory, command)
    assert directory.told == told


def registration(profile: OrganisationProfile = PROFILE, name: str = "Manduel") -> Command:
    return RegisterOrganisation(actor=STAFF, at=NOW, org=id_of(name), profile=profile)


def from_territory(key: str, name: str) -> Command:
    return RegisterTerritory(actor=STAFF, at=NOW, org=id_of(name), territory=key)


def update(profile: OrganisationProfile, name: str = "Manduel") -> Command:
    return UpdateOrganisation(actor=STAFF, at=NOW, org=id_of(name), profile=profile)


def invitation(name: str = "Camille", role: HeldRole | None = None, email: str = "") -> Command:
    identity = replace(IDENTITY, email=email) if email else IDENTITY
    return InvitePerson(
        actor=ADMIN, at=NOW, person_id=id_of(name), identity=identity, first_role=role or mandate()
    )


def application(name: str = "membership") -> Command:
    return ApplyForMembership(actor=STAFF, at=NOW, membership_id=id_of(name), org=MANDUEL, year=2027)


async def test_a_siren_belongs_to_one_organisation(directory: InMemoryDirectory) -> None:
    await do(directory, registration())
    other = replace(PROFILE, insee_code="30029", siren="213 001 555")
    await refused(directory, registration(other, "Barjac"), SirenTaken)
    await do(directory, registration(replace(other, siren=None), "Barjac"))
    await refused(directory, update(other, "Barjac"), SirenTaken)


async def test_a_territory_belongs_to_one_organisation_of_its_kind(directory: InMemoryDirectory) -> None:
    await do(directory, registration())
    await refused(directory, registration(replace(PROFILE, siren=None), "Barjac"), TerritoryTaken)


async def test_an_organisation_may_keep_what_is_its_own(directory: InMemoryDirectory) -> None:
    await do(directory, registration(), update(replace(PROFILE, population=7100)))
    assert [type(event) for event in directory.told] == [OrganisationRegistered, OrganisationUpdated]


async def test_a_refused_update_leaves_the_organisation_as_it_was(directory: InMemoryDirectory) -> None:
    await do(directory, registration(), registration(replace(PROFILE, siren=None, insee_code=None), "Barjac"))
    await refused(directory, update(PROFILE, "Barjac"), SirenTaken)
    assert (await directory.organisation(BARJAC)).profile.siren is None


async def test_a_parent_is_another_organisation_of_the_directory(directory: InMemoryDirectory) -> None:
    await refused(directory, registration(replace(PROFILE, parent_org=id_of("?"))), InvalidOrganisation)
    await do(directory, registration())
    await refused(directory, update(replace(PROFILE, parent_org=MANDUEL)), InvalidOrganisation)


async def test_a_commune_is_registered_under_its_epci(directory: InMemoryDirectory) -> None:
    await do(directory, from_territory("epci:243000643", "Nîmes"), from_territory("commune:30155", "Manduel"))
    profile = (await directory.organisation(MANDUEL)).profile
    assert (profile.name, profile.parent_org) == ("Manduel", id_of("Nîmes"))
    await refused(directory, from_territory("commune:30155", "Barjac"), SirenTaken)
    await refused(directory, from_territory("commune:99999", "Barjac"), UnknownTerritory)


async def test_an_address_belongs_to_one_person(directory: InMemoryDirectory) -> None:
    await do(directory, registration(), invitation(), invitation("Dominique", email="d@example.org"))
    await refused(directory, invitation("Alix", email="CAMILLE.durand@example.org"), EmailTaken)
    rename = UpdatePerson(actor=STAFF, at=NOW, person_id=id_of("Dominique"), identity=IDENTITY)
    await refused(directory, rename, EmailTaken)
    assert (await directory.person(id_of("Dominique"))).identity.email == "d@example.org"
    own = replace(IDENTITY, phone="01 02 03 04 05")
    await do(directory, UpdatePerson(actor=STAFF, at=NOW, person_id=CAMILLE, identity=own))
    assert isinstance(directory.told[-1], PersonUpdated)


async def test_a_role_is_held_in_an_organisation_of_the_directory(directory: InMemoryDirectory) -> None:
    await refused(directory, invitation(), UnknownOrganisation)
    await do(directory, registration(), invitation())
    assert isinstance(directory.told[1], PersonInvited)
    elsewhere = StartRole(actor=STAFF, at=NOW, person_id=CAMILLE, role=mandate("m2", BARJAC))
    await refused(directory, elsewhere, UnknownOrganisation)


async def test_an_organisation_joins_once_it_has_a_referent(directory: InMemoryDirectory) -> None:
    await do(directory, registration())
    await refused(directory, application(), ReferentMissing)
    await do(directory, invitation(role=appointment(AppointedRole.REFERENT)), application())
    accept = ActivateMembership(actor=STAFF, at=NOW, membership_id=id_of("membership"))
    await do(directory, accept)
    assert [type(event) for event in directory.told[-2:]] == [MembershipApplied, MembershipActivated]


async def test_an_organisation_has_one_membership_through_the_years(directory: InMemoryDirectory) -> None:
    referent = invitation(role=appointment(AppointedRole.REFERENT))
    await do(directory, registration(), referent, application())
    await refused(directory, application("second"), MembershipStateRefuses)
    first = id_of("membership")
    await do(
        directory,
        ActivateMembership(actor=STAFF, at=NOW, membership_id=first),
        ResignMembership(actor=STAFF, at=NOW, membership_id=first),
        application("second"),
    )
    again = await directory.membership_of(MANDUEL)
    assert again is not None
    assert again.id == first


async def test_a_key_is_told_once_and_never_comes_back(directory: InMemoryDirectory) -> None:
    publish = PublishSigningKey(actor=SYSTEM, at=NOW, kid="k1", crv="P-256", x="x", y="y")
    retire = RetireSigningKey(actor=ADMIN, at=NOW, kid="k1")
    await refused(directory, retire, UnknownSigningKey)
    await do(directory, publish, publish)
    assert [type(event) for event in directory.told] == [SigningKeyPublished]
    await do(directory, retire)
    await refused(directory, publish, SigningKeyRetiredForGood)
