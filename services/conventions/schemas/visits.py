"""Owns what the routes of visits take and give: shapes and bounds, no rule."""

from datetime import date, datetime, time
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.conventions.domain.commands.visits import Plan
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.visits import slots as domain
from services.conventions.domain.visits.ledger import HalfDayLedger
from services.conventions.domain.visits.run_sheet import ITEMS_MAX, Item
from services.conventions.domain.visits.slots import HOURS, SLOTS_MAX, Half, half_days
from services.conventions.domain.visits.visit import Visit, VisitState
from services.conventions.schemas.asked import Asked, Day, Hour, Line, Written
from services.conventions.schemas.terms import AGENTS_MAX, Title
from shared.events.pieces import Place, When

PARTICIPANTS_MAX = 1000


class PlaceIn(Asked):
    """Where the agents are awaited."""

    label: Title
    address: Line = ""
    postal_code: Annotated[str, Field(pattern=r"^([0-9]{5})?$")] = ""
    city: Line = ""
    insee_code: Annotated[str, Field(pattern=r"^[0-9][0-9AB][0-9]{3}$")] | None = None


class SlotIn(Asked):
    """Half a day, with those who come."""

    date: Day = Field(description="Local date.")
    half: Half
    agents: Annotated[
        frozenset[UUID],
        Field(min_length=1, max_length=AGENTS_MAX, description="People with a post at the offering side."),
    ]

    def slot(self) -> domain.Slot:
        """As the domain says it."""
        return domain.Slot(self.date, self.half, self.agents)


Slots = Annotated[tuple[SlotIn, ...], Field(min_length=1, max_length=SLOTS_MAX)]


class PlanIn(Asked):
    """When, where and who."""

    slots: Slots
    timezone: Annotated[str, Field(max_length=64, description="Of the place, such as `Indian/Reunion`.")] = (
        "Europe/Paris"
    )
    place: PlaceIn

    def plan(self) -> Plan:
        """As the domain says it."""
        slots = tuple(slot.slot() for slot in self.slots)
        return Plan(slots=slots, timezone=self.timezone, place=Place(**self.place.model_dump()))


class CancellationIn(Asked):
    """Why it is declined, withdrawn or cancelled."""

    reason: Written = ""


class ConfirmationIn(Asked):
    """What really took place."""

    slots: Slots
    participants_count: Annotated[
        int, Field(ge=0, le=PARTICIPANTS_MAX, description="People who were taught.")
    ]


class ItemIn(Asked):
    """One thing that is done, at local times."""

    day: Day
    starts: Hour
    ends: Hour
    title: Title
    led_by: Line = ""

    def item(self) -> Item:
        """As the domain says it."""
        return Item(**self.model_dump())


class RunSheetIn(Asked):
    """What is done when."""

    items: Annotated[tuple[ItemIn, ...], Field(max_length=ITEMS_MAX)]


class MissionOrderIn(Asked):
    """The employer's written order for a trip."""

    reference: Title
    dated: Day


class SlotOut(BaseModel):
    """Half a day, with those who come."""

    date: date
    half: Half
    starts: time = Field(description="Local time.")
    ends: time = Field(description="Local time.")
    agents: tuple[UUID, ...]

    @classmethod
    def of(cls, slot: domain.Slot) -> Self:
        """The shape of a half-day."""
        starts, ends = HOURS[slot.half]
        return cls(date=slot.day, half=slot.half, starts=starts, ends=ends, agents=tuple(sorted(slot.agents)))


class ItemOut(BaseModel):
    """One thing that is done, at local times."""

    day: date
    starts: time
    ends: time
    title: str
    led_by: str


class MissionOrderOut(BaseModel):
    """The employer's written order for an agent's trip."""

    agent: UUID
    reference: str
    dated: date


class OutcomeOut(BaseModel):
    """What really took place."""

    slots: tuple[SlotOut, ...]
    participants_count: int
    half_days: int
    confirmed_at: datetime

    @classmethod
    def of(cls, visit: Visit) -> Self | None:
        """The shape of an outcome, where there is one."""
        outcome = visit.outcome
        if outcome is None:
            return None
        return cls(
            slots=tuple(SlotOut.of(slot) for slot in outcome.slots),
            participants_count=outcome.participants_count,
            half_days=sum(half_days(outcome.slots).values()),
            confirmed_at=outcome.confirmed_at,
        )


class VisitOut(BaseModel):
    """A visit as it stands."""

    id: UUID
    reference: str
    convention_id: UUID
    offering_org: UUID
    receiving_org: UUID
    topics: tuple[str, ...]
    state: VisitState
    revision: int = Field(description="How often it moved, its cancellation included.")
    proposed_by: UUID | None = Field(description="Organisation that suggested the dates; null for the team.")
    slots: tuple[SlotOut, ...]
    when: When
    place: Place
    half_days: int = Field(description="Planned: one for each agent and half-day.")
    run_sheet: tuple[ItemOut, ...]
    mission_orders: tuple[MissionOrderOut, ...]
    outcome: OutcomeOut | None
    reason: str = Field(description="Why it was cancelled, in French.")
    report_id: UUID | None

    @classmethod
    def of(cls, visit: Visit) -> Self:
        """The shape of a visit."""
        plan = visit.plan
        return cls(
            id=visit.id,
            reference=visit.reference,
            convention_id=visit.convention_id,
            offering_org=visit.offering_org,
            receiving_org=visit.receiving_org,
            topics=visit.topics,
            state=visit.state,
            revision=visit.revision,
            proposed_by=visit.proposed_by,
            slots=tuple(SlotOut.of(slot) for slot in domain.in_order(plan.slots)),
            when=visit.when,
            place=plan.place,
            half_days=sum(half_days(plan.slots).values()),
            run_sheet=tuple(
                ItemOut(
                    day=item.day, starts=item.starts, ends=item.ends, title=item.title, led_by=item.led_by
                )
                for item in visit.run_sheet
            ),
            mission_orders=tuple(
                MissionOrderOut(agent=agent, reference=order.reference, dated=order.dated)
                for agent, order in sorted(visit.mission_orders.items())
            ),
            outcome=OutcomeOut.of(visit),
            reason=visit.reason,
            report_id=visit.report_id,
        )


class YearOut(BaseModel):
    """The half-days of a convention in a calendar year."""

    year: int
    quota: int
    reserved: int = Field(description="By visits to come.")
    consumed: int = Field(description="By visits that took place.")
    left: int = Field(description="That may be planned today: what an amendment adds, once it is in force.")

    @classmethod
    def of(cls, ledger: HalfDayLedger, convention: Convention, *, today: date) -> Self:
        """The shape of a year, as it may be planned today."""
        return cls(
            year=ledger.year,
            quota=convention.quota_in(ledger.year),
            reserved=ledger.reserved,
            consumed=ledger.consumed,
            left=max(0, convention.plannable_in(ledger.year, today=today) - ledger.used),
        )
