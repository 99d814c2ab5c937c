"""Owns the visits that tests start from, under the convention of `given_agreement`."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.conventions.domain.commands import visits as commands
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.visits import planning
from services.conventions.domain.visits.slots import Half, Slot
from services.conventions.domain.visits.visit import Visit
from shared.commands import Actor
from shared.events.pieces import Place
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given_agreement import CONVENTION, MOUANS, STAFF, in_force, referent_of

CHEF, AIDE = id_of("chef"), id_of("aide")
VISIT = id_of("visit")
NOW = datetime(2027, 9, 10, 8, tzinfo=UTC)
DAY = date(2027, 10, 14)
AFTERWARDS = datetime(2027, 10, 15, 18, tzinfo=UTC)
KITCHEN = Place(label="Cuisine centrale", city="Manduel", postal_code="30129")
REFERENT, OFFERING_REFERENT = referent_of(MANDUEL), referent_of(MOUANS)


def slot(day: date = DAY, half: Half = Half.MORNING, *agents: UUID) -> Slot:
    return Slot(day, half, frozenset(agents or {CHEF, AIDE}))


def plan(*slots: Slot, **known: Any) -> commands.Plan:
    of_two_days = (slot(), slot(DAY, Half.AFTERNOON, CHEF), slot(DAY + timedelta(days=1)))
    asked = commands.Plan(slots=slots or of_two_days, timezone="Europe/Paris", place=KITCHEN)
    return replace(asked, **known)


def about(actor: Actor = STAFF, at: datetime = NOW) -> dict[str, Any]:
    return {"actor": actor, "at": at, "convention_id": CONVENTION, "visit_id": VISIT}


def proposed(
    agreement: Convention | None = None, *, actor: Actor = REFERENT, wanted: commands.Plan | None = None
) -> Visit:
    command = commands.ProposeVisit(**about(actor), plan=wanted or plan())
    return Visit.propose(command, agreement or in_force(), reference="VIS-2027-001")


def scheduled(agreement: Convention | None = None, *, wanted: commands.Plan | None = None) -> Visit:
    agreement = agreement or in_force()
    visit = proposed(agreement, wanted=wanted)
    planning.schedule(visit, commands.ScheduleVisit(**about()), agreement, booked=())
    return visit


def held(agreement: Convention | None = None) -> Visit:
    agreement = agreement or in_force()
    visit = scheduled(agreement)
    visit.confirm(
        commands.ConfirmVisit(**about(at=AFTERWARDS), slots=visit.plan.slots, participants_count=6), agreement
    )
    return visit


def to_schedule(**known: Any) -> commands.ScheduleVisit:
    return commands.ScheduleVisit(**{**about(), **known})


def to_confirm(*slots: Slot, **known: Any) -> commands.ConfirmVisit:
    asked = {**about(at=AFTERWARDS), "slots": slots or plan().slots, "participants_count": 6}
    return commands.ConfirmVisit(**{**asked, **known})
