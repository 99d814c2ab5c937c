"""Owns what is known here of visits, who has them in their calendar, and whom each step concerns."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.exchanges.copies import ExchangeCopy
from services.notifications.domain.exchanges.notices import ExchangeNotice, Telling
from services.notifications.domain.notices import Template
from shared.errors import TooEarly
from shared.events import conventions as facts
from shared.events.envelope import Envelope
from shared.events.order import is_next
from shared.events.pieces import Place, When

INVITING: Final = frozenset({Template.VISIT_SCHEDULED, Template.VISIT_RESCHEDULED})
"""The mails that put a visit into a calendar, or move it there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCopy(ExchangeCopy):
    """A stay of agents, from the first dates on."""

    visit_id: UUID
    convention_id: UUID
    convention_reference: str
    proposed_by: UUID | None
    """The organisation that suggested the dates; None for the team."""
    slots: tuple[facts.Slot, ...]
    agents_count: int
    reference: str = ""
    """Empty, as what follows, until it is scheduled."""
    when: When | None = None
    place: Place | None = None
    agents: tuple[UUID, ...] = ()
    """Who comes."""
    invited: tuple[UUID, ...] = ()
    """Who has it in their calendar; once it is cancelled, who had."""

    @property
    def called(self) -> str:
        """By its reference, which it gets with its appointment, and by who goes where."""
        return f"{self.reference or self.convention_reference}, {self.offering} chez {self.receiving}"

    @property
    def is_scheduled(self) -> bool:
        """Whether there is an appointment."""
        return self.when is not None


def visit_after(
    known: VisitCopy | None, event: Envelope[facts.VisitFact], convention: ConventionCopy
) -> VisitCopy:
    """The copy once the next event of the visit's history, under this convention, is taken in.

    Raises:
        TooEarly: an event before it is still missing.
    """
    fact = event.data
    if known is not None and not is_next(event, known.sequence):
        return known
    if known is None:
        if not isinstance(fact, facts.VisitProposed):
            raise TooEarly(f"{event.subject}: nothing is known yet of the visit")
        return _proposed(fact, event.sequence, convention)
    followed = replace(known, sequence=event.sequence)
    match fact:
        case facts.VisitAgentsAssigned():
            return replace(followed, agents=fact.agent_ids)
        case facts.VisitAppointmentFact():
            return _appointed(followed, fact)
        case _:
            return followed


def told_of_visit(fact: facts.VisitFact, visit: VisitCopy) -> tuple[Telling, ...]:
    """Whom the fact concerns, beside the team; who is in several of them is told by the first alone."""
    match fact:
        case facts.VisitProposed():
            others = tuple(org for org in visit.orgs if org != visit.proposed_by)
            return (Telling(template=Template.VISIT_PROPOSED, orgs=others),)
        case facts.VisitScheduled():
            return (_to_all(Template.VISIT_SCHEDULED, visit, visit.agents),)
        case facts.VisitRescheduled():
            return _told_of_change(visit)
        case facts.VisitCancelled():
            return (_cancelled(fact, visit),)
        case facts.VisitConfirmationAwaited(occasion="asked"):
            return (Telling(template=Template.VISIT_CONFIRMATION, orgs=visit.orgs),)
        case _:
            return ()


def with_invited(visit: VisitCopy, notices: Iterable[ExchangeNotice]) -> VisitCopy:
    """The visit, with who has it in their calendar once these mails are sent."""
    invited = tuple(notice.person_id for notice in notices if notice.template in INVITING)
    return replace(visit, invited=invited) if invited else visit


def _told_of_change(visit: VisitCopy) -> tuple[Telling, ...]:
    """Who newly comes, then everybody else whom it concerns, then who had it in their calendar before."""
    newly = tuple(agent for agent in visit.agents if agent not in visit.invited)
    return (
        Telling(template=Template.VISIT_SCHEDULED, people=newly),
        _to_all(Template.VISIT_RESCHEDULED, visit, visit.agents),
        Telling(template=Template.VISIT_LEFT, people=visit.invited),
    )


def _cancelled(fact: facts.VisitCancelled, visit: VisitCopy) -> Telling:
    if not visit.is_scheduled and fact.reason_code == "declined" and visit.proposed_by:
        return Telling(template=Template.VISIT_CANCELLED, orgs=(visit.proposed_by,))
    return _to_all(Template.VISIT_CANCELLED, visit, visit.invited)


def _to_all(template: Template, visit: VisitCopy, people: tuple[UUID, ...]) -> Telling:
    """These people, and the referents of both organisations."""
    return Telling(template=template, people=people, orgs=visit.orgs)


def _proposed(fact: facts.VisitProposed, sequence: int, convention: ConventionCopy) -> VisitCopy:
    return VisitCopy(
        visit_id=fact.visit_id,
        sequence=sequence,
        names=convention.names,
        receiving_org=fact.receiving_org,
        offering_org=fact.offering_org,
        convention_id=fact.convention_id,
        convention_reference=convention.reference,
        proposed_by=fact.proposed_by,
        slots=fact.slots,
        agents_count=fact.agents_count,
    )


def _appointed(known: VisitCopy, fact: facts.VisitAppointmentFact) -> VisitCopy:
    return replace(
        known,
        reference=fact.reference,
        topics=fact.topics,
        slots=fact.slots,
        when=fact.when,
        place=fact.place,
        agents_count=fact.agents_count,
    )
