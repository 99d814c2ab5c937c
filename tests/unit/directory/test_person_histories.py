"""Checks that whoever only hears the events knows what the person knows, along any history."""

from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.directory.domain.commands.people import ActivatePerson, EndRole, RecheckRoles, StartRole
from services.directory.domain.held_roles import Period
from services.directory.domain.person import Events, PersonState
from shared.commands import SYSTEM, Command
from shared.errors import DomainError
from shared.events.directory import PersonActivated, PersonDeactivated, PersonFact, PersonRole
from shared.events.envelope import Payload
from tests.unit.directory.given import BARJAC, CAMILLE, MANDUEL, STAFF, TODAY, id_of, invited, mandate, post

C = TypeVar("C", bound=Command)
DAYS = st.integers(min_value=-40, max_value=40).map(lambda days: TODAY + timedelta(days=days))


class PersonHistory(RuleBasedStateMachine):
    """A listener keeps state and roles from the events alone; days pass between the commands."""

    def __init__(self) -> None:
        super().__init__()
        self.today = TODAY
        self.person = invited()
        self.heard_state = PersonState.INVITED
        self.heard_roles: tuple[PersonRole, ...] = self.person.roles
        self.made = 0

    @rule(org=st.sampled_from([MANDUEL, BARJAC]), elected=st.booleans(), starts=DAYS, ends=st.none() | DAYS)
    def start(self, org: UUID, elected: bool, starts: date, ends: date | None) -> None:
        self.made += 1
        make = mandate if elected else post
        role = make(f"role {self.made}", org=org, dates=Period(starts_on=starts, ends_on=ends))
        command = StartRole(actor=STAFF, at=self.now, person_id=CAMILLE, role=role)
        self.attempt(self.person.start_role, command)

    @rule(pick=st.integers(min_value=0), ends_on=DAYS)
    def end(self, pick: int, ends_on: date) -> None:
        role_id = self.person.held[pick % len(self.person.held)].id
        command = EndRole(actor=STAFF, at=self.now, person_id=CAMILLE, role_id=role_id, ends_on=ends_on)
        self.attempt(self.person.end_role, command)

    @rule()
    def end_something_unknown(self) -> None:
        command = EndRole(
            actor=STAFF, at=self.now, person_id=CAMILLE, role_id=id_of("unknown"), ends_on=self.today
        )
        self.attempt(self.person.end_role, command)

    @rule()
    def activate(self) -> None:
        command = ActivatePerson(actor=STAFF, at=self.now, person_id=CAMILLE)
        self.attempt(self.person.activate, command)

    @rule(days=st.integers(min_value=1, max_value=20))
    def days_pass(self, days: int) -> None:
        """The timer looks when it is due, and only then."""
        for _ in range(days):
            self.today += timedelta(days=1)
            if self.person.recheck_on is not None and self.person.recheck_on <= self.today:
                command = RecheckRoles(actor=SYSTEM, at=self.now, person_id=CAMILLE)
                self.attempt(self.person.recheck, command)

    @precondition(lambda self: self.person.recheck_on is None)
    @rule()
    def look_without_need(self) -> None:
        assert self.person.recheck(RecheckRoles(actor=SYSTEM, at=self.now, person_id=CAMILLE)) == ()

    @invariant()
    def the_listener_knows_the_roles_in_force(self) -> None:
        in_force = {held.role for held in self.person.held if held.period.includes(self.today)}
        assert set(self.heard_roles) == in_force
        assert self.heard_state is self.person.state

    @invariant()
    def a_person_is_inactive_when_every_role_is_over(self) -> None:
        over = all(held.period.is_over(self.today) for held in self.person.held)
        if self.person.state is PersonState.ACTIVE:
            assert not over
        if self.person.state is PersonState.INACTIVE:
            assert not self.person.roles

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(10), tzinfo=UTC)

    def attempt(self, decide: Callable[[C], Events], command: C) -> None:
        """Let the person decide; the listener hears the events, and a refusal must have changed nothing."""
        before = copy(self.person)
        try:
            events = decide(command)
        except DomainError:
            assert self.person == before
            return
        for event in events:
            self.hear(event)

    def hear(self, event: Payload) -> None:
        if isinstance(event, PersonFact):
            self.heard_roles = event.roles
        if isinstance(event, PersonActivated):
            self.heard_state = PersonState.ACTIVE
        if isinstance(event, PersonDeactivated):
            self.heard_state, self.heard_roles = PersonState.INACTIVE, ()


TestPersonHistory = PersonHistory.TestCase
