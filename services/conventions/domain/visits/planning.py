"""Owns the planning of a visit once dates were suggested: agreed on, moved or called off.

What it costs in half-days comes as a `Change`, for the ledgers.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from services.conventions.domain.commands import visits as commands
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.errors.visits import NoticeTooShort, OwnProposal, VisitStarted
from services.conventions.domain.visits.guards import party_of, require_free, require_possible
from services.conventions.domain.visits.ledger import Entry
from services.conventions.domain.visits.run_sheet import moved_by
from services.conventions.domain.visits.slots import half_days, to_tell
from services.conventions.domain.visits.visit import NOTHING, Change, Visit, VisitState
from shared.events import conventions as told


def schedule(
    visit: Visit, command: commands.ScheduleVisit, convention: Convention, *, booked: Collection[UUID]
) -> Change:
    """Agree on the dates: half-days are to be reserved. `booked` are its agents expected elsewhere then.

    Raises:
        NotYourOrganisation: the actor is neither staff nor a referent of either party.
        OwnProposal: the actor's organisation suggested the dates itself.
        VisitStateRefuses: no dates wait for an answer.
        ConventionNotReady, OutsideConvention, InvalidPlan, AgentsNotNamed, AgentsBooked: see `guards`.
    """
    party = party_of(command.actor, visit.offering_org, visit.receiving_org)
    visit.require(VisitState.PROPOSED)
    if party is not None and party == visit.proposed_by:
        raise OwnProposal
    require_possible(visit.plan, convention, command.at)
    require_free(booked)
    visit.state = VisitState.SCHEDULED
    events = (visit.tell_agents(), told.VisitScheduled(**_appointment(visit)))
    return Change(events, Entry(NOTHING, half_days(visit.plan.slots), NOTHING))


def reschedule(
    visit: Visit, command: commands.RescheduleVisit, convention: Convention, *, booked: Collection[UUID]
) -> Change:
    """Give it other dates, agents or another place.

    Raises:
        NotYourOrganisation: the actor is neither staff nor a referent of either party.
        VisitStateRefuses: it is not scheduled.
        VisitStarted: it has begun.
        NoticeTooShort: a referent comes later than the convention lets them.
        ConventionNotReady, OutsideConvention, InvalidPlan, AgentsNotNamed, AgentsBooked: see `guards`.
    """
    party = party_of(command.actor, visit.offering_org, visit.receiving_org)
    visit.require(VisitState.SCHEDULED)
    _require_not_started(visit, command.at)
    notice = convention.terms_on(visit.first_day).practice.move_notice_days
    if party is not None and visit.when.starts_utc - command.at < timedelta(days=notice):
        raise NoticeTooShort(notice)
    require_possible(command.plan, convention, command.at)
    require_free(booked)
    previous, agents, began_on = visit.plan.slots, visit.agents, visit.first_day
    visit.plan, visit.revision = command.plan, visit.revision + 1
    visit.mission_orders = {
        agent: order for agent, order in visit.mission_orders.items() if agent in visit.agents
    }
    visit.run_sheet = moved_by(visit.run_sheet, visit.first_day - began_on, days=visit.days)
    moved = told.VisitRescheduled(
        **_appointment(visit), previous_slots=to_tell(previous), revision=visit.revision
    )
    assigned = () if agents == visit.agents else (visit.tell_agents(),)
    return Change((*assigned, moved), Entry(half_days(previous), half_days(visit.plan.slots), NOTHING))


def cancel(visit: Visit, command: commands.CancelVisit) -> Change:
    """Decline or withdraw a proposal, or cancel what was scheduled.

    Raises:
        NotYourOrganisation: the actor is neither staff nor a referent of either party.
        VisitStateRefuses: nothing is planned any more.
        VisitStarted: it has begun.
    """
    party = party_of(command.actor, visit.offering_org, visit.receiving_org)
    visit.require(VisitState.PROPOSED, VisitState.SCHEDULED)
    if visit.state is VisitState.SCHEDULED:
        _require_not_started(visit, command.at)
        return _cancelled(visit, "cancelled", command.reason)
    answers = party is not None and party != visit.proposed_by
    return _cancelled(visit, "declined" if answers else "withdrawn", command.reason)


def is_void(visit: Visit, convention: Convention, at: datetime) -> bool:
    """Whether it cannot take place any more: its convention is over, or will be on one of its days.

    What has begun stays: somebody says whether it took place.
    """
    if visit.state is VisitState.SCHEDULED and at >= visit.when.starts_utc:
        return False
    planned = visit.state in {VisitState.PROPOSED, VisitState.SCHEDULED}
    return planned and (convention.is_over or not all(convention.binds_on(day) for day in visit.days))


def cancel_with_convention(visit: Visit, reason_code: str) -> Change:
    """Cancel what is void: `reason_code` says what became of the convention."""
    visit.require(VisitState.PROPOSED, VisitState.SCHEDULED)
    return _cancelled(visit, reason_code)


def _cancelled(visit: Visit, reason_code: str, reason: str = "") -> Change:
    reserved, visit.reason = NOTHING, reason
    if visit.state is VisitState.SCHEDULED:
        reserved = half_days(visit.plan.slots)
        visit.revision += 1
    visit.state = VisitState.CANCELLED
    cancelled = told.VisitCancelled(
        **visit.facts(),
        reason_code=reason_code,
        half_days_released=sum(reserved.values()),
        revision=visit.revision,
    )
    return Change((cancelled,), Entry(reserved, NOTHING, NOTHING))


def _require_not_started(visit: Visit, at: datetime) -> None:
    if at >= visit.when.starts_utc:
        raise VisitStarted


def _appointment(visit: Visit) -> dict[str, object]:
    return {
        **visit.facts(),
        "reference": visit.reference,
        "offering_org": visit.offering_org,
        "receiving_org": visit.receiving_org,
        "topics": visit.topics,
        "slots": to_tell(visit.plan.slots),
        "when": visit.when,
        "place": visit.plan.place,
        "agents_count": len(visit.agents),
        "half_days": sum(half_days(visit.plan.slots).values()),
    }
