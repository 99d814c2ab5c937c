"""Checks from when to when a membership gives rights, as its events tell."""

from datetime import date

from services.conventions.domain.members import Membership, membership_after
from shared.events.directory import MembershipActivated, MembershipFact
from tests.unit.conventions.given import (
    ACTIVATED,
    APPLIED,
    MANDUEL,
    MEMBERSHIP,
    RESIGNED,
    TODAY,
    membership,
    organisation,
    told,
)


def after(*facts: MembershipFact) -> Membership:
    known = None
    for sequence, fact in enumerate(facts, start=1):
        known = membership_after(known, told(fact, sequence))
    assert known is not None
    return known


def test_an_organisation_without_membership_is_no_member() -> None:
    assert not organisation().is_member(on=TODAY)


def test_an_application_gives_no_right() -> None:
    applied = after(APPLIED)
    assert applied == Membership(id=MEMBERSHIP, org=MANDUEL, sequence=1)
    assert not applied.in_force(on=TODAY)


def test_an_accepted_organisation_is_a_member_from_the_first_day_of_its_year() -> None:
    member = organisation(membership=after(APPLIED, ACTIVATED))
    assert not member.is_member(on=date(2026, 12, 31))
    assert member.is_member(on=date(2027, 1, 1))
    assert member.is_member(on=date(2040, 1, 1))


def test_rights_end_with_the_last_day_of_a_member_that_resigned() -> None:
    resigned = after(APPLIED, ACTIVATED, RESIGNED)
    assert resigned == membership(sequence=3, last_day=date(2027, 12, 31))
    assert resigned.in_force(on=date(2027, 12, 31))
    assert not resigned.in_force(on=date(2028, 1, 1))


def test_a_new_application_takes_no_right_away() -> None:
    assert after(APPLIED, ACTIVATED, RESIGNED, APPLIED).in_force(on=TODAY)


def test_a_member_that_comes_back_has_no_last_day() -> None:
    back = MembershipActivated(org=MANDUEL, membership_id=MEMBERSHIP, from_year=2030, represented_communes=1)
    returned = after(APPLIED, ACTIVATED, RESIGNED, APPLIED, back)
    assert not returned.in_force(on=date(2029, 12, 31))
    assert returned.in_force(on=date(2031, 6, 1))
