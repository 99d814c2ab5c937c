"""Checks the aggregate `Organisation`."""

from dataclasses import replace

import pytest

from services.directory.domain.commands.organisations import (
    RegisterOrganisation,
    RegisterTerritory,
    UpdateOrganisation,
)
from services.directory.domain.errors.organisations import InvalidOrganisation, InvalidSiren, InvalidSiret
from services.directory.domain.errors.rights import StaffOnly
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.organisation import Organisation
from services.directory.domain.profile import OrganisationProfile
from services.directory.domain.territories import Territory
from shared.commands import Actor
from shared.events.directory import OrganisationRegistered, OrganisationUpdated
from tests.unit.directory.given import MANDUEL, NOBODY, NOW, PROFILE, STAFF, id_of, referent_of

GARD = Territory(
    kind=OrganisationKind.DEPARTEMENT,
    code="30",
    name="Gard",
    article_code="2",
    siren=None,
    departement="30",
    region="76",
    population=None,
    epci=None,
    communes=1,
)


def register(profile: OrganisationProfile, actor: Actor = STAFF) -> RegisterOrganisation:
    return RegisterOrganisation(actor=actor, at=NOW, org=MANDUEL, profile=profile)


def test_registering_tells_all_that_is_known() -> None:
    organisation, events = Organisation.register(register(PROFILE))
    assert organisation == Organisation(id=MANDUEL, profile=PROFILE)
    assert events == (
        OrganisationRegistered(
            org=MANDUEL,
            kind="commune",
            name="Manduel",
            siren="213001555",
            insee_code="30155",
            departement="30",
            region="76",
            population=7044,
            parent_org=None,
        ),
    )


def test_a_siren_is_kept_without_its_spaces_and_a_name_without_doubled_ones() -> None:
    organisation, _ = Organisation.register(
        register(replace(PROFILE, siren="213 001 555", name=" CA  du  Gard "))
    )
    assert (organisation.profile.siren, organisation.profile.name) == ("213001555", "CA du Gard")


def test_a_siret_is_a_site_of_the_organisation_itself() -> None:
    organisation, _ = Organisation.register(register(replace(PROFILE, siret="213 001 555 00019")))
    assert organisation.profile.siret == "21300155500019"
    for wrong in ("21300155500018", "213001555", "21300029200010", "", "2130015550001A"):
        with pytest.raises(InvalidSiret):
            Organisation.register(register(replace(PROFILE, siret=wrong)))
    with pytest.raises(InvalidSiret):
        Organisation.register(register(replace(PROFILE, siren=None, siret="21300155500019")))


def test_a_prospect_needs_no_siren() -> None:
    organisation, _ = Organisation.register(register(replace(PROFILE, siren=None)))
    assert organisation.profile.siren is None


@pytest.mark.parametrize("siren", ["213001556", "21300155", "21300155A", ""])
def test_a_wrong_siren_is_refused_and_named(siren: str) -> None:
    with pytest.raises(InvalidSiren) as refusal:
        Organisation.register(register(replace(PROFILE, siren=siren)))
    assert refusal.value.facts["field"] == "siren"


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (replace(PROFILE, name="  "), "name"),
        (replace(PROFILE, insee_code="3015"), "insee_code"),
        (replace(PROFILE, insee_code="2C004"), "insee_code"),
        (replace(PROFILE, kind=OrganisationKind.CC), "insee_code"),
        (replace(PROFILE, population=-1), "population"),
        (replace(PROFILE, represented_communes=0), "represented_communes"),
    ],
)
def test_a_profile_that_cannot_be_right_is_refused(profile: OrganisationProfile, field: str) -> None:
    with pytest.raises(InvalidOrganisation) as refusal:
        Organisation.register(register(profile))
    assert refusal.value.facts["field"] == field


def test_a_corsican_code_is_a_code() -> None:
    organisation, _ = Organisation.register(register(replace(PROFILE, insee_code="2A004")))
    assert organisation.profile.insee_code == "2A004"


def test_a_territory_brings_its_profile() -> None:
    command = RegisterTerritory(
        actor=STAFF, at=NOW, org=id_of("Gard"), territory="departement:30", siren="223000019"
    )
    organisation, events = Organisation.register_territory(command, GARD, parent_org=None)
    assert organisation.profile == OrganisationProfile(
        kind=OrganisationKind.DEPARTEMENT,
        name="Département du Gard",
        siren="223000019",
        insee_code="30",
        departement="30",
        region="76",
    )
    assert isinstance(events[0], OrganisationRegistered)


def test_an_intercommunality_represents_its_communes_and_a_commune_knows_its_intercommunality() -> None:
    nimes = replace(
        GARD, kind=OrganisationKind.CA, code="243000643", name="CA de Nîmes", siren="243000643", communes=39
    )
    command = RegisterTerritory(actor=STAFF, at=NOW, org=MANDUEL, territory="epci:243000643")
    organisation, _ = Organisation.register_territory(command, nimes, parent_org=id_of("parent"))
    profile = organisation.profile
    assert (profile.represented_communes, profile.insee_code) == (39, None)
    assert profile.parent_org == id_of("parent")


def test_updating_tells_the_new_whole_and_the_same_again_tells_nothing() -> None:
    organisation, _ = Organisation.register(register(PROFILE))
    update = UpdateOrganisation(actor=STAFF, at=NOW, org=MANDUEL, profile=replace(PROFILE, population=7100))
    (updated,) = organisation.update(update)
    assert isinstance(updated, OrganisationUpdated)
    assert updated.population == organisation.profile.population == 7100
    assert organisation.update(update) == ()


@pytest.mark.parametrize("actor", [NOBODY, referent_of(MANDUEL)])
def test_only_the_team_registers_and_updates(actor: Actor) -> None:
    organisation, _ = Organisation.register(register(PROFILE))
    with pytest.raises(StaffOnly):
        Organisation.register(register(PROFILE, actor))
    with pytest.raises(StaffOnly):
        organisation.update(
            UpdateOrganisation(actor=actor, at=NOW, org=MANDUEL, profile=replace(PROFILE, name="Autre"))
        )
    assert organisation.profile == PROFILE
