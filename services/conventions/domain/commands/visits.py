"""Owns the forms of what can be asked about visits. Decides nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.conventions.domain.visits.run_sheet import Item
from services.conventions.domain.visits.slots import Slot
from shared.commands import Command
from shared.events.pieces import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When, where and who: half-days on the clocks of the place."""

    slots: tuple[Slot, ...]
    timezone: str
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitCommand(Command):
    """Something asked about one visit under one convention."""

    convention_id: UUID
    visit_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeVisit(VisitCommand):
    """Suggest dates."""

    plan: Plan


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleVisit(VisitCommand):
    """Say yes to the dates that were suggested."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RescheduleVisit(VisitCommand):
    """Give it other dates, agents, or another place."""

    plan: Plan


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelVisit(VisitCommand):
    """Decline, withdraw or cancel it."""

    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmVisit(VisitCommand):
    """Say that it took place, with whom and when."""

    slots: tuple[Slot, ...]
    participants_count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkNotHeld(VisitCommand):
    """Say that nobody came."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WriteRunSheet(VisitCommand):
    """Say what is done when."""

    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordMissionOrder(VisitCommand):
    """Note the employer's written order for an agent's trip."""

    agent: UUID
    reference: str
    dated: date


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchVisit(VisitCommand):
    """Do what time does to it."""

    report_id: UUID
    """Of the report that is asked for, if one is."""
