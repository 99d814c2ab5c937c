"""Owns the aggregate `ExchangeRequest`: what an organisation asks for, and the proposals made for it.

Proposals are in it because accepting one withdraws the others; how they are made and answered stands in
`matching`. It writes no convention.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.conventions.domain.authority import (
    require_referent_or_staff,
    require_staff,
)
from services.conventions.domain.commands import exchange as commands
from services.conventions.domain.errors.exchange import (
    ExchangeStateRefuses,
    NotAMember,
    UnknownProposal,
)
from services.conventions.domain.exchange.proposals import MatchProposal, ProposalState
from services.conventions.domain.exchange.wish import Wish
from services.conventions.domain.members import Organisation
from shared.days import club_day
from shared.events import conventions as told
from shared.events.envelope import Payload

Events = tuple[Payload, ...]


class ExchangeState(StrEnum):
    """Where a request stands."""

    SUBMITTED = "submitted"
    QUALIFIED = "qualified"
    PROPOSED = "proposed"
    MATCHED = "matched"
    UNDER_CONVENTION = "under_convention"
    FULFILLED = "fulfilled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_OPEN = frozenset(
    {ExchangeState.SUBMITTED, ExchangeState.QUALIFIED, ExchangeState.PROPOSED, ExchangeState.MATCHED}
)


@dataclass(slots=True, kw_only=True)
class ExchangeRequest:
    """What one organisation asks the others for. Its events have the subject `exchange_request/<id>`."""

    id: UUID
    receiving_org: UUID
    wish: Wish
    requested_at: datetime
    need_id: UUID | None = None
    state: ExchangeState = ExchangeState.SUBMITTED
    reason: str = ""
    """Why it was declined, in French, for people."""
    proposals: list[MatchProposal] = field(default_factory=list)
    convention_id: UUID | None = None
    needs_attention: bool = False
    """The organisation leaves the club, or has left: for staff to look at. It is flagged, never cancelled."""
    version: int = 0
    sequence: int = 0

    @classmethod
    def submit(
        cls, command: commands.RequestExchange, receiving: Organisation
    ) -> "tuple[ExchangeRequest, Events]":
        """Ask.

        Raises:
            NotYourOrganisation: the actor is neither its referent nor staff.
            NotAMember: the organisation has no members' rights.
            InvalidWish: what is asked for cannot be.
        """
        require_referent_or_staff(command.actor, command.receiving_org)
        require_member(receiving, command.at, field="receiving_org")
        command.wish.check()
        wish = command.wish
        requested = told.ExchangeRequested(
            exchange_request_id=command.exchange_request_id,
            receiving_org=receiving.id,
            topics=wish.topics,
            period=told.Period(from_day=wish.from_day, to_day=wish.to_day),
            need_id=command.need_id,
        )
        request = cls(
            id=command.exchange_request_id,
            receiving_org=receiving.id,
            wish=wish,
            requested_at=command.at,
            need_id=command.need_id,
        )
        return request, (requested,)

    def qualify(self, command: commands.QualifyExchange) -> Events:
        """Make it clear, and take it on.

        Raises:
            StaffOnly: the actor is not of the team.
            ExchangeStateRefuses: it was taken on, or is over.
            InvalidWish: no topics, or no expected results.
        """
        require_staff(command.actor)
        self.require(ExchangeState.SUBMITTED)
        command.wish.check_clear()
        self.wish = command.wish
        self.state = ExchangeState.QUALIFIED
        return (
            told.ExchangeRequestQualified(
                exchange_request_id=self.id, receiving_org=self.receiving_org, topics=self.wish.topics
            ),
        )

    def decline(self, command: commands.DeclineExchange) -> Events:
        """Say no to it, with a reason.

        Raises:
            StaffOnly: the actor is not of the team.
            ExchangeStateRefuses: organisations were proposed, or it is over.
        """
        require_staff(command.actor)
        self.require(ExchangeState.SUBMITTED, ExchangeState.QUALIFIED)
        self.state, self.reason = ExchangeState.DECLINED, command.reason
        return (
            told.ExchangeRequestDeclined(
                exchange_request_id=self.id,
                receiving_org=self.receiving_org,
                reason_code=command.reason_code,
            ),
        )

    def withdraw(self, command: commands.WithdrawExchange) -> Events:
        """No longer ask; open proposals go with it, and the match.

        Raises:
            NotYourOrganisation: the actor is neither its referent nor staff.
            ExchangeStateRefuses: a convention is being written, or it is over.
        """
        require_referent_or_staff(command.actor, self.receiving_org)
        self.require(
            ExchangeState.SUBMITTED, ExchangeState.QUALIFIED, ExchangeState.PROPOSED, ExchangeState.MATCHED
        )
        closed = self.withdraw_proposals(ProposalState.OPEN, ProposalState.ACCEPTED)
        self.state = ExchangeState.WITHDRAWN
        reason_code = "by_staff" if command.actor.is_staff else "by_referent"
        withdrawn = told.ExchangeRequestWithdrawn(
            exchange_request_id=self.id, receiving_org=self.receiving_org, reason_code=reason_code
        )
        return (*closed, withdrawn)

    def note_membership(self, receiving: Organisation) -> bool:
        """Flag it while the organisation that asks leaves the club or has left; whether that is new."""
        membership = receiving.membership
        leaving = membership is None or membership.last_day is not None
        if self.state not in _OPEN or leaving is self.needs_attention:
            return False
        self.needs_attention = leaving
        return True

    def put_under_convention(self, convention_id: UUID) -> None:
        """Note that the match is being written down.

        Raises:
            ExchangeStateRefuses: there is no match, or its convention is being written already.
        """
        self.require(ExchangeState.MATCHED)
        self.state, self.convention_id = ExchangeState.UNDER_CONVENTION, convention_id

    def reopen(self) -> Events:
        """Look for another organisation, once the convention is given up before its signature."""
        self.require(ExchangeState.UNDER_CONVENTION)
        for proposal in self.proposals:
            if proposal.state is ProposalState.ACCEPTED:
                proposal.state = ProposalState.WITHDRAWN
        self.state, self.convention_id = ExchangeState.QUALIFIED, None
        return (
            told.ExchangeRequestReopened(
                exchange_request_id=self.id,
                receiving_org=self.receiving_org,
                reason_code="convention_abandoned",
            ),
        )

    def fulfil(self, *, visits_count: int, half_days_consumed: int) -> Events:
        """Note that the convention ran its course, up to its final report."""
        self.require(ExchangeState.UNDER_CONVENTION)
        if self.convention_id is None:
            raise RuntimeError("an exchange under convention names it")
        self.state = ExchangeState.FULFILLED
        return (
            told.ExchangeFulfilled(
                exchange_request_id=self.id,
                convention_id=self.convention_id,
                visits_count=visits_count,
                half_days_consumed=half_days_consumed,
            ),
        )

    @property
    def offering_org(self) -> UUID:
        """The organisation of the match.

        Raises:
            ExchangeStateRefuses: there is no match.
        """
        for proposal in self.proposals:
            if proposal.state is ProposalState.ACCEPTED:
                return proposal.offering_org
        raise ExchangeStateRefuses(state=self.state)

    @property
    def due_at(self) -> datetime | None:
        """When time does something to it, if nothing else does."""
        return min((proposal.due_at for proposal in self.open_proposals()), default=None)

    def open_proposals(self) -> Iterator[MatchProposal]:
        """Those whose answers are awaited."""
        return (proposal for proposal in self.proposals if proposal.is_open)

    def proposal(self, proposal_id: UUID) -> MatchProposal:
        """One proposal.

        Raises:
            UnknownProposal: there is none.
        """
        for proposal in self.proposals:
            if proposal.id == proposal_id:
                return proposal
        raise UnknownProposal

    def close(self, proposal: MatchProposal, state: ProposalState, reason_code: str) -> Payload:
        """Note that a proposal is over without a match; what others learn of it."""
        proposal.state = state
        return told.MatchDeclined(**self.match_facts(proposal), reason_code=reason_code)

    def withdraw_proposals(self, *states: ProposalState) -> Events:
        """Take back all in these states."""
        taken = [each for each in self.proposals if each.state in states]
        return tuple(self.close(each, ProposalState.WITHDRAWN, "withdrawn") for each in taken)

    def match_facts(self, proposal: MatchProposal) -> dict[str, object]:
        """What every event about a proposal says."""
        return {
            "exchange_request_id": self.id,
            "proposal_id": proposal.id,
            "offering_org": proposal.offering_org,
            "receiving_org": self.receiving_org,
            "expires_at": proposal.expires_at,
        }

    def require(self, *allowed: ExchangeState) -> None:
        """Let pass in these states.

        Raises:
            ExchangeStateRefuses: in all others.
        """
        if self.state not in allowed:
            raise ExchangeStateRefuses(state=self.state)


def require_member(organisation: Organisation, at: datetime, *, field: str) -> None:
    """Let pass who has members' rights.

    Raises:
        NotAMember: who has none; `field` names it.
    """
    if not organisation.is_member(on=club_day(at)):
        raise NotAMember(field=field)
