"""Checks who may act on people."""

from dataclasses import replace

import pytest

from services.directory.domain.commands.people import (
    ActivatePerson,
    EndRole,
    InvitePerson,
    StartRole,
    UpdatePerson,
)
from services.directory.domain.errors.rights import (
    AdminOnly,
    NotAllowedToActivate,
    NotAllowedToChangePerson,
    ReferentOrStaffOnly,
    StaffOnly,
)
from services.directory.domain.held_roles import AppointedRole, HeldRole
from services.directory.domain.person import Person
from shared.commands import Actor
from shared.errors import Forbidden
from tests.unit.directory.given import (
    ADMIN,
    BARJAC,
    CAMILLE,
    IDENTITY,
    MANDUEL,
    NOBODY,
    NOW,
    STAFF,
    TODAY,
    appointment,
    invited,
    mandate,
    post,
    referent_of,
)

MOVED = replace(IDENTITY, email="moved@example.org")
CAMILLE_HERSELF = Actor(CAMILLE)
TEAM = appointment(AppointedRole.STAFF, org=None)
ADMINISTRATOR = appointment(AppointedRole.ADMIN, org=None)


@pytest.mark.parametrize("actor", [STAFF, ADMIN, referent_of(MANDUEL)])
def test_the_team_and_the_referent_manage_the_people_of_an_organisation(actor: Actor) -> None:
    person, _ = Person.invite(
        InvitePerson(actor=actor, at=NOW, person_id=CAMILLE, identity=IDENTITY, first_role=mandate())
    )
    person.start_role(StartRole(actor=actor, at=NOW, person_id=CAMILLE, role=post()))
    person.end_role(EndRole(actor=actor, at=NOW, person_id=CAMILLE, role_id=post().id, ends_on=TODAY))
    person.update(UpdatePerson(actor=actor, at=NOW, person_id=CAMILLE, identity=MOVED))
    assert person.identity == MOVED


@pytest.mark.parametrize(
    ("actor", "role", "refusal"),
    [
        (NOBODY, mandate(), ReferentOrStaffOnly),
        (referent_of(BARJAC), mandate(), ReferentOrStaffOnly),
        (CAMILLE_HERSELF, appointment(AppointedRole.REFERENT), ReferentOrStaffOnly),
        (referent_of(MANDUEL), TEAM, StaffOnly),
        (referent_of(MANDUEL), ADMINISTRATOR, AdminOnly),
        (STAFF, ADMINISTRATOR, AdminOnly),
    ],
)
def test_nobody_gives_or_takes_a_role_beyond_their_own_authority(
    actor: Actor, role: HeldRole, refusal: type[Forbidden]
) -> None:
    with pytest.raises(refusal):
        Person.invite(
            InvitePerson(actor=actor, at=NOW, person_id=CAMILLE, identity=IDENTITY, first_role=role)
        )
    holder = invited(role)
    with pytest.raises(refusal):
        holder.end_role(EndRole(actor=actor, at=NOW, person_id=CAMILLE, role_id=role.id, ends_on=TODAY))
    assert holder.held == (role,)


@pytest.mark.parametrize(("actor", "role"), [(STAFF, TEAM), (ADMIN, TEAM), (ADMIN, ADMINISTRATOR)])
def test_the_team_grows_by_its_own_hand(actor: Actor, role: HeldRole) -> None:
    person = invited()
    person.start_role(StartRole(actor=actor, at=NOW, person_id=CAMILLE, role=role))
    assert role in person.held


def test_people_change_their_own_address() -> None:
    person = invited()
    person.update(UpdatePerson(actor=CAMILLE_HERSELF, at=NOW, person_id=CAMILLE, identity=MOVED))
    assert person.identity == MOVED


@pytest.mark.parametrize("second", [mandate("second", org=BARJAC), TEAM])
def test_a_referent_cannot_take_over_somebody_who_also_serves_elsewhere(second: HeldRole) -> None:
    person = invited()
    person.start_role(StartRole(actor=STAFF, at=NOW, person_id=CAMILLE, role=second))
    with pytest.raises(NotAllowedToChangePerson):
        person.update(UpdatePerson(actor=referent_of(MANDUEL), at=NOW, person_id=CAMILLE, identity=MOVED))
    assert person.identity == IDENTITY


def test_a_referent_of_both_organisations_changes_the_person() -> None:
    person = invited()
    person.start_role(StartRole(actor=STAFF, at=NOW, person_id=CAMILLE, role=mandate("second", org=BARJAC)))
    actor = referent_of(MANDUEL, BARJAC)
    person.update(UpdatePerson(actor=actor, at=NOW, person_id=CAMILLE, identity=MOVED))
    assert person.identity == MOVED


def test_only_the_person_and_the_team_activate() -> None:
    for actor in (NOBODY, referent_of(MANDUEL)):
        with pytest.raises(NotAllowedToActivate):
            invited().activate(ActivatePerson(actor=actor, at=NOW, person_id=CAMILLE))
    for actor in (STAFF, CAMILLE_HERSELF):
        assert invited().activate(ActivatePerson(actor=actor, at=NOW, person_id=CAMILLE))
