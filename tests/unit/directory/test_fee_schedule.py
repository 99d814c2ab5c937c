"""Checks the aggregate `FeeSchedule`, and who can be asked for what."""

from dataclasses import replace

import pytest

from services.directory.domain.amount_due import amount_due
from services.directory.domain.commands.fees import SetFeeSchedule
from services.directory.domain.errors.fees import FeeUnknown, InvalidFeeSchedule, NoYearToCall
from services.directory.domain.errors.rights import AdminOnly
from services.directory.domain.fee_lines import FeeLine
from services.directory.domain.fee_schedule import FIRST_LINES, FeeSchedule
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import Membership, MembershipState
from tests.unit.directory.given import ADMIN, MANDUEL, NOW, PROFILE, STAFF, id_of


def line(from_population: int, amount_cents: int, kind: str = "commune") -> FeeLine:
    return FeeLine(kind=OrganisationKind(kind), from_population=from_population, amount_cents=amount_cents)


SCHEDULE = FeeSchedule(
    year=2027, lines=(line(0, 100), line(5_000, 500), line(10_000, 900), line(0, 7, "pnr"))
)
SETTING = SetFeeSchedule(actor=ADMIN, at=NOW, year=2027, lines=(line(0, 100),))


@pytest.mark.parametrize(
    ("population", "amount"), [(0, 100), (4_999, 100), (5_000, 500), (9_999, 500), (10_000, 900)]
)
def test_a_member_owes_for_the_highest_band_that_it_reaches(population: int, amount: int) -> None:
    assert SCHEDULE.fee_for(replace(PROFILE, population=population)) == amount


def test_what_the_schedule_does_not_say_is_refused() -> None:
    with pytest.raises(FeeUnknown) as refusal:
        SCHEDULE.line_for(replace(PROFILE, population=None))
    assert refusal.value.facts["field"] == "population"
    with pytest.raises(FeeUnknown) as refusal:
        SCHEDULE.line_for(replace(PROFILE, kind=OrganisationKind.CC))
    assert refusal.value.facts["field"] == "kind"
    assert SCHEDULE.fee_for(replace(PROFILE, kind=OrganisationKind.PNR, population=None)) == 7


@pytest.mark.parametrize("lines", [(line(0, 1), line(0, 2)), (line(1, 1),)])
def test_bands_neither_overlap_nor_leave_a_hole(lines: tuple[FeeLine, ...]) -> None:
    schedule = replace(SCHEDULE)
    with pytest.raises(InvalidFeeSchedule):
        schedule.replace(replace(SETTING, lines=lines))
    assert schedule.lines == SCHEDULE.lines


def test_only_administrators_set_fees() -> None:
    schedule = replace(SCHEDULE)
    with pytest.raises(AdminOnly):
        schedule.replace(replace(SETTING, actor=STAFF))
    schedule.replace(SETTING)
    assert schedule.lines == (line(0, 100),)


def test_the_first_schedule_is_right_and_knows_every_kind() -> None:
    schedule = replace(SCHEDULE)
    schedule.replace(replace(SETTING, lines=FIRST_LINES))
    for kind in OrganisationKind:
        assert schedule.fee_for(replace(PROFILE, kind=kind, population=10_000))


def test_only_members_are_asked() -> None:
    membership = Membership(id=id_of("membership"), org=MANDUEL, state=MembershipState.ACTIVE)
    assert amount_due(membership, PROFILE, SCHEDULE) == 500
    membership.state = MembershipState.RESIGNED
    with pytest.raises(NoYearToCall):
        amount_due(membership, PROFILE, SCHEDULE)
