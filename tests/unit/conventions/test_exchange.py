"""Checks the way of an exchange request: who may do what, and what others are told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.conventions.domain.commands import exchange
from services.conventions.domain.errors.exchange import (
    AlreadyProposed,
    ExchangeStateRefuses,
    InvalidWish,
    NoOffer,
    NotAMember,
    ProposalOver,
    SameOrganisation,
)
from services.conventions.domain.errors.rights import NotYourOrganisation
from services.conventions.domain.exchange import matching
from services.conventions.domain.exchange.proposals import ProposalState
from services.conventions.domain.exchange.request import ExchangeRequest, ExchangeState
from services.conventions.domain.members import Organisation
from shared.commands import SYSTEM
from shared.errors import DomainError
from shared.events import conventions as told
from shared.events.envelope import Payload
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given_agreement import (
    AT,
    MOUANS,
    REQUEST,
    STAFF,
    WISH,
    accept,
    matched,
    member,
    offering,
    proposal,
    qualified,
    receiving,
    referent_of,
    requested,
)

MILLAU = id_of("Millau")


def names(events: tuple[Payload, ...]) -> list[str]:
    return [type(event).__name__ for event in events]


def watch(**later: float) -> exchange.WatchExchange:
    return exchange.WatchExchange(actor=SYSTEM, at=AT + timedelta(**later), exchange_request_id=REQUEST)


def proposed() -> ExchangeRequest:
    request = qualified()
    matching.propose(request, proposal(), offering(), has_offer=True)
    return request


def test_only_members_ask() -> None:
    command = exchange.RequestExchange(
        actor=STAFF, at=AT, exchange_request_id=REQUEST, receiving_org=MANDUEL, wish=WISH
    )
    with pytest.raises(NotAMember):
        ExchangeRequest.submit(command, replace(receiving(), membership=None))
    with pytest.raises(NotYourOrganisation):
        ExchangeRequest.submit(replace(command, actor=referent_of(MOUANS)), receiving())


def test_a_request_is_qualified_with_expected_results() -> None:
    unclear = exchange.QualifyExchange(
        actor=STAFF, at=AT, exchange_request_id=REQUEST, wish=replace(WISH, expected_results=" ")
    )
    with pytest.raises(InvalidWish):
        requested().qualify(unclear)


@pytest.mark.parametrize(
    ("org", "has_offer", "refusal"),
    [
        (receiving(), True, SameOrganisation),
        (replace(offering(), membership=None), True, NotAMember),
        (offering(), False, NoOffer),
    ],
)
def test_an_organisation_that_cannot_help_is_not_proposed(
    org: Organisation, *, has_offer: bool, refusal: type[DomainError]
) -> None:
    request = qualified()
    with pytest.raises(refusal):
        matching.propose(request, proposal(), org, has_offer=has_offer)
    assert request.state is ExchangeState.QUALIFIED


def test_several_are_proposed_and_the_first_accepted_withdraws_the_others() -> None:
    request = proposed()
    matching.propose(
        request, proposal("other", MILLAU), member(MILLAU, "Millau", "211201454"), has_offer=True
    )
    with pytest.raises(AlreadyProposed):
        matching.propose(request, proposal("again"), offering(), has_offer=True)
    assert matching.accept(request, accept(MOUANS)) == ()
    assert names(matching.accept(request, accept(MANDUEL))) == ["MatchDeclined", "MatchAccepted"]
    assert (request.state, request.offering_org) == (ExchangeState.MATCHED, MOUANS)
    with pytest.raises(ProposalOver):
        matching.accept(request, accept(MILLAU, "other"))


def test_who_would_have_taught_learns_that_a_matched_request_is_withdrawn() -> None:
    request = matched()
    ask_no_more = exchange.WithdrawExchange(actor=referent_of(MANDUEL), at=AT, exchange_request_id=REQUEST)
    over, withdrawn = request.withdraw(ask_no_more)
    assert isinstance(over, told.MatchDeclined)
    assert (over.offering_org, over.reason_code) == (MOUANS, "withdrawn")
    assert isinstance(withdrawn, told.ExchangeRequestWithdrawn)
    assert [each.state for each in request.proposals] == [ProposalState.WITHDRAWN]


def test_a_proposal_that_staff_takes_back_is_told_as_such() -> None:
    request = proposed()
    back = exchange.WithdrawMatch(
        actor=STAFF, at=AT, exchange_request_id=REQUEST, proposal_id=id_of("proposal")
    )
    (over,) = matching.withdraw_match(request, back)
    assert isinstance(over, told.MatchDeclined)
    assert over.reason_code == "by_staff"
    assert request.state is ExchangeState.QUALIFIED


def test_nobody_accepts_in_the_place_of_an_organisation() -> None:
    with pytest.raises(NotYourOrganisation):
        matching.accept(proposed(), replace(accept(MOUANS), actor=STAFF))


def test_the_last_proposal_refused_opens_the_request_again() -> None:
    request = proposed()
    no = exchange.DeclineMatch(
        actor=referent_of(MOUANS),
        at=AT,
        exchange_request_id=REQUEST,
        proposal_id=id_of("proposal"),
        org=MOUANS,
    )
    assert names(matching.decline_match(request, no)) == ["MatchDeclined"]
    assert request.state is ExchangeState.QUALIFIED


def test_a_proposal_is_reminded_once_then_expires() -> None:
    request = proposed()
    assert matching.watch(request, watch(days=9)) == ()
    (reminder,) = matching.watch(request, watch(days=10))
    assert isinstance(reminder, told.MatchReminded)
    assert set(reminder.awaited) == {MANDUEL, MOUANS}
    assert matching.watch(request, watch(days=11)) == ()
    with pytest.raises(ProposalOver):
        matching.accept(request, replace(accept(MOUANS), at=AT + timedelta(days=21)))
    (over,) = matching.watch(request, watch(days=21))
    assert isinstance(over, told.MatchDeclined)
    assert over.reason_code == "expired"
    assert (request.state, request.due_at) == (ExchangeState.QUALIFIED, None)


def test_a_request_goes_back_to_staff_when_its_convention_is_abandoned() -> None:
    request = matched()
    request.put_under_convention(id_of("convention"))
    with pytest.raises(ExchangeStateRefuses):
        request.withdraw(exchange.WithdrawExchange(actor=STAFF, at=AT, exchange_request_id=REQUEST))
    assert names(request.reopen()) == ["ExchangeRequestReopened"]
    assert request.state is ExchangeState.QUALIFIED
    with pytest.raises(ExchangeStateRefuses):
        _ = request.offering_org
