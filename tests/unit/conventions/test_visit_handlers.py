"""Checks what the handlers of visits ask of the copies, on stores in memory."""

from uuid import UUID

import pytest

from services.conventions.domain.commands import visits as commands
from services.conventions.domain.errors.visits import UnknownAgent
from services.conventions.domain.visits.slots import Half
from services.conventions.domain.visits.visit import VisitState
from services.conventions.handlers import visits
from services.conventions.ports.office import Office
from tests.fakes.agreements import InMemoryAgreements, InMemoryVisits, plain_office
from tests.unit.conventions.given import id_of
from tests.unit.conventions.given_agreement import CONVENTION, MOUANS, in_force
from tests.unit.conventions.given_visit import (
    AFTERWARDS,
    AIDE,
    CHEF,
    DAY,
    REFERENT,
    VISIT,
    about,
    plan,
    proposed,
    slot,
)


async def scheduled() -> tuple[InMemoryVisits, Office]:
    """A visit of a chef and an aide, scheduled."""
    store, kept = InMemoryAgreements(), InMemoryVisits()
    office: Office = plain_office(store, kept)
    store.conventions[CONVENTION] = in_force()
    kept.visits[VISIT] = proposed(store.conventions[CONVENTION])
    await visits.schedule_visit(commands.ScheduleVisit(**about()), office)
    return kept, office


def confirmation(*came: UUID) -> commands.ConfirmVisit:
    slots = (slot(DAY, Half.MORNING, *came),)
    return commands.ConfirmVisit(**about(REFERENT, AFTERWARDS), slots=slots, participants_count=6)


async def test_who_has_left_since_came_all_the_same() -> None:
    kept, office = await scheduled()
    kept.employed[MOUANS] = frozenset({CHEF})
    await visits.confirm_visit(confirmation(CHEF, AIDE), office)
    assert kept.visits[VISIT].state is VisitState.HELD


async def test_who_came_instead_of_another_works_for_the_offering_side() -> None:
    kept, office = await scheduled()
    stand_in = id_of("stand-in")
    kept.employed[MOUANS] = frozenset({CHEF, AIDE})
    with pytest.raises(UnknownAgent) as refused:
        await visits.confirm_visit(confirmation(CHEF, stand_in), office)
    assert refused.value.facts["agents"] == [str(stand_in)]
    assert kept.visits[VISIT].state is VisitState.SCHEDULED


async def test_who_has_left_is_planned_no_more() -> None:
    kept, office = await scheduled()
    kept.employed[MOUANS] = frozenset({CHEF})
    with pytest.raises(UnknownAgent):
        await visits.reschedule_visit(commands.RescheduleVisit(**about(), plan=plan(slot())), office)
