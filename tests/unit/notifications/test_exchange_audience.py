"""Specifies whom each fact of an exchange is told to, by which mail, and that nobody is told twice."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.notices import Template
from shared.errors import TooEarly
from shared.events import conventions as facts
from shared.events.envelope import Payload
from tests.unit.notifications.exchange_cases import AGENTS, CASES, REFERENTS, name_of
from tests.unit.notifications.given_exchange import (
    ALI,
    APPOINTED,
    ASKED_TO_SIGN,
    ASSIGNED,
    DIRECTOR,
    DRAFTED,
    IN_MANDUEL,
    IN_ROURET,
    MANDUEL,
    MAYOR,
    NEWLY,
    PRESIDENT,
    PROPOSED,
    REQUESTED,
    RESCHEDULED,
    ROURET,
    SCHEDULED,
    ZOE,
    Exchange,
    exchange_after,
    person,
    sample,
)


@pytest.mark.parametrize(
    ("contract", "changed", "template", "people"),
    CASES,
    ids=map(name_of, CASES),
)
async def test_whoever_is_concerned_is_told_and_nobody_else(
    contract: type[Payload], changed: dict[str, Any], template: Template, people: set[UUID]
) -> None:
    exchange = await exchange_after(contract, **changed)
    assert await exchange.told_by(contract) == dict.fromkeys(people, template)


async def test_the_same_event_again_tells_nobody() -> None:
    exchange = await Exchange().tell(*APPOINTED)
    moved = exchange.event(RESCHEDULED)
    await exchange.hear(moved)
    mails, lines = await exchange.mails(), await exchange.lines()
    await exchange.hear(moved)
    assert (await exchange.mails(), await exchange.lines()) == (mails, lines)


@pytest.mark.parametrize(
    "early", [sample(facts.MatchAccepted), sample(facts.ConventionSigned), SCHEDULED, PROPOSED]
)
async def test_what_comes_before_its_history_waits_and_changes_nothing(early: Payload) -> None:
    exchange = Exchange()
    with pytest.raises(TooEarly):
        await exchange.tell(early)
    assert await exchange.mails() == []
    assert await exchange.lines() == []


async def test_a_gap_in_the_history_waits() -> None:
    exchange = await Exchange().tell(DRAFTED)
    exchange.event(sample(facts.ConventionReviewRequested))  # told, and on its way
    with pytest.raises(TooEarly):
        await exchange.tell(sample(facts.ConventionSignatureRefused))
    assert await exchange.mails() == []


async def test_nothing_is_told_before_everybody_concerned_is_known() -> None:
    exchange = await Exchange().tell(DRAFTED)
    stranger = UUID(int=99)
    asked = exchange.event(sample(facts.ConventionSignatureRequested, signatory_id=stranger))
    with pytest.raises(TooEarly):
        await exchange.hear(asked)
    convention = await exchange.store.convention(DRAFTED.convention_id)
    assert isinstance(convention, ConventionCopy)
    assert (convention.sequence, convention.signatories) == (1, ())
    exchange.store.keep_contact(person(stranger, "Sara"))
    await exchange.hear(asked)
    assert len(await exchange.store.of_person(stranger, after=None, limit=9)) == 1


async def test_names_wait_for_the_directory() -> None:
    with pytest.raises(TooEarly, match="organisation"):
        await Exchange().tell(REQUESTED.model_copy(update={"receiving_org": UUID(int=7)}))


async def test_a_new_referent_gets_what_is_told_from_then_on() -> None:
    exchange = await Exchange().tell(DRAFTED, sample(facts.ConventionReviewRequested))
    exchange.store.keep_contact(person(IN_ROURET, "Rose"))
    exchange.store.keep_contact(person(NEWLY, "Nora", ROURET))
    await exchange.tell(sample(facts.ConventionSignatureRefused))
    assert set(await exchange.told_by(facts.ConventionSignatureRefused)) == {NEWLY, IN_MANDUEL}
    assert set(await exchange.told_by(facts.ConventionReviewRequested)) == REFERENTS


async def test_who_was_erased_is_told_nothing() -> None:
    exchange = Exchange()
    exchange.store.keep_contact(replace(person(ALI, "Ali"), email=""))
    await exchange.tell(*APPOINTED)
    assert ALI not in await exchange.told_by(facts.VisitScheduled)
    visit = await exchange.store.visit(PROPOSED.visit_id)
    assert visit is not None
    assert set(visit.invited) == REFERENTS | {ZOE}


async def test_who_is_referent_and_agent_gets_one_mail() -> None:
    exchange = Exchange()
    exchange.store.keep_contact(person(ALI, "Ali", ROURET, MANDUEL))
    await exchange.tell(*APPOINTED)
    assert (await exchange.told_by(facts.VisitScheduled))[ALI] is Template.VISIT_SCHEDULED


async def test_the_team_reads_that_an_organisation_has_nobody_to_tell() -> None:
    exchange = Exchange()
    exchange.store.keep_contact(person(IN_ROURET, "Rose"))
    await exchange.tell(REQUESTED, sample(facts.MatchProposed))
    assert set(await exchange.told_by(facts.MatchProposed)) == {IN_MANDUEL}
    assert (await exchange.texts())[-1] == (
        "Sans référent·e à prévenir : Le Rouret, mise en relation proposée."
    )


async def test_each_proposal_names_its_own_organisation() -> None:
    exchange = await Exchange().tell(REQUESTED)
    other = sample(facts.MatchProposed, offering_org=MANDUEL, proposal_id=UUID(int=5))
    await exchange.tell(sample(facts.MatchProposed), other)
    request = await exchange.store.exchange_request(REQUESTED.exchange_request_id)
    assert request is not None
    assert request.offering_org is None
    assert request.name_of(ROURET) == "Le Rouret"


async def test_a_replaced_signatory_is_no_longer_told() -> None:
    exchange = await Exchange().tell(DRAFTED, *ASKED_TO_SIGN)
    instead = sample(facts.ConventionSignatureRequested, signatory_id=NEWLY)
    await exchange.tell(instead, sample(facts.ConventionSigned))
    told = set(await exchange.told_by(facts.ConventionSigned))
    assert told == REFERENTS | {NEWLY, PRESIDENT, DIRECTOR}


async def test_who_was_asked_to_sign_learns_that_the_text_is_given_up() -> None:
    exchange = await Exchange().tell(DRAFTED, *ASKED_TO_SIGN)
    await exchange.tell(
        sample(facts.ConventionSignatureRequested, amendment=1), sample(facts.AmendmentAbandoned)
    )
    assert set(await exchange.told_by(facts.AmendmentAbandoned)) == REFERENTS | {MAYOR}
    await exchange.tell(sample(facts.ConventionAbandoned))
    assert set(await exchange.told_by(facts.ConventionAbandoned)) == REFERENTS | {MAYOR, PRESIDENT, DIRECTOR}


async def test_who_newly_comes_is_invited_and_who_does_not_any_more_is_told() -> None:
    exchange = await Exchange().tell(*APPOINTED)
    assigned = ASSIGNED.model_copy(update={"agent_ids": (ZOE, NEWLY)})
    await exchange.tell(assigned, RESCHEDULED)
    assert await exchange.told_by(facts.VisitRescheduled) == {
        NEWLY: Template.VISIT_SCHEDULED,
        ZOE: Template.VISIT_RESCHEDULED,
        IN_ROURET: Template.VISIT_RESCHEDULED,
        IN_MANDUEL: Template.VISIT_RESCHEDULED,
        ALI: Template.VISIT_LEFT,
    }


async def test_the_report_is_asked_of_those_who_came_not_of_those_who_were_planned() -> None:
    exchange = await Exchange().tell(*APPOINTED)
    came = ASSIGNED.model_copy(update={"agent_ids": (ZOE, NEWLY)})
    await exchange.tell(came, sample(facts.VisitHeld), sample(facts.ReportRequested))
    assert set(await exchange.told_by(facts.VisitAgentsAssigned)) == set()
    assert set(await exchange.told_by(facts.ReportRequested)) == {IN_MANDUEL, ZOE, NEWLY}


async def test_a_referent_of_before_has_the_visit_taken_out_of_the_calendar() -> None:
    exchange = await Exchange().tell(*APPOINTED)
    exchange.store.keep_contact(person(IN_ROURET, "Rose"))
    exchange.store.keep_contact(person(NEWLY, "Nora", ROURET))
    await exchange.tell(sample(facts.VisitCancelled))
    assert set(await exchange.told_by(facts.VisitCancelled)) == REFERENTS | AGENTS | {NEWLY}


@pytest.mark.parametrize(
    ("reason_code", "proposed_by", "people"),
    [
        ("declined", MANDUEL, {IN_MANDUEL}),
        ("declined", None, REFERENTS),
        ("withdrawn", MANDUEL, REFERENTS),
        ("convention_terminated", MANDUEL, REFERENTS),
    ],
)
async def test_of_dates_given_up_the_agents_never_heard(
    reason_code: str, proposed_by: UUID | None, people: set[UUID]
) -> None:
    exchange = await Exchange().tell(DRAFTED, PROPOSED.model_copy(update={"proposed_by": proposed_by}))
    await exchange.tell(sample(facts.VisitCancelled, reason_code=reason_code, revision=0))
    assert set(await exchange.told_by(facts.VisitCancelled)) == people
