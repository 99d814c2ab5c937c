"""Checks the aggregate `RenewalCampaign`, and the calendar of its steps."""

from dataclasses import replace
from datetime import date

import pytest

from services.directory.domain.commands.fees import AcceptCalls, FinishCalls, OpenRound
from services.directory.domain.errors.fees import CallsUnderWay, InvalidFeeCall, RoundNotOpen
from services.directory.domain.errors.rights import StaffOnly, SystemOnly
from services.directory.domain.renewal_campaign import RenewalCampaign
from services.directory.domain.rounds import RenewalCalendar, Round
from shared.commands import SYSTEM
from shared.events.directory import RenewalRoundOpened
from tests.unit.directory.given import NOBODY, NOW, STAFF, id_of

DUE = date(2027, 5, 31)
APPLYING = AcceptCalls(actor=STAFF, at=NOW, year=2027, due_on=DUE)
OPENING = OpenRound(actor=SYSTEM, at=NOW, year=2027, step=Round.FIRST_REMINDER, count=12)


def test_calls_are_made_in_the_name_of_who_accepted_them_until_all_are_made() -> None:
    campaign = RenewalCampaign(year=2027)
    assert campaign.call_of(id_of("membership"), NOW) is None
    campaign.accept_calls(APPLYING)
    call = campaign.call_of(id_of("membership"), NOW)
    assert call is not None
    assert (call.actor, call.due_on, call.year) == (STAFF, DUE, 2027)
    campaign.finish_calls(FinishCalls(actor=SYSTEM, at=NOW, year=2027))
    assert campaign.call_of(id_of("membership"), NOW) is None


def test_calls_under_way_keep_their_last_day_to_pay() -> None:
    campaign = RenewalCampaign(year=2027)
    campaign.accept_calls(APPLYING)
    campaign.accept_calls(APPLYING)
    with pytest.raises(CallsUnderWay):
        campaign.accept_calls(replace(APPLYING, due_on=date(2027, 6, 30)))


def test_only_the_team_has_fees_called_with_a_day_that_can_be() -> None:
    campaign = RenewalCampaign(year=2027)
    with pytest.raises(StaffOnly):
        campaign.accept_calls(replace(APPLYING, actor=NOBODY))
    with pytest.raises(InvalidFeeCall):
        campaign.accept_calls(replace(APPLYING, due_on=date(2027, 3, 11)))
    assert campaign == RenewalCampaign(year=2027)


def test_numbers_have_no_gap() -> None:
    campaign = RenewalCampaign(year=2027)
    taken = []
    for _ in range(3):
        taken.append(campaign.next_reference)
        campaign.count_call()
    assert taken == ["COT-2027-0001", "COT-2027-0002", "COT-2027-0003"]


def test_a_step_is_proposed_once_by_the_calendar_alone() -> None:
    campaign = RenewalCampaign(year=2027)
    with pytest.raises(SystemOnly):
        campaign.open_round(replace(OPENING, actor=STAFF))
    assert campaign.open_round(OPENING) == (RenewalRoundOpened(year=2027, step="first_reminder", count=12),)
    assert campaign.open_round(OPENING) == ()


def test_a_step_is_decided_from_its_day_on_and_the_second_reminder_closes_the_first() -> None:
    campaign = RenewalCampaign(year=2027)
    with pytest.raises(RoundNotOpen):
        campaign.require_open(Round.FIRST_REMINDER)
    campaign.open_round(OPENING)
    campaign.require_open(Round.FIRST_REMINDER)
    campaign.open_round(replace(OPENING, step=Round.SECOND_REMINDER))
    campaign.require_open(Round.SECOND_REMINDER)
    with pytest.raises(RoundNotOpen):
        campaign.require_open(Round.FIRST_REMINDER)


@pytest.mark.parametrize(
    ("on", "steps"),
    [
        (date(2028, 1, 1), ()),
        (date(2028, 2, 29), (Round.CALL,)),
        (date(2028, 3, 1), (Round.CALL, Round.FIRST_REMINDER)),
        (date(2028, 5, 2), (Round.CALL, Round.FIRST_REMINDER, Round.SECOND_REMINDER)),
        (date(2028, 12, 31), tuple(Round)),
    ],
)
def test_steps_come_in_january_march_may_and_july(on: date, steps: tuple[Round, ...]) -> None:
    assert RenewalCalendar().due(on) == steps
