"""Checks who may come on a visit, who came, and what is noted of each, without a server."""

from dataclasses import replace
from datetime import date

import pytest

from services.conventions.domain.commands import visits as commands
from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.deed import DeedState
from services.conventions.domain.convention.terms import LegalForm
from services.conventions.domain.errors.rights import NotYourOrganisation
from services.conventions.domain.errors.visits import (
    AgentsBooked,
    AgentsNotNamed,
    InvalidPlan,
    UnknownAgent,
)
from services.conventions.domain.visits import planning
from services.conventions.domain.visits.slots import Half
from services.conventions.domain.visits.visit import VisitState
from shared.events import conventions as told
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given_agreement import (
    AGENT,
    amended,
    in_force,
)
from tests.unit.conventions.given_visit import (
    AIDE,
    CHEF,
    DAY,
    OFFERING_REFERENT,
    REFERENT,
    about,
    plan,
    proposed,
    scheduled,
    slot,
    to_confirm,
    to_schedule,
)


def test_more_agents_than_agreed_and_an_unknown_zone_are_refused() -> None:
    with pytest.raises(InvalidPlan, match="au plus 2 agents par"):
        proposed(wanted=plan(slot(DAY, Half.MORNING, CHEF, AIDE, MANDUEL)))
    with pytest.raises(InvalidPlan, match="fuseau"):
        proposed(wanted=plan(timezone="Europe"))


def test_a_mise_a_disposition_lets_those_come_whom_it_names() -> None:
    chef, aide = replace(AGENT, person_id=CHEF), replace(AGENT, person_id=AIDE)
    agreement = amended(Changes(agents=(chef, aide)))  # from 1 January 2028
    agreement.legal_form = LegalForm.MISE_A_DISPOSITION
    agreement.terms = replace(agreement.terms, agents=(chef,))
    with pytest.raises(AgentsNotNamed) as refusal:
        proposed(agreement)
    assert refusal.value.facts["agents"] == [str(AIDE)]
    proposed(agreement, wanted=plan(slot(DAY, Half.MORNING, CHEF)))
    agreement.amendment(1).deed.state = DeedState.SIGNED
    proposed(agreement, wanted=plan(slot(date(2028, 2, 1), Half.MORNING, CHEF, AIDE)))
    agreement.legal_form = LegalForm.PARTNERSHIP
    proposed(agreement)


def test_a_mise_a_disposition_that_names_a_function_leaves_open_who_comes() -> None:
    agreement = in_force()
    agreement.legal_form = LegalForm.MISE_A_DISPOSITION
    assert proposed(agreement).agents == {CHEF, AIDE}


def test_agents_expected_elsewhere_are_named() -> None:
    visit = proposed()
    with pytest.raises(AgentsBooked) as refusal:
        planning.schedule(visit, to_schedule(), in_force(), booked={CHEF})
    assert refusal.value.facts["agents"] == [str(CHEF)]
    assert visit.state is VisitState.PROPOSED


def test_who_came_instead_is_told_of_and_has_a_mission_order() -> None:
    visit, agreement, stand_in = scheduled(), in_force(), id_of("stand-in")
    order = commands.RecordMissionOrder(
        **about(OFFERING_REFERENT), agent=stand_in, reference="OM 13", dated=DAY
    )
    with pytest.raises(UnknownAgent):
        visit.record_mission_order(order)
    assigned, _ = visit.confirm(to_confirm(slot(DAY, Half.MORNING, stand_in)), agreement).events
    assert isinstance(assigned, told.VisitAgentsAssigned)
    assert assigned.agent_ids == (stand_in,)
    visit.record_mission_order(order)
    assert visit.people == {CHEF, AIDE, stand_in}


def test_agents_who_came_as_planned_are_not_told_of_again() -> None:
    (held_as_planned,) = scheduled().confirm(to_confirm(), in_force()).events
    assert isinstance(held_as_planned, told.VisitHeld)


def test_a_mission_order_is_that_of_an_agent_who_comes_noted_by_the_employer() -> None:
    visit = scheduled()
    order = commands.RecordMissionOrder(**about(OFFERING_REFERENT), agent=CHEF, reference="OM 12", dated=DAY)
    visit.record_mission_order(order)
    assert visit.mission_orders[CHEF].reference == "OM 12"
    with pytest.raises(UnknownAgent):
        visit.record_mission_order(replace(order, agent=MANDUEL))
    with pytest.raises(NotYourOrganisation):
        visit.record_mission_order(replace(order, actor=REFERENT))
