"""Checks the aggregate `Person`: its machine and its roles."""

from dataclasses import replace
from datetime import date

import pytest

from services.directory.domain.commands.people import (
    ActivatePerson,
    EndRole,
    InvitePerson,
    RecheckRoles,
    StartRole,
    UpdatePerson,
)
from services.directory.domain.errors.people import (
    InvalidPerson,
    InvalidRole,
    NotInvited,
    RoleAlreadyEnded,
    RoleAlreadyHeld,
    UnknownRole,
)
from services.directory.domain.held_roles import AppointedRole, HeldRole
from services.directory.domain.identity import Identity
from services.directory.domain.person import Person, PersonState
from shared.commands import SYSTEM
from shared.events.directory import (
    MandateEnded,
    MandateStarted,
    PersonActivated,
    PersonDeactivated,
    PersonInvited,
    PersonRole,
    PersonUpdated,
    PostStarted,
)
from tests.unit.directory.given import (
    BARJAC,
    CAMILLE,
    IDENTITY,
    MANDUEL,
    NOW,
    STAFF,
    TODAY,
    appointment,
    id_of,
    instant,
    invited,
    mandate,
    period,
    post,
)

ELECTED = PersonRole(role="elected", org=MANDUEL)
ACTIVATE = ActivatePerson(actor=STAFF, at=NOW, person_id=CAMILLE)


def start(role: HeldRole) -> StartRole:
    return StartRole(actor=STAFF, at=NOW, person_id=CAMILLE, role=role)


def end(name: str, ends_on: date) -> EndRole:
    return EndRole(actor=STAFF, at=NOW, person_id=CAMILLE, role_id=id_of(name), ends_on=ends_on)


def recheck(year: int, month: int, day: int) -> RecheckRoles:
    return RecheckRoles(actor=SYSTEM, at=instant(year, month, day), person_id=CAMILLE)


def active(first_role: HeldRole | None = None) -> Person:
    person = invited(first_role)
    person.activate(ACTIVATE)
    return person


def test_inviting_tells_how_to_reach_the_person_and_the_first_role() -> None:
    command = InvitePerson(actor=STAFF, at=NOW, person_id=CAMILLE, identity=IDENTITY, first_role=mandate())
    person, events = Person.invite(command)
    assert person.state is PersonState.INVITED
    assert events == (
        PersonInvited(
            person_id=CAMILLE,
            given_name="Camille",
            family_name="Durand",
            email="camille.durand@example.org",
            phone=None,
            locale="fr",
            roles=(ELECTED,),
        ),
        MandateStarted(
            person_id=CAMILLE,
            org=MANDUEL,
            title_code="adjoint",
            starts_on=date(2026, 3, 20),
            ends_on=None,
        ),
    )


def test_an_identity_is_kept_trimmed_with_its_address_in_lower_case() -> None:
    typed = Identity(given_name=" Jean  Luc ", family_name="Roux ", email=" J.Roux@Example.ORG ", phone=" ")
    assert typed.checked() == Identity(given_name="Jean Luc", family_name="Roux", email="j.roux@example.org")


def test_a_domain_with_the_accents_of_french_is_one() -> None:
    typed = replace(IDENTITY, email="mairie@XN--BZIERS-BVA.example")
    assert typed.checked().email == "mairie@xn--bziers-bva.example"


@pytest.mark.parametrize(
    ("identity", "field"),
    [
        (replace(IDENTITY, given_name=" "), "given_name"),
        (replace(IDENTITY, family_name=""), "family_name"),
        (replace(IDENTITY, email="camille"), "email"),
        (replace(IDENTITY, email="@example.org"), "email"),
        (replace(IDENTITY, email="camille durand@example.org"), "email"),
        (replace(IDENTITY, email="c" * 243 + "@example.org"), "email"),
        (replace(IDENTITY, email="c\N{CYRILLIC SMALL LETTER A}mille@example.org"), "email"),
        (replace(IDENTITY, email="\N{FULLWIDTH LATIN SMALL LETTER C}amille@example.org"), "email"),
        (replace(IDENTITY, email="\N{KELVIN SIGN}amille@example.org"), "email"),
        (replace(IDENTITY, email="cam\N{LATIN SMALL LETTER DOTLESS I}lle@example.org"), "email"),
        (replace(IDENTITY, email="camille@ex\N{CYRILLIC SMALL LETTER A}mple.org"), "email"),
        (replace(IDENTITY, email="camille@xn--exmple-4nf.org"), "email"),
        (replace(IDENTITY, email="camille@xn--.org"), "email"),
    ],
)
def test_an_identity_that_cannot_be_right_is_refused(identity: Identity, field: str) -> None:
    person = active()
    with pytest.raises(InvalidPerson) as refusal:
        person.update(UpdatePerson(actor=STAFF, at=NOW, person_id=CAMILLE, identity=identity))
    assert refusal.value.facts["field"] == field
    assert person.identity == IDENTITY


def test_the_first_sign_in_activates_and_the_second_is_refused() -> None:
    person = invited()
    (activated,) = person.activate(ACTIVATE)
    assert isinstance(activated, PersonActivated)
    with pytest.raises(NotInvited):
        person.activate(ACTIVATE)


def test_updating_tells_the_new_whole_and_the_same_again_tells_nothing() -> None:
    person = active()
    moved = replace(IDENTITY, email="c.durand@example.org")
    command = UpdatePerson(actor=STAFF, at=NOW, person_id=CAMILLE, identity=moved)
    (updated,) = person.update(command)
    assert isinstance(updated, PersonUpdated)
    assert (updated.email, updated.roles) == ("c.durand@example.org", (ELECTED,))
    assert person.update(command) == ()


def test_one_person_holds_several_roles_in_several_organisations() -> None:
    person = active()
    started, updated = person.start_role(start(post(org=BARJAC)))
    assert isinstance(started, PostStarted)
    assert isinstance(updated, PersonUpdated)
    assert updated.roles == (ELECTED, PersonRole(role="technical", org=BARJAC))


def test_an_appointment_is_told_by_the_roles_of_the_person_alone() -> None:
    (updated,) = active().start_role(start(appointment(AppointedRole.REFERENT)))
    assert isinstance(updated, PersonUpdated)
    assert PersonRole(role="referent", org=MANDUEL) in updated.roles


def test_the_same_role_is_not_held_twice_at_once() -> None:
    person = active()
    with pytest.raises(RoleAlreadyHeld):
        person.start_role(start(mandate("again", dates=period(date(2028, 1, 1)))))
    assert person.held == (mandate(),)


def test_the_same_role_is_held_again_after_its_end() -> None:
    person = active(mandate(dates=period(ends_on=date(2027, 1, 31))))
    person.start_role(start(mandate("again", dates=period(date(2027, 2, 1)))))
    assert len(person.held) == 2


def test_a_role_is_not_prolonged_into_the_next_one() -> None:
    person = active(mandate(dates=period(ends_on=date(2027, 6, 30))))
    person.start_role(start(mandate("next", dates=period(date(2027, 7, 1)))))
    with pytest.raises(RoleAlreadyHeld):
        person.end_role(end("mandate", date(2027, 8, 1)))


def test_ending_the_last_role_in_the_past_deactivates_at_once_and_keeps_the_history() -> None:
    person = active()
    mandate_ended, deactivated = person.end_role(end("mandate", date(2027, 3, 11)))
    assert isinstance(mandate_ended, MandateEnded)
    assert mandate_ended.ends_on == date(2027, 3, 11)
    assert deactivated == PersonDeactivated(person_id=CAMILLE)
    assert (person.state, person.roles, len(person.held)) == (PersonState.INACTIVE, (), 1)


def test_a_role_is_in_force_on_its_last_day_and_the_next_day_tells_the_end() -> None:
    person = active()
    (mandate_ended,) = person.end_role(end("mandate", TODAY))
    assert isinstance(mandate_ended, MandateEnded)
    assert (person.roles, person.recheck_on) == ((ELECTED,), date(2027, 3, 13))
    assert person.recheck(recheck(2027, 3, 12)) == ()
    assert person.recheck(recheck(2027, 3, 13)) == (PersonDeactivated(person_id=CAMILLE),)
    assert person.recheck_on is None


def test_a_person_without_role_today_but_with_one_to_come_stays_active() -> None:
    person = active()
    person.start_role(start(post(dates=period(date(2027, 9, 1)))))
    _, updated = person.end_role(end("mandate", date(2027, 3, 11)))
    assert isinstance(updated, PersonUpdated)
    assert (updated.roles, person.state) == ((), PersonState.ACTIVE)
    (began,) = person.recheck(recheck(2027, 9, 1))
    assert isinstance(began, PersonUpdated)
    assert began.roles == (PersonRole(role="technical", org=MANDUEL),)


def test_a_new_role_brings_an_inactive_person_back() -> None:
    person = active()
    person.end_role(end("mandate", date(2027, 3, 11)))
    _, activated = person.start_role(start(post()))
    assert isinstance(activated, PersonActivated)
    assert person.state is PersonState.ACTIVE


def test_the_same_last_day_again_tells_nothing() -> None:
    person = active()
    person.end_role(end("mandate", date(2027, 6, 30)))
    assert person.end_role(end("mandate", date(2027, 6, 30))) == ()


def test_a_role_that_is_over_or_unknown_is_not_ended() -> None:
    person = active(mandate(dates=period(ends_on=date(2027, 1, 31))))
    with pytest.raises(RoleAlreadyEnded):
        person.end_role(end("mandate", TODAY))
    with pytest.raises(UnknownRole):
        person.end_role(end("another", TODAY))


@pytest.mark.parametrize(
    ("role", "field"),
    [
        (mandate(dates=period(date(2027, 3, 1), date(2027, 2, 28))), "ends_on"),
        (replace(post(), title=" "), "title"),
        (appointment(AppointedRole.REFERENT, org=None), "org"),
        (appointment(AppointedRole.STAFF, org=MANDUEL), "org"),
    ],
)
def test_a_role_that_cannot_be_is_refused(role: HeldRole, field: str) -> None:
    person = active()
    with pytest.raises(InvalidRole) as refusal:
        person.start_role(start(role))
    assert refusal.value.facts["field"] == field
    assert person.held == (mandate(),)
