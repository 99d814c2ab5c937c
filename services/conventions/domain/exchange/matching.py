"""Owns how a request finds its match: organisations proposed, their answers, what time does to them.

Proposals are part of the request; what is left of it when one is over is said here.
"""

from services.conventions.domain.authority import require_speaks_for, require_staff, require_staff_or_system
from services.conventions.domain.commands import exchange as commands
from services.conventions.domain.errors.convention import NotAParty
from services.conventions.domain.errors.exchange import (
    AlreadyProposed,
    NoOffer,
    ProposalOver,
    SameOrganisation,
    TooManyProposals,
)
from services.conventions.domain.exchange.proposals import MatchProposal, ProposalState
from services.conventions.domain.exchange.request import (
    Events,
    ExchangeRequest,
    ExchangeState,
    require_member,
)
from services.conventions.domain.members import Organisation
from shared.events import conventions as told
from shared.events.envelope import Payload

PROPOSALS_MAX = 50
"""Over the whole life of a request."""


def propose(
    request: ExchangeRequest, command: commands.ProposeMatch, offering: Organisation, *, has_offer: bool
) -> Events:
    """Propose an organisation; several may be open.

    Raises:
        StaffOnly: the actor is not of the team.
        ExchangeStateRefuses: not taken on yet, or matched already.
        SameOrganisation: nobody learns from themselves.
        NotAMember: the organisation has no members' rights.
        NoOffer: it publishes no know-how on these topics and has not agreed beforehand.
        AlreadyProposed: an answer of it is awaited.
        TooManyProposals: enough were made for one request.
    """
    require_staff(command.actor)
    request.require(ExchangeState.QUALIFIED, ExchangeState.PROPOSED)
    if offering.id == request.receiving_org:
        raise SameOrganisation
    require_member(offering, command.at, field="offering_org")
    if not (has_offer or command.agreed_beforehand):
        raise NoOffer
    if any(each.offering_org == offering.id for each in request.open_proposals()):
        raise AlreadyProposed
    if len(request.proposals) >= PROPOSALS_MAX:
        raise TooManyProposals(maximum=PROPOSALS_MAX)
    proposal = MatchProposal(id=command.proposal_id, offering_org=offering.id, proposed_at=command.at)
    request.proposals.append(proposal)
    request.state = ExchangeState.PROPOSED
    return (told.MatchProposed(**request.match_facts(proposal)),)


def accept(request: ExchangeRequest, command: commands.AcceptMatch) -> Events:
    """Say yes for one side; a match once both have.

    Raises:
        UnknownProposal: there is none.
        NotYourOrganisation: the actor is not the organisation's referent.
        NotAParty: the organisation is on neither side.
        ProposalOver: it is no longer open.
    """
    proposal = _answered(request, command)
    proposal.accepted_by |= {command.org}
    if proposal.accepted_by < {request.receiving_org, proposal.offering_org}:
        return ()
    proposal.state = ProposalState.ACCEPTED
    others = request.withdraw_proposals(ProposalState.OPEN)
    request.state = ExchangeState.MATCHED
    accepted = told.MatchAccepted(
        exchange_request_id=request.id,
        offering_org=proposal.offering_org,
        receiving_org=request.receiving_org,
        topics=request.wish.topics,
    )
    return (*others, accepted)


def decline_match(request: ExchangeRequest, command: commands.DeclineMatch) -> Events:
    """Say no for one side.

    Raises:
        UnknownProposal: there is none.
        NotYourOrganisation: the actor is not the organisation's referent.
        NotAParty: the organisation is on neither side.
        ProposalOver: it is no longer open.
    """
    proposal = _answered(request, command)
    side = "by_offering" if command.org == proposal.offering_org else "by_receiving"
    return _give_up(request, proposal, ProposalState.DECLINED, side)


def withdraw_match(request: ExchangeRequest, command: commands.WithdrawMatch) -> Events:
    """Take a proposal back.

    Raises:
        StaffOnly: the actor is not of the team.
        UnknownProposal: there is none.
        ProposalOver: it is no longer open.
    """
    require_staff(command.actor)
    proposal = request.proposal(command.proposal_id)
    _require_open(proposal)
    return _give_up(request, proposal, ProposalState.WITHDRAWN, "by_staff")


def watch(request: ExchangeRequest, command: commands.WatchExchange) -> Events:
    """Do what is due by now, once.

    Raises:
        StaffOnly: the actor is neither a timer nor of the team.
    """
    require_staff_or_system(command.actor)
    events: list[Payload] = []
    for proposal in request.open_proposals():
        if command.at >= proposal.expires_at:
            events += _give_up(request, proposal, ProposalState.EXPIRED, "expired")
        elif command.at >= proposal.due_at:
            proposal.reminded = True
            awaited = {request.receiving_org, proposal.offering_org} - proposal.accepted_by
            events.append(told.MatchReminded(**request.match_facts(proposal), awaited=tuple(sorted(awaited))))
    return tuple(events)


def _answered(
    request: ExchangeRequest, command: commands.AcceptMatch | commands.DeclineMatch
) -> MatchProposal:
    """The open proposal that this side answers, in time."""
    proposal = request.proposal(command.proposal_id)
    if command.org not in {request.receiving_org, proposal.offering_org}:
        raise NotAParty
    require_speaks_for(command.actor, command.org)
    _require_open(proposal)
    if command.at >= proposal.expires_at:
        raise ProposalOver(state=ProposalState.EXPIRED)
    return proposal


def _give_up(
    request: ExchangeRequest, proposal: MatchProposal, state: ProposalState, reason_code: str
) -> Events:
    closed = request.close(proposal, state, reason_code)
    if not any(request.open_proposals()):
        request.state = ExchangeState.QUALIFIED
    return (closed,)


def _require_open(proposal: MatchProposal) -> None:
    if not proposal.is_open:
        raise ProposalOver(state=proposal.state)
