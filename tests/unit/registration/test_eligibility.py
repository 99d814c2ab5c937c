"""Who may come to which kind of club event."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.registration.domain.eligibility import refusal
from services.registration.domain.members import Applicant, Attendee, HeldRole, Membership, Organisation
from services.registration.domain.programme import Kind, Programme
from tests.unit.registration.given import COLLEGE, MEMBER, NEIGHBOUR, TODAY, applicant

ELECTED, TECHNICAL = applicant("elected"), applicant("technical")
ABROAD = replace(MEMBER, org=uuid4(), departement="62", region="32")


def programme_of(kind: Kind) -> Programme:
    area = ("DEP-30",) if kind is Kind.POLITICAL_MORNING else ()
    return Programme(kind=kind, title="Essai", area=area)


def reason(kind: Kind, who: Applicant, *, on: date = TODAY) -> str | None:
    """The code of the refusal, more precisely its reason where it has one."""
    refused = refusal(programme_of(kind), who, on=on)
    return None if refused is None else str(refused.facts.get("reason", refused.code))


@pytest.mark.parametrize(
    ("kind", "who", "expected"),
    [
        (Kind.POLITICAL_MEETING, ELECTED, None),
        (Kind.POLITICAL_MEETING, TECHNICAL, "companion_without_elected"),
        (Kind.POLITICAL_MEETING, applicant("technical", elected_colleague=True), None),
        (Kind.POLITICAL_MEETING, applicant("referent", elected_colleague=True), "elected_only"),
        (Kind.POLITICAL_MEETING, applicant("elected", organisation=NEIGHBOUR), "no_membership"),
        (Kind.TECHNICAL_DAYS, TECHNICAL, None),
        (Kind.TECHNICAL_DAYS, ELECTED, "never_elected"),
        (Kind.TECHNICAL_DAYS, applicant("technical", "elected"), "never_elected"),
        (Kind.TECHNICAL_DAYS, applicant("referent"), "technical_only"),
        (Kind.TECHNICAL_DAYS, applicant("technical", organisation=NEIGHBOUR), "no_membership"),
        (Kind.POLITICAL_MORNING, ELECTED, None),
        (Kind.POLITICAL_MORNING, TECHNICAL, None),
        (Kind.POLITICAL_MORNING, applicant("elected", organisation=NEIGHBOUR), None),
        (Kind.POLITICAL_MORNING, applicant("elected", organisation=ABROAD), "outside_area"),
        (Kind.POLITICAL_MORNING, applicant("technical", organisation=COLLEGE), "not_a_local_authority"),
        (Kind.POLITICAL_MORNING, applicant("referent"), "neither_elected_nor_technical"),
        (Kind.STUDY_TRIP, ELECTED, None),
        (Kind.STUDY_TRIP, TECHNICAL, None),
        (Kind.STUDY_TRIP, applicant(), "neither_elected_nor_technical"),
        (Kind.STUDY_TRIP, applicant("elected", organisation=NEIGHBOUR), "no_membership"),
        (Kind.ONLINE_WORKSHOP, ELECTED, None),
        (Kind.ONLINE_WORKSHOP, TECHNICAL, None),
        (Kind.ONLINE_WORKSHOP, applicant("signatory"), "neither_elected_nor_technical"),
        (Kind.ONLINE_WORKSHOP, applicant("technical", organisation=NEIGHBOUR), "no_membership"),
        (Kind.OPEN_CONFERENCE, applicant("referent", organisation=NEIGHBOUR), None),
        (Kind.OPEN_CONFERENCE, applicant("technical", organisation=COLLEGE), "not_a_local_authority"),
        (Kind.OPEN_CONFERENCE, applicant(organisation=NEIGHBOUR), "no_role"),
    ],
)
def test_each_kind_has_its_own_public(kind: Kind, who: Applicant, expected: str | None) -> None:
    assert reason(kind, who) == expected


def test_mandate_elsewhere_still_bars_the_technical_days() -> None:
    elsewhere = HeldRole("elected", uuid4(), date(2026, 3, 22))
    attendee = replace(TECHNICAL.attendee, roles=(*TECHNICAL.attendee.roles, elsewhere))
    assert reason(Kind.TECHNICAL_DAYS, replace(TECHNICAL, attendee=attendee)) == "never_elected"


def test_role_elsewhere_does_not_open_the_door_here() -> None:
    elsewhere = Attendee(uuid4(), (HeldRole("technical", uuid4(), date(2020, 1, 1)),))
    assert reason(Kind.STUDY_TRIP, Applicant(elsewhere, MEMBER)) == "neither_elected_nor_technical"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "eligible"),
    [
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (date(2020, 7, 1), TODAY - timedelta(days=1), False),
    ],
)
def test_role_counts_from_its_first_to_its_last_day(
    starts_on: date, ends_on: date | None, *, eligible: bool
) -> None:
    held = HeldRole("elected", MEMBER.org, starts_on, ends_on)
    who = Applicant(Attendee(uuid4(), (held,)), MEMBER)
    assert (reason(Kind.STUDY_TRIP, who) is None) is eligible


@pytest.mark.parametrize(
    ("membership", "eligible"),
    [
        (Membership(from_year=TODAY.year), True),
        (Membership(from_year=TODAY.year + 1), False),
        (Membership(from_year=2020, last_day=TODAY), True),
        (Membership(from_year=2020, last_day=TODAY - timedelta(days=1)), False),
        (None, False),
    ],
)
def test_membership_counts_until_its_last_day(membership: Membership | None, *, eligible: bool) -> None:
    organisation = replace(MEMBER, membership=membership)
    who = applicant("technical", organisation=organisation)
    assert (reason(Kind.STUDY_TRIP, who) is None) is eligible


@pytest.mark.parametrize(
    ("departement", "region", "area", "inside"),
    [
        ("30", "76", ("REG-76",), True),
        ("30", "76", ("DEP-48", "DEP-30"), True),
        ("11", "76", ("REG-11",), False),
        ("75", "11", ("REG-75",), False),
        (None, "76", ("REG-76",), True),
        (None, None, ("DEP-30",), False),
    ],
)
def test_region_is_not_taken_for_the_departement_of_the_same_code(
    departement: str | None, region: str | None, area: tuple[str, ...], *, inside: bool
) -> None:
    assert Organisation(uuid4(), "commune", departement, region).lies_in(area) is inside


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (("technical", "elected"), "elected"),
        (("referent", "technical"), "technical"),
        (("signatory", "referent"), "referent"),
        ((), ""),
    ],
)
def test_person_comes_in_their_foremost_role(roles: tuple[str, ...], expected: str) -> None:
    assert applicant(*roles).role(on=TODAY) == expected


def test_members_come_first_until_the_day_that_is_said() -> None:
    programme = replace(programme_of(Kind.OPEN_CONFERENCE), members_first_until=TODAY)
    outsider = applicant("elected", organisation=NEIGHBOUR)
    refused = refusal(programme, outsider, on=TODAY)
    assert refused is not None
    assert refused.facts["reason"] == "members_first"
    assert refusal(programme, ELECTED, on=TODAY) is None
    assert refusal(programme, outsider, on=TODAY + timedelta(days=1)) is None
