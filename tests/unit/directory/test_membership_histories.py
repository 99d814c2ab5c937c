"""Walks through every history of a membership that Hypothesis can think of, and its copies with it."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.conventions.domain import members as copies
from services.directory.domain.commands import memberships as commands
from services.directory.domain.membership import MEMBERS, Membership, MembershipState
from services.directory.domain.merger import Merger
from shared.commands import SYSTEM
from shared.days import club_day
from shared.errors import DomainError
from shared.events import directory as facts
from shared.events.envelope import Payload
from tests.unit.conventions.given import told
from tests.unit.directory.given import BARJAC, MANDUEL, PROFILE, STAFF, id_of, referent_of

ID = id_of("membership")
REFERENT = referent_of(MANDUEL)
START = datetime(2027, 11, 20, 10, 30, tzinfo=UTC)

ALLOWED: Mapping[type[Payload], set[str]] = {
    facts.MembershipApplied: {"prospect", "lapsed", "resigned"},
    facts.MembershipActivated: {"applied"},
    facts.MembershipRejected: {"applied"},
    facts.MembershipRenewalDue: {"active", "renewal_due"},
    facts.MembershipRenewed: {"renewal_due"},
    facts.MembershipLapsed: {"renewal_due"},
    facts.MembershipResigned: {"active", "renewal_due"},
}
"""From which state each event may come, as the club's own table says; a merger ends rights in any state."""


class MembershipHistories(RuleBasedStateMachine):
    """Everybody tries everything on any day; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.at = START
        self.membership = Membership(id=ID, org=MANDUEL)
        self.copy: copies.Membership | None = None

    @rule(days=st.sampled_from([1, 20, 45, 200]))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(year=st.integers(-1, 2), has_referent=st.booleans())
    def apply(self, year: int, has_referent: bool) -> None:
        command = commands.ApplyForMembership(
            actor=REFERENT, at=self.at, membership_id=ID, org=MANDUEL, year=self.at.year + year
        )
        self._try(lambda: self.membership.apply(command, PROFILE, has_referent=has_referent))

    @rule()
    def activate(self) -> None:
        command = commands.ActivateMembership(actor=STAFF, at=self.at, membership_id=ID)
        self._try(lambda: self.membership.activate(command, PROFILE))

    @rule(reason=st.sampled_from(commands.RejectionReason))
    def reject(self, reason: commands.RejectionReason) -> None:
        command = commands.RejectMembership(actor=STAFF, at=self.at, membership_id=ID, reason=reason)
        self._try(lambda: self.membership.reject(command))

    @rule()
    def note_again(self) -> None:
        command = commands.RecordProspect(actor=STAFF, at=self.at, membership_id=ID, org=MANDUEL)
        self._try(lambda: self._note(command))

    @rule(year=st.integers(-1, 1))
    def new_year(self, year: int) -> None:
        command = commands.MarkRenewalDue(
            actor=SYSTEM,
            at=self.at,
            membership_id=ID,
            year=self.at.year + year,
            lapses_from=date(self.at.year, 7, 1),
        )
        self._try(lambda: self.membership.mark_renewal_due(command, fee_cents=None))

    @rule()
    def renew(self) -> None:
        command = commands.RenewMembership(actor=REFERENT, at=self.at, membership_id=ID)
        self._try(lambda: self.membership.renew(command, PROFILE))

    @rule()
    def pay(self) -> None:
        self._try(lambda: self.membership.confirm(PROFILE))

    @rule()
    def lapse(self) -> None:
        command = commands.LapseMembership(actor=STAFF, at=self.at, membership_id=ID, year=self.at.year)
        self._try(lambda: self.membership.lapse(command))

    @rule()
    def resign(self) -> None:
        command = commands.ResignMembership(actor=REFERENT, at=self.at, membership_id=ID)
        self._try(lambda: self.membership.resign(command))

    @rule(days=st.sampled_from([-20, 1, 100, 400]))
    def go_over_into_another(self, days: int) -> None:
        merger = Merger(succeeded_by=BARJAC, effective_on=club_day(self.at) + timedelta(days=days))
        for event in self.membership.end_with(merger):
            assert event == facts.MembershipResigned(
                org=MANDUEL, membership_id=ID, effective_on=merger.last_day
            )
            self._hear(event)
        assert not self.membership.gives_rights(merger.effective_on)

    @invariant()
    def members_have_rights_once_their_year_has_begun(self) -> None:
        on = club_day(self.at)
        if self.membership.state in MEMBERS and (self.membership.from_year or 0) <= on.year:
            assert self.membership.gives_rights(on)

    @invariant()
    def the_others_have_the_same_days_of_rights(self) -> None:
        for day in (club_day(self.at) + timedelta(days=ahead) for ahead in (0, 30, 365)):
            heard = self.copy is not None and self.copy.in_force(on=day)
            assert heard == self.membership.gives_rights(day)

    @precondition(lambda self: self.membership.state is MembershipState.REJECTED)
    @invariant()
    def who_was_refused_asked_for_a_year(self) -> None:
        assert self.membership.year is not None

    def _note(self, command: commands.RecordProspect) -> tuple[Payload, ...]:
        self.membership.record_contact(command)
        return ()

    def _try(self, decide: Callable[[], tuple[Payload, ...]]) -> None:
        before, rights = repr(self.membership), self._rights()
        state = self.membership.state
        try:
            events = decide()
        except DomainError:
            assert repr(self.membership) == before
            return
        for event in events:
            assert isinstance(event, facts.MembershipFact)
            assert state.value in ALLOWED[type(event)]
            self._hear(event)
        if any(isinstance(event, facts.MembershipApplied | facts.MembershipActivated) for event in events):
            assert rights <= self._rights(), "joining takes no right away"

    def _rights(self) -> set[date]:
        first = club_day(self.at)
        days = (first + timedelta(days=ahead) for ahead in range(0, 400, 10))
        return {day for day in days if self.membership.gives_rights(day)}

    def _hear(self, event: Payload) -> None:
        self.membership.sequence += 1
        self.copy = copies.membership_after(self.copy, told(event, self.membership.sequence))


MembershipHistories.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestMembershipHistories = MembershipHistories.TestCase
