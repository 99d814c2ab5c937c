"""Owns what is asked of conventions in a simulated club: visits, which share few half-days and two agents."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.conventions.domain.commands import visits as commands
from services.conventions.domain.visits.slots import Half, Slot
from services.conventions.domain.visits.visit import Visit
from shared.events.pieces import Place
from shared.ids import new_id
from tests.simulation.world import World
from tests.unit.conventions.given_agreement import CONVENTION
from tests.unit.conventions.given_agreement import STAFF as FACILITATORS
from tests.unit.conventions.given_visit import AIDE, CHEF

HALF_DAY_QUOTA = 6
YEAR = 2027
DAYS = tuple(date(YEAR, 10, 4) + timedelta(days=number) for number in range(4))
PLACE = Place(label="Cuisine centrale")
Make = Callable[[Any], Any]


class Planned(BaseModel):
    """What the client is told of a visit."""

    visit: UUID
    state: str

    @classmethod
    def of(cls, visit: Visit) -> "Planned":
        """The answer about a visit."""
        return cls(visit=visit.id, state=visit.state.value)


def _propose(world: World) -> Make:
    wanted = _plan(world)
    return lambda at: commands.ProposeVisit(
        actor=FACILITATORS, at=at, convention_id=CONVENTION, visit_id=new_id(), plan=wanted
    )


def _schedule(world: World) -> Make:
    whose = _one_in(world, "proposed")
    return lambda at: commands.ScheduleVisit(
        actor=FACILITATORS, at=at, convention_id=CONVENTION, visit_id=whose
    )


def _reschedule(world: World) -> Make:
    whose, wanted = _one_in(world, "scheduled"), _plan(world)
    return lambda at: commands.RescheduleVisit(
        actor=FACILITATORS, at=at, convention_id=CONVENTION, visit_id=whose, plan=wanted
    )


def _cancel(world: World) -> Make:
    whose = _one_in(world, "scheduled")
    return lambda at: commands.CancelVisit(
        actor=FACILITATORS, at=at, convention_id=CONVENTION, visit_id=whose, reason="Empêchement."
    )


def _plan(world: World) -> commands.Plan:
    chance = world.weather
    first = chance.one_of(DAYS)
    slots = tuple(
        Slot(first, half, frozenset({chance.one_of((CHEF, AIDE))}))
        for half in Half
        if half is Half.MORNING or chance.random.random() < 1 / 2
    )
    return commands.Plan(slots=slots, timezone="Europe/Paris", place=PLACE)


def _one_in(world: World, state: str) -> UUID:
    """A visit in this state, or none that there is."""
    kept = world.servers["conventions"].table("visits").documents.values()
    found = [visit["_id"] for visit in kept if visit["content"]["state"] == state]
    return world.weather.one_of(found) if found else CONVENTION


VISIT_WISHES: Sequence[tuple[str, Callable[[World], Make]]] = (
    ("propose visit", _propose),
    ("schedule visit", _schedule),
    ("schedule visit", _schedule),
    ("reschedule visit", _reschedule),
    ("cancel visit", _cancel),
)
