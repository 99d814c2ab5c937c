"""Checks the aggregate `Fee`: called once, paid whole, given up, late, reminded as the team decides."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from services.directory.domain.commands import fees as commands
from services.directory.domain.errors.fees import (
    AlreadyReminded,
    FeeNotCalled,
    FeeStateRefuses,
    InvalidFeeCall,
    InvalidPayment,
    WrongAmount,
)
from services.directory.domain.errors.rights import StaffOnly, SystemOnly
from services.directory.domain.fee import Debtor, Fee, FeeState
from services.directory.domain.rounds import Round
from shared.commands import SYSTEM
from shared.events import directory as facts
from tests.unit.directory.given import MANDUEL, NOW, STAFF, TODAY, id_of, instant, referent_of

MEMBERSHIP = id_of("membership")
REFERENCE = "COT-2027-0001"
DEBTOR = Debtor(name="Manduel", siren="213001555")
DUE = date(2027, 3, 31)
CALL = commands.CallFee(actor=STAFF, at=NOW, membership_id=MEMBERSHIP, year=2027, due_on=DUE)
PAYMENT = commands.RecordPayment(
    actor=STAFF,
    at=NOW,
    membership_id=MEMBERSHIP,
    year=2027,
    amount_cents=50_000,
    received_on=TODAY,
    bank_reference="VIR 12",
)
MISTAKE = commands.CancelPayment(
    actor=STAFF, at=NOW, membership_id=MEMBERSHIP, year=2027, reason="Saisi deux fois."
)
GIFT = commands.WaiveFee(actor=STAFF, at=NOW, membership_id=MEMBERSHIP, year=2027, reason="Offerte.")
LATE = commands.MarkFeeOverdue(actor=SYSTEM, at=instant(2027, 4, 1), membership_id=MEMBERSHIP, year=2027)
REMINDER = commands.RemindFee(
    actor=STAFF, at=instant(2027, 4, 1), membership_id=MEMBERSHIP, year=2027, step=Round.FIRST_REMINDER
)
SPARING = commands.SpareFee(
    actor=STAFF, at=NOW, membership_id=MEMBERSHIP, year=2027, step=Round.FIRST_REMINDER
)


def expected() -> Fee:
    return Fee.of_year(2027, membership_id=MEMBERSHIP, org=MANDUEL)


def called() -> Fee:
    fee = expected()
    fee.ask(CALL, debtor=DEBTOR, amount_cents=50_000, reference=REFERENCE)
    return fee


def paid() -> Fee:
    fee = called()
    fee.pay(PAYMENT)
    return fee


def told(contract: type[facts.FeeAmountFact], on: date, **more: object) -> facts.FeeAmountFact:
    known = {"org": MANDUEL, "membership_id": MEMBERSHIP, "year": 2027, "amount_cents": 50_000}
    return contract.model_validate({**known, "reference": REFERENCE, "date": on, **more})


def test_a_call_is_told_with_its_number() -> None:
    fee = expected()
    events = fee.ask(CALL, debtor=DEBTOR, amount_cents=50_000, reference=REFERENCE)
    assert events == (told(facts.FeeCalled, TODAY, due_on=DUE),)
    assert (fee.state, fee.require_sent().debtor) == (FeeState.CALLED, DEBTOR)


@pytest.mark.parametrize("due_on", [date(2027, 3, 11), date(2028, 3, 13)])
def test_the_last_day_to_pay_lies_in_the_year_to_come(due_on: date) -> None:
    with pytest.raises(InvalidFeeCall):
        expected().ask(replace(CALL, due_on=due_on), debtor=DEBTOR, amount_cents=1, reference=REFERENCE)


def test_nothing_is_called_twice() -> None:
    with pytest.raises(FeeStateRefuses):
        called().ask(CALL, debtor=DEBTOR, amount_cents=50_000, reference="COT-2027-0002")


def test_there_is_no_call_before_the_call() -> None:
    with pytest.raises(FeeNotCalled):
        expected().require_sent()


def test_a_payment_is_whole_and_dated_between_the_call_and_today() -> None:
    with pytest.raises(WrongAmount) as refusal:
        called().pay(replace(PAYMENT, amount_cents=49_999))
    assert refusal.value.facts["called_cents"] == 50_000
    for day in (date(2027, 3, 11), date(2027, 3, 13)):
        with pytest.raises(InvalidPayment):
            called().pay(replace(PAYMENT, received_on=day))
    fee = called()
    assert fee.pay(PAYMENT) == (told(facts.FeePaid, TODAY),)
    with pytest.raises(FeeStateRefuses):
        fee.pay(PAYMENT)


@pytest.mark.parametrize(("at", "state"), [(NOW, FeeState.CALLED), (instant(2027, 4, 1), FeeState.OVERDUE)])
def test_a_payment_taken_back_leaves_the_fee_owed(at: datetime, state: FeeState) -> None:
    fee = paid()
    assert fee.cancel_payment(replace(MISTAKE, at=at)) == (told(facts.FeePaymentCancelled, at.date()),)
    assert fee.state is state
    fee.pay(replace(PAYMENT, at=at))
    assert [payment.cancelled_because for payment in fee.payments] == [MISTAKE.reason, None]


def test_a_fee_may_be_given_up_until_it_is_paid() -> None:
    for fee in (expected(), called()):
        fee.waive(GIFT)
        assert fee.state is FeeState.WAIVED
    with pytest.raises(FeeStateRefuses):
        paid().waive(GIFT)


def test_a_fee_is_late_the_day_after_its_last_day() -> None:
    fee = called()
    assert fee.mark_overdue(replace(LATE, at=instant(2027, 3, 31))) == ()
    assert fee.mark_overdue(LATE) == (
        facts.FeeOverdue(org=MANDUEL, membership_id=MEMBERSHIP, year=2027, due_on=DUE),
    )
    assert fee.mark_overdue(LATE) == ()
    assert paid().mark_overdue(LATE) == ()


def test_each_reminder_is_decided_once() -> None:
    fee = called()
    assert fee.remind(REMINDER) == (told(facts.FeeReminded, date(2027, 4, 1), rank=1, due_on=DUE),)
    with pytest.raises(AlreadyReminded):
        fee.spare(SPARING)
    fee.spare(replace(SPARING, step=Round.SECOND_REMINDER))
    with pytest.raises(AlreadyReminded):
        fee.remind(REMINDER)
    with pytest.raises(FeeStateRefuses):
        paid().remind(REMINDER)


def test_fees_are_for_the_team_and_delays_for_the_calendar() -> None:
    referent = referent_of(MANDUEL)
    with pytest.raises(StaffOnly):
        expected().ask(replace(CALL, actor=referent), debtor=DEBTOR, amount_cents=1, reference=REFERENCE)
    with pytest.raises(StaffOnly):
        called().pay(replace(PAYMENT, actor=referent))
    with pytest.raises(StaffOnly):
        paid().cancel_payment(replace(MISTAKE, actor=referent))
    with pytest.raises(StaffOnly):
        called().waive(replace(GIFT, actor=referent))
    with pytest.raises(StaffOnly):
        called().remind(replace(REMINDER, actor=referent))
    with pytest.raises(SystemOnly):
        called().mark_overdue(replace(LATE, actor=STAFF))
