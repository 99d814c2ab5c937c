"""Owns the aggregate `Visit`: agents of one organisation work at another, from the first idea to the report.

It says what its half-days do to the ledger, as an `Entry`; whether the quota allows it, the ledger says.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.conventions.domain.authority import require_referent_or_staff, require_staff
from services.conventions.domain.commands import visits as commands
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.errors.visits import (
    ConventionNotReady,
    InvalidPlan,
    UnknownAgent,
    VisitNotOver,
    VisitStateRefuses,
)
from services.conventions.domain.visits.guards import (
    party_of,
    require_proposable,
)
from services.conventions.domain.visits.ledger import Entry
from services.conventions.domain.visits.records import MissionOrder, Outcome
from services.conventions.domain.visits.run_sheet import Item, check_run_sheet
from services.conventions.domain.visits.slots import (
    HalfDays,
    agents_of,
    appointment,
    check_slots,
    half_days,
    in_order,
    to_tell,
)
from shared.events import conventions as told
from shared.events.envelope import Payload
from shared.events.pieces import When

Events = tuple[Payload, ...]
CONFIRMATION_AFTER = timedelta(days=1)
OVERDUE_AFTER = timedelta(days=7)
REPORT_AFTER = timedelta(days=1)
NOTHING: HalfDays = {}


class VisitState(StrEnum):
    """Where a visit stands."""

    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    HELD = "held"
    NOT_HELD = "not_held"
    CANCELLED = "cancelled"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision leads to: what others learn, and what the ledgers are to write down."""

    events: Events
    entry: Entry = field(default_factory=lambda: Entry(NOTHING, NOTHING, NOTHING))


@dataclass(slots=True, kw_only=True)
class Visit:
    """A stay of agents. Its events have the subject `visit/<id>`."""

    id: UUID
    reference: str
    convention_id: UUID
    offering_org: UUID
    receiving_org: UUID
    topics: tuple[str, ...]
    proposed_by: UUID | None
    """The organisation that suggested the dates; None for the team."""
    plan: commands.Plan
    state: VisitState = VisitState.PROPOSED
    revision: int = 0
    reason: str = ""
    """Why it was cancelled, in French, for people."""
    run_sheet: tuple[Item, ...] = ()
    mission_orders: dict[UUID, MissionOrder] = field(default_factory=dict)
    outcome: Outcome | None = None
    reminders: int = 0
    """How many times the parties were asked whether it took place."""
    report_id: UUID | None = None
    version: int = 0
    sequence: int = 0

    @classmethod
    def propose(cls, command: commands.ProposeVisit, convention: Convention, *, reference: str) -> "Visit":
        """Suggest dates; nothing is reserved.

        Raises:
            NotYourOrganisation: the actor is neither staff nor a referent of either party.
            ConventionNotReady: its text is not final, or it is over.
            InvalidPlan, AgentsNotNamed: see `guards`.
        """
        offering, receiving = convention.offering_org, convention.receiving_org
        proposed_by = party_of(command.actor, offering, receiving)
        require_proposable(command.plan, convention, command.at)
        return cls(
            id=command.visit_id,
            reference=reference,
            convention_id=convention.id,
            offering_org=offering,
            receiving_org=receiving,
            topics=convention.terms.topics,
            proposed_by=proposed_by,
            plan=command.plan,
        )

    def tell_proposed(self) -> Events:
        """What others learn when dates are suggested."""
        proposed = told.VisitProposed(
            visit_id=self.id,
            convention_id=self.convention_id,
            offering_org=self.offering_org,
            receiving_org=self.receiving_org,
            proposed_by=self.proposed_by,
            slots=to_tell(self.plan.slots),
            agents_count=len(self.agents),
        )
        return (proposed,)

    def tell_agents(self) -> Payload:
        """What others learn of who comes, or came."""
        return told.VisitAgentsAssigned(**self.facts(), agent_ids=tuple(sorted(self.came)))

    def confirm(self, command: commands.ConfirmVisit, convention: Convention) -> Change:
        """Note that it took place, with the agents and half-days as they were.

        Raises:
            NotYourOrganisation: the actor is neither staff nor a referent of either party.
            VisitStateRefuses: it is not scheduled.
            VisitNotOver: its last half-day is still to come.
            ConventionNotReady: the convention was not in force then.
            InvalidPlan: half-days that cannot be, or outside the dates of the visit.
        """
        party_of(command.actor, self.offering_org, self.receiving_org)
        self.require(VisitState.SCHEDULED)
        self._require_over(command.at)
        slots = in_order(command.slots)
        check_slots(slots, agents_max=self._agents_max(convention))
        if not {slot.day for slot in slots} <= self.days:
            raise InvalidPlan("Une demi-journée tombe hors des dates de la visite.", field="slots")
        if not convention.was_in_force_on(slot.day for slot in slots):
            raise ConventionNotReady(
                "La convention n’était pas en vigueur à ces dates.", state=convention.state
            )
        expected = self.came
        self.state = VisitState.HELD
        self.outcome = Outcome(
            slots=slots, participants_count=command.participants_count, confirmed_at=command.at
        )
        consumed = half_days(slots)
        held = told.VisitHeld(
            **self.facts(),
            slots=to_tell(slots),
            half_days_consumed=sum(consumed.values()),
            participants_count=command.participants_count,
        )
        corrected = () if self.came == expected else (self.tell_agents(),)
        return Change((*corrected, held), Entry(half_days(self.plan.slots), NOTHING, consumed))

    def mark_not_held(self, command: commands.MarkNotHeld) -> Change:
        """Note that nobody came: its half-days are free again.

        Raises:
            StaffOnly: the actor is not of the team.
            VisitStateRefuses: it is not scheduled.
            VisitNotOver: its last half-day is still to come.
        """
        require_staff(command.actor)
        self.require(VisitState.SCHEDULED)
        self._require_over(command.at)
        self.state = VisitState.NOT_HELD
        reserved = half_days(self.plan.slots)
        not_held = told.VisitNotHeld(**self.facts(), half_days_released=sum(reserved.values()))
        return Change((not_held,), Entry(reserved, NOTHING, NOTHING))

    def write_run_sheet(self, command: commands.WriteRunSheet) -> None:
        """Say what is done when.

        Raises:
            NotYourOrganisation: the actor is neither staff nor a referent of either party.
            VisitStateRefuses: nothing is planned any more.
            InvalidRunSheet: it does not fit the visit's days.
        """
        party_of(command.actor, self.offering_org, self.receiving_org)
        self.require(VisitState.PROPOSED, VisitState.SCHEDULED)
        self.run_sheet = check_run_sheet(command.items, days=self.days)

    def record_mission_order(self, command: commands.RecordMissionOrder) -> None:
        """Note the employer's order for one of the agents.

        Raises:
            NotYourOrganisation: the actor is neither staff nor a referent of the offering organisation.
            VisitStateRefuses: nothing is planned any more.
            UnknownAgent: this agent neither comes nor came.
        """
        require_referent_or_staff(command.actor, self.offering_org)
        self.require(VisitState.PROPOSED, VisitState.SCHEDULED, VisitState.HELD)
        if command.agent not in self.people:
            raise UnknownAgent([command.agent])
        self.mission_orders[command.agent] = MissionOrder(reference=command.reference, dated=command.dated)

    def watch(self, at: datetime) -> Events:
        """Ask whether it took place, the day after and a week later: never said by the system itself."""
        if self.state is not VisitState.SCHEDULED or self.due_at is None or at < self.due_at:
            return ()
        occasion = ("asked", "overdue")[self.reminders]
        self.reminders += 1
        awaited = told.VisitConfirmationAwaited(
            **self.facts(),
            occasion=occasion,
            offering_org=self.offering_org,
            receiving_org=self.receiving_org,
        )
        return (awaited,)

    def wants_report(self, at: datetime) -> bool:
        """Whether its report is to be asked for now."""
        return (
            self.state is VisitState.HELD
            and self.report_id is None
            and (self.due_at is not None and at >= self.due_at)
        )

    def note_report_validated(self) -> Events:
        """Note that its report is validated."""
        if self.report_id is None:
            raise RuntimeError("only a report that was asked for is validated")
        self.state = VisitState.REPORTED
        return (told.VisitReported(**self.facts(), report_id=self.report_id),)

    @property
    def agents(self) -> frozenset[UUID]:
        """Everybody who comes."""
        return agents_of(self.plan.slots)

    @property
    def came(self) -> frozenset[UUID]:
        """Everybody who really came, once that is known; whoever is to come until then."""
        return agents_of(self.outcome.slots) if self.outcome else self.agents

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody whom it concerns in person: whoever is to come, and whoever came."""
        return self.agents | self.came

    @property
    def when(self) -> When:
        """From the first half-day to the last one."""
        return appointment(self.plan.slots, timezone=self.plan.timezone)

    @property
    def first_day(self) -> date:
        """The local date of the first half-day."""
        return min(self.days)

    @property
    def due_at(self) -> datetime | None:
        """When time does something to it, if nothing else does."""
        if self.state is VisitState.SCHEDULED and self.reminders < len((CONFIRMATION_AFTER, OVERDUE_AFTER)):
            return self.when.ends_utc + (CONFIRMATION_AFTER, OVERDUE_AFTER)[self.reminders]
        if self.state is VisitState.HELD and self.report_id is None and self.outcome is not None:
            return self.outcome.confirmed_at + REPORT_AFTER
        return None

    @property
    def days(self) -> frozenset[date]:
        """The local dates of its half-days."""
        return frozenset(slot.day for slot in self.plan.slots)

    def _agents_max(self, convention: Convention) -> int:
        return convention.terms_on(self.first_day).practice.agents_per_visit_max

    def require(self, *allowed: VisitState) -> None:
        """Let pass in these states.

        Raises:
            VisitStateRefuses: in all others.
        """
        if self.state not in allowed:
            raise VisitStateRefuses(self.state)

    def _require_over(self, at: datetime) -> None:
        if at < self.when.ends_utc:
            raise VisitNotOver

    def facts(self) -> dict[str, UUID]:
        """What every event about it says."""
        return {"visit_id": self.id, "convention_id": self.convention_id}
