"""Owns what a convention allows its visits: who speaks, when they may be planned, which agents are free."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.conventions.domain.commands.visits import Plan
from services.conventions.domain.convention.convention import Convention, ConventionState
from services.conventions.domain.convention.terms import LegalForm
from services.conventions.domain.errors.rights import NotYourOrganisation
from services.conventions.domain.errors.visits import (
    AgentsBooked,
    AgentsNotNamed,
    ConventionNotReady,
    InvalidPlan,
    OutsideConvention,
)
from services.conventions.domain.visits.slots import agents_of, appointment, check_slots
from shared.commands import Actor
from shared.days import club_day

_BINDING = frozenset({ConventionState.SIGNED, ConventionState.IN_FORCE})
_PROPOSABLE = _BINDING | {ConventionState.FINALISED, ConventionState.SIGNING}


def party_of(actor: Actor, *orgs: UUID) -> UUID | None:
    """The organisation for which the actor speaks; None for the team.

    Raises:
        NotYourOrganisation: neither.
    """
    if actor.is_staff:
        return None
    for org in orgs:
        if actor.is_referent_of(org):
            return org
    raise NotYourOrganisation


def require_proposable(plan: Plan, convention: Convention, at: datetime) -> None:
    """Let pass a plan that may be suggested.

    Raises:
        ConventionNotReady: the convention's text is not final, or it is over.
        InvalidPlan: half-days that cannot be worked, or in the past.
        AgentsNotNamed: a mise à disposition names its agents, and others would come.
    """
    if convention.state not in _PROPOSABLE:
        raise ConventionNotReady(
            "Une visite se propose une fois le texte de la convention arrêté, et avant sa fin.",
            state=convention.state,
        )
    _check(plan, convention, at)


def require_possible(plan: Plan, convention: Convention, at: datetime) -> None:
    """Let pass a plan that the convention allows.

    Raises:
        ConventionNotReady: it is not signed, or is over.
        InvalidPlan: half-days that cannot be worked, or in the past.
        AgentsNotNamed: a mise à disposition names its agents, and others would come.
        OutsideConvention: a half-day lies outside its period, as it is on the day of asking.
    """
    if convention.state not in _BINDING:
        raise ConventionNotReady(
            "Une visite se programme une fois la convention signée, et avant sa fin.", state=convention.state
        )
    _check(plan, convention, at)
    if not all(convention.lets_plan(slot.day, today=club_day(at)) for slot in plan.slots):
        raise OutsideConvention


def require_free(booked: Collection[UUID]) -> None:
    """Let pass a plan none of whose agents is `booked` at the time.

    Raises:
        AgentsBooked: some are.
    """
    if booked:
        raise AgentsBooked(booked)


def _check(plan: Plan, convention: Convention, at: datetime) -> None:
    first = min((slot.day for slot in plan.slots), default=convention.effect_on)
    terms = convention.terms_on(first)
    check_slots(plan.slots, agents_max=terms.practice.agents_per_visit_max)
    named = {agent.person_id for agent in terms.agents}
    by_name = convention.legal_form is LegalForm.MISE_A_DISPOSITION and None not in named
    if by_name and (others := agents_of(plan.slots) - named):
        raise AgentsNotNamed(others)
    if appointment(plan.slots, timezone=plan.timezone).starts_utc <= at:
        raise InvalidPlan("La première demi-journée est déjà passée.", field="slots")
