"""Random histories of visits: half-days always add up, and nobody is in two places."""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from services.conventions.domain.commands import visits as commands
from services.conventions.domain.visits import planning
from services.conventions.domain.visits.ledger import HalfDayLedger, record
from services.conventions.domain.visits.slots import Half, Slot, agents_of, half_days
from services.conventions.domain.visits.visit import Change, Visit, VisitState
from shared.errors import DomainError
from shared.events.conventions import HalfDayQuotaReached
from tests.unit.conventions.given import id_of
from tests.unit.conventions.given_agreement import CONVENTION, STAFF, in_force
from tests.unit.conventions.given_visit import KITCHEN, NOW

AGENTS = tuple(id_of(f"agent {number}") for number in range(3))
DAYS = (date(2027, 12, 30), date(2027, 12, 31), date(2028, 1, 3))
YEARS = (2027, 2028)
QUOTA = {2027: 5, 2028: 3}
AFTER_ALL = NOW + timedelta(days=200)

SLOT = st.builds(
    Slot,
    day=st.sampled_from(DAYS),
    half=st.sampled_from(Half),
    agents=st.frozensets(st.sampled_from(AGENTS), min_size=1, max_size=2),
)
PLAN = st.builds(
    commands.Plan,
    slots=st.lists(SLOT, min_size=1, max_size=4).map(tuple),
    timezone=st.just("Europe/Paris"),
    place=st.just(KITCHEN),
)


class VisitHistories(RuleBasedStateMachine):
    """The model is the plainest there is: every visit, counted anew after each step."""

    visits = Bundle[UUID]("visits")

    def __init__(self) -> None:
        super().__init__()
        self.agreement = in_force()
        self.known: dict[UUID, Visit] = {}
        self.ledgers = {year: HalfDayLedger(convention_id=CONVENTION, year=year) for year in YEARS}

    @rule(target=visits, plan=PLAN)
    def propose(self, plan: commands.Plan) -> UUID:
        command = commands.ProposeVisit(**self._about(visit := uuid4()), plan=plan)
        try:
            self.known[visit] = Visit.propose(command, self.agreement, reference="VIS-2027-001")
        except DomainError:
            assert len({slot.key for slot in plan.slots}) < len(plan.slots) or len(agents_of(plan.slots)) > 2
        return visit

    @rule(visit=visits)
    def schedule(self, visit: UUID) -> None:
        if found := self.known.get(visit):
            self._decide(
                found,
                lambda tried: planning.schedule(
                    tried,
                    commands.ScheduleVisit(**self._about(visit)),
                    self.agreement,
                    booked=self._booked(visit, found.plan.slots),
                ),
            )

    @rule(visit=visits, plan=PLAN)
    def move(self, visit: UUID, plan: commands.Plan) -> None:
        if found := self.known.get(visit):
            self._decide(
                found,
                lambda tried: planning.reschedule(
                    tried,
                    commands.RescheduleVisit(**self._about(visit), plan=plan),
                    self.agreement,
                    booked=self._booked(visit, plan.slots),
                ),
            )

    @rule(visit=visits)
    def cancel(self, visit: UUID) -> None:
        if found := self.known.get(visit):
            self._decide(
                found, lambda tried: planning.cancel(tried, commands.CancelVisit(**self._about(visit)))
            )

    @rule(visit=visits, fewer=st.booleans())
    def confirm(self, visit: UUID, fewer: bool) -> None:  # drawn by Hypothesis
        if found := self.known.get(visit):
            slots = found.plan.slots[:1] if fewer else found.plan.slots
            command = commands.ConfirmVisit(
                **self._about(visit) | {"at": AFTER_ALL}, slots=slots, participants_count=4
            )
            self._decide(found, lambda tried: tried.confirm(command, self.agreement))

    @rule(visit=visits)
    def nobody_came(self, visit: UUID) -> None:
        if found := self.known.get(visit):
            command = commands.MarkNotHeld(**self._about(visit) | {"at": AFTER_ALL})
            self._decide(found, lambda tried: tried.mark_not_held(command))

    @invariant()
    def half_days_add_up_and_stay_within_the_quota(self) -> None:
        for year, ledger in self.ledgers.items():
            assert ledger.reserved == self._count(year, VisitState.SCHEDULED)
            assert ledger.consumed == self._count(year, VisitState.HELD)
            assert 0 <= ledger.used <= QUOTA[year]

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        places = Counter(
            (agent, *slot.key)
            for visit in self.known.values()
            if visit.state is VisitState.SCHEDULED
            for slot in visit.plan.slots
            for agent in slot.agents
        )
        assert all(count == 1 for count in places.values())

    def _decide(self, visit: Visit, decide: Callable[[Visit], Change]) -> None:
        """As a handler does: the visit is saved only if the ledgers take what it asks of them."""
        tried = deepcopy(visit)
        before = {year: ledger.used for year, ledger in self.ledgers.items()}
        try:
            change = decide(tried)
            events = record(self.ledgers, change.entry, QUOTA)
        except DomainError:
            assert {year: ledger.used for year, ledger in self.ledgers.items()} == before
            return
        self.known[visit.id] = tried
        for year, told in events.items():
            full = before[year] < self.ledgers[year].used == QUOTA[year]
            assert [type(event) for event in told] == ([HalfDayQuotaReached] if full else [])

    def _count(self, year: int, state: VisitState) -> int:
        slots = [
            visit.outcome.slots if visit.outcome else visit.plan.slots
            for visit in self.known.values()
            if visit.state is state
        ]
        return sum(half_days(each).get(year, 0) for each in slots)

    def _booked(self, besides: UUID, slots: tuple[Slot, ...]) -> set[UUID]:
        wanted = {(agent, *slot.key) for slot in slots for agent in slot.agents}
        return {
            agent
            for visit in self.known.values()
            if visit.id != besides and visit.state is VisitState.SCHEDULED
            for slot in visit.plan.slots
            for agent in slot.agents
            if (agent, *slot.key) in wanted
        }

    def _about(self, visit: UUID) -> dict[str, Any]:
        return {"actor": STAFF, "at": NOW, "convention_id": CONVENTION, "visit_id": visit}


TestVisitHistories = VisitHistories.TestCase
TestVisitHistories.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
