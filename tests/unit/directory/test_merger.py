"""Checks mergers: which can be, and what they end and hand over."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.directory.domain.commands.memberships import (
    ActivateMembership,
    ApplyForMembership,
    ResignMembership,
)
from services.directory.domain.commands.organisations import (
    MergeOrganisation,
    RegisterOrganisation,
    UpdateOrganisation,
)
from services.directory.domain.commands.people import InvitePerson, StartRole
from services.directory.domain.errors.organisations import (
    AlreadyMerged,
    InvalidMerger,
    InvalidOrganisation,
    MergedAway,
    MergerInCircles,
)
from services.directory.domain.errors.rights import StaffOnly
from services.directory.domain.held_roles import AppointedRole, HeldRole
from services.directory.domain.identity import Identity
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.profile import OrganisationProfile
from services.directory.handlers.table import COMMANDS
from shared.commands import Actor, Command
from shared.errors import DomainError
from shared.events.directory import (
    MandateEnded,
    MembershipResigned,
    OrganisationMerged,
    PersonUpdated,
    PostEnded,
    PostStarted,
)
from shared.events.envelope import Payload
from tests.fakes.directory import InMemoryDirectory
from tests.unit.directory.given import (
    ADMIN,
    BARJAC,
    CAMILLE,
    MANDUEL,
    NOBODY,
    NOW,
    STAFF,
    appointment,
    id_of,
    mandate,
    period,
    post,
    referent_of,
)

NEW_YEAR = date(2028, 1, 1)
EVE = date(2027, 12, 31)
AVEZE = id_of("Avèze")


def profile(name: str, siren: str | None = None) -> OrganisationProfile:
    return OrganisationProfile(kind=OrganisationKind.COMMUNE, name=name, siren=siren, population=1000)


def merger(
    org: UUID = MANDUEL, into: UUID = BARJAC, on: date = NEW_YEAR, actor: Actor = STAFF
) -> MergeOrganisation:
    return MergeOrganisation(actor=actor, at=NOW, org=org, succeeded_by=into, effective_on=on)


def invitation(held: HeldRole, name: str = "Camille") -> InvitePerson:
    identity = Identity(given_name=name, family_name="Durand", email=f"{name}@example.org")
    return InvitePerson(actor=ADMIN, at=NOW, person_id=id_of(name), identity=identity, first_role=held)


@pytest.fixture
async def directory() -> InMemoryDirectory:
    directory = InMemoryDirectory()
    for org, name, siren in (
        (MANDUEL, "Manduel", "213001555"),
        (BARJAC, "Barjac", None),
        (AVEZE, "Avèze", None),
    ):
        await does(
            directory, RegisterOrganisation(actor=STAFF, at=NOW, org=org, profile=profile(name, siren))
        )
    return directory


async def does(directory: InMemoryDirectory, command: Command) -> list[Payload]:
    before = len(directory.told)
    await COMMANDS[type(command)](command, directory)
    return directory.told[before:]


async def refuses(directory: InMemoryDirectory, command: Command, refusal: type[DomainError]) -> DomainError:
    before = list(directory.told)
    with pytest.raises(refusal) as refused:
        await does(directory, command)
    assert directory.told == before
    return refused.value


async def test_a_merger_is_told_with_who_succeeds_and_from_when_on(directory: InMemoryDirectory) -> None:
    assert await does(directory, merger()) == [
        OrganisationMerged(org=MANDUEL, succeeded_by=BARJAC, effective_on=NEW_YEAR)
    ]


async def test_agents_pass_to_the_successor_and_mandates_and_appointments_end(
    directory: InMemoryDirectory,
) -> None:
    await does(directory, invitation(mandate()))
    for role in (post(), appointment(AppointedRole.REFERENT)):
        await does(directory, StartRole(actor=STAFF, at=NOW, person_id=CAMILLE, role=role))
    events = await does(directory, merger())
    assert [type(event) for event in events] == [OrganisationMerged, MandateEnded, PostEnded, PostStarted]
    person = await directory.person(CAMILLE)
    assert [(held.org, held.period.starts_on, held.period.ends_on) for held in person.held] == [
        (MANDUEL, date(2026, 3, 20), EVE),
        (MANDUEL, date(2026, 3, 20), EVE),
        (MANDUEL, date(2026, 3, 20), EVE),
        (BARJAC, NEW_YEAR, None),
    ]
    assert person.recheck_on == NEW_YEAR


async def test_a_merger_in_the_past_changes_at_once_which_roles_are_in_force(
    directory: InMemoryDirectory,
) -> None:
    await does(directory, invitation(post()))
    events = await does(directory, merger(on=date(2027, 1, 1)))
    (updated,) = [event for event in events if isinstance(event, PersonUpdated)]
    assert [(role.role, role.org) for role in updated.roles] == [("technical", BARJAC)]


async def test_a_post_that_is_held_in_both_goes_on_once(directory: InMemoryDirectory) -> None:
    await does(directory, invitation(post()))
    await does(directory, StartRole(actor=STAFF, at=NOW, person_id=CAMILLE, role=post("there", BARJAC)))
    events = await does(directory, merger())
    assert [type(event) for event in events] == [OrganisationMerged, PostEnded]


async def test_roles_that_are_over_before_stay_as_they_are_and_later_ones_end_at_once(
    directory: InMemoryDirectory,
) -> None:
    await does(directory, invitation(post(dates=period(ends_on=date(2027, 6, 30)))))
    later = period(starts_on=date(2029, 1, 1))
    await does(directory, invitation(mandate("later", dates=later), "Dominique"))
    events = await does(directory, merger())
    assert [type(event) for event in events] == [OrganisationMerged, MandateEnded]
    (held,) = (await directory.person(id_of("Dominique"))).held
    assert (held.period.starts_on, held.period.ends_on) == (date(2029, 1, 1), date(2029, 1, 1))


async def test_membership_ends_the_day_before(directory: InMemoryDirectory) -> None:
    await does(directory, invitation(appointment(AppointedRole.REFERENT)))
    membership = id_of("membership")
    asked = ApplyForMembership(actor=STAFF, at=NOW, membership_id=membership, org=MANDUEL, year=2027)
    await does(directory, asked)
    await does(directory, ActivateMembership(actor=STAFF, at=NOW, membership_id=membership))
    events = await does(directory, merger())
    assert events[-1] == MembershipResigned(org=MANDUEL, membership_id=membership, effective_on=EVE)
    assert await directory.membership_of(BARJAC) is None


async def test_rights_of_who_has_left_already_end_with_it_too(directory: InMemoryDirectory) -> None:
    await does(directory, invitation(appointment(AppointedRole.REFERENT)))
    membership = id_of("membership")
    said: Any = {"actor": STAFF, "at": NOW, "membership_id": membership}
    await does(directory, ApplyForMembership(**said, org=MANDUEL, year=2027))
    await does(directory, ActivateMembership(**said))
    await does(directory, ResignMembership(**said))
    summer = await does(directory, merger(on=date(2027, 7, 1)))
    left = MembershipResigned(org=MANDUEL, membership_id=membership, effective_on=date(2027, 6, 30))
    assert summer[-1] == left


async def test_who_is_accepted_before_it_goes_is_a_member_until_then(directory: InMemoryDirectory) -> None:
    await does(directory, invitation(appointment(AppointedRole.REFERENT)))
    membership = id_of("membership")
    said: Any = {"actor": STAFF, "at": NOW, "membership_id": membership}
    await does(directory, ApplyForMembership(**said, org=MANDUEL, year=2027))
    assert not any(isinstance(event, MembershipResigned) for event in await does(directory, merger()))
    *_, resigned = await does(directory, ActivateMembership(**said))
    assert resigned == MembershipResigned(org=MANDUEL, membership_id=membership, effective_on=EVE)


async def test_nothing_begins_in_an_organisation_that_has_gone(directory: InMemoryDirectory) -> None:
    await does(directory, invitation(post()))
    await does(directory, merger(on=date(2027, 1, 1)))
    refusal = await refuses(directory, invitation(mandate(), "Dominique"), MergedAway)
    assert refusal.facts == {"succeeded_by": str(BARJAC), "effective_on": "2027-01-01"}
    role = mandate(dates=period(ends_on=date(2027, 3, 1)))
    await refuses(directory, StartRole(actor=STAFF, at=NOW, person_id=CAMILLE, role=role), MergedAway)
    asked = ApplyForMembership(actor=STAFF, at=NOW, membership_id=id_of("m"), org=MANDUEL, year=2027)
    await refuses(directory, asked, MergedAway)


async def test_a_merger_into_nobody_or_itself_names_the_culprit(directory: InMemoryDirectory) -> None:
    for into in (MANDUEL, id_of("nowhere")):
        refusal = await refuses(directory, merger(into=into), InvalidMerger)
        assert refusal.facts["field"] == "succeeded_by"


async def test_an_organisation_merges_once(directory: InMemoryDirectory) -> None:
    await does(directory, merger())
    await refuses(directory, merger(), AlreadyMerged)
    await refuses(directory, merger(into=AVEZE), AlreadyMerged)


async def test_mergers_never_close_a_circle(directory: InMemoryDirectory) -> None:
    await does(directory, merger(MANDUEL, BARJAC, date(2028, 1, 1)))
    await refuses(directory, merger(BARJAC, MANDUEL, date(2027, 1, 1)), MergerInCircles)
    await does(directory, merger(BARJAC, AVEZE, date(2029, 1, 1)))
    await refuses(directory, merger(AVEZE, MANDUEL, date(2026, 1, 1)), MergerInCircles)


async def test_who_succeeds_exists_on_that_day(directory: InMemoryDirectory) -> None:
    await does(directory, merger(BARJAC, AVEZE, date(2028, 1, 1)))
    await refuses(directory, merger(MANDUEL, BARJAC, date(2028, 1, 1)), MergedAway)
    await does(directory, merger(MANDUEL, BARJAC, date(2027, 12, 31)))


@pytest.mark.parametrize("actor", [NOBODY, referent_of(MANDUEL, BARJAC)])
async def test_only_the_team_merges(directory: InMemoryDirectory, actor: Actor) -> None:
    await refuses(directory, merger(actor=actor), StaffOnly)


async def test_nobody_belongs_to_itself_even_by_others(directory: InMemoryDirectory) -> None:
    for org, parent in ((MANDUEL, BARJAC), (BARJAC, AVEZE)):
        attached = OrganisationProfile(kind=OrganisationKind.CC, name="CC", parent_org=parent)
        await does(directory, UpdateOrganisation(actor=STAFF, at=NOW, org=org, profile=attached))
    closing = OrganisationProfile(kind=OrganisationKind.CC, name="CC", parent_org=MANDUEL)
    refusal = await refuses(
        directory, UpdateOrganisation(actor=STAFF, at=NOW, org=AVEZE, profile=closing), InvalidOrganisation
    )
    assert refusal.facts["field"] == "parent_org"
