"""Checks the aggregates `Session` and `SecondFactor`, and when a signing key is superseded."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.directory.domain.errors.access import SecondFactorEnrolled, SecondFactorMissing, WrongCode
from services.directory.domain.held_roles import AppointedRole
from services.directory.domain.person import Person, PersonState
from services.directory.domain.second_factor import SecondFactor
from services.directory.domain.session import LIFETIME, STRONG_LIFETIME, Session, roles_in_force
from services.directory.domain.signing_key import SigningKey, superseded
from shared.commands import Role
from tests.unit.directory.given import CAMILLE, MANDUEL, NOW, TODAY, appointment, id_of, invited, period, post


@pytest.fixture
def person() -> Person:
    """An active agent who belongs to the team, too."""
    person = invited(appointment(AppointedRole.STAFF, None))
    person.held, person.state = (*person.held, post()), PersonState.ACTIVE
    return person


def opened(person: Person, *, strong: bool = False) -> Session:
    return Session.open(id_of("session"), person, at=NOW, device="Firefox", strong=strong)


def test_each_generation_of_a_session_is_taken_once(person: Person) -> None:
    session = opened(person)
    assert session.refresh(1, person, at=NOW)
    before = replace(session)
    assert not session.refresh(1, person, at=NOW)
    assert session == before
    assert session.refresh(2, person, at=NOW)


@pytest.mark.parametrize(("strong", "lifetime"), [(False, LIFETIME), (True, STRONG_LIFETIME)])
def test_a_session_is_over_with_its_time(person: Person, strong: bool, lifetime: timedelta) -> None:
    session = opened(person, strong=strong)
    assert not session.refresh(1, person, at=NOW + lifetime)
    assert session.refresh(1, person, at=NOW + lifetime - timedelta(seconds=1))


@pytest.mark.parametrize("state", [PersonState.INACTIVE, PersonState.INVITED, PersonState.ERASED])
def test_a_session_is_over_for_who_has_left(person: Person, state: PersonState) -> None:
    session = opened(person)
    person.state = state
    assert not session.refresh(1, person, at=NOW)


def test_a_session_is_over_on_the_day_on_which_roles_change(person: Person) -> None:
    person.held = (post(dates=period(ends_on=TODAY)),)
    session = opened(person)
    assert not session.refresh(1, person, at=NOW + timedelta(days=1))
    assert session.refresh(1, person, at=NOW)


def test_the_roles_of_the_club_are_told_only_if_so_said(person: Person) -> None:
    session = opened(person)
    assert session.told_roles(for_the_club=True) == (Role("staff"), Role("technical", MANDUEL))
    assert session.told_roles(for_the_club=False) == (Role("technical", MANDUEL),)
    assert roles_in_force(person, TODAY - timedelta(days=5000)) == ()


def enrolled() -> SecondFactor:
    factor = SecondFactor(person_id=CAMILLE, sealed_secret=b"sealed")
    factor.enrol(100, ("r1", "r2"))
    return factor


def test_a_code_or_an_earlier_one_does_not_serve_again() -> None:
    factor = enrolled()
    for step in (100, 99, None):
        with pytest.raises(WrongCode):
            factor.accept(step, "none")
    factor.accept(101, "none")
    with pytest.raises(WrongCode):
        factor.accept(101, "none")


def test_a_recovery_code_serves_once() -> None:
    factor = enrolled()
    factor.accept(None, "r1")
    assert factor.recovery_digests == ("r2",)
    with pytest.raises(WrongCode):
        factor.accept(None, "r1")


def test_a_factor_counts_from_its_first_code_on_and_is_then_not_replaced() -> None:
    factor = SecondFactor(person_id=CAMILLE, sealed_secret=b"first")
    with pytest.raises(SecondFactorMissing):
        factor.accept(1, "none")
    factor.begin_again(b"second")
    with pytest.raises(WrongCode):
        factor.enrol(None, ())
    assert not factor.is_enrolled
    factor.enrol(1, ())
    with pytest.raises(SecondFactorEnrolled):
        factor.begin_again(b"third")
    assert factor.sealed_secret == b"second"


def test_a_key_is_superseded_once_the_last_token_that_it_signed_has_run_out() -> None:
    former, newest = (
        SigningKey(kid=kid, crv="P-256", x="x", y="y", published_at=at)
        for kid, at in (("k1", NOW), ("k2", NOW + timedelta(days=1)))
    )
    keys = (newest, former)
    assert superseded(keys, at=newest.published_at + timedelta(minutes=20)) == ()
    assert list(superseded(keys, at=newest.published_at + timedelta(minutes=21))) == [former]
    assert list(superseded([newest], at=newest.published_at + timedelta(days=100))) == []
    assert list(superseded([], at=NOW)) == []
