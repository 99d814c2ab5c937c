"""Owns what is known here of exchange requests, and whom each step of their way concerns. Decides none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from services.notifications.domain.exchanges.copies import ExchangeCopy
from services.notifications.domain.exchanges.notices import Telling
from services.notifications.domain.notices import Template
from shared.errors import TooEarly
from shared.events import conventions as facts
from shared.events.envelope import Envelope
from shared.events.order import is_next


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRequestCopy(ExchangeCopy):
    """What an organisation asked the others for."""

    exchange_request_id: UUID

    @property
    def called(self) -> str:
        """By who asked."""
        return self.receiving


def exchange_request_after(
    known: ExchangeRequestCopy | None,
    event: Envelope[facts.ExchangeRequestFact],
    names: Mapping[UUID, str],
) -> ExchangeRequestCopy:
    """The copy once the next event of the request's history is taken in; `names` are those that it names.

    Raises:
        TooEarly: an event before it is still missing.
    """
    fact = event.data
    if known is not None and not is_next(event, known.sequence):
        return known
    if known is None:
        if not isinstance(fact, facts.ExchangeRequested):
            raise TooEarly(f"{event.subject}: nothing is known yet of the request")
        return ExchangeRequestCopy(
            exchange_request_id=fact.exchange_request_id,
            sequence=event.sequence,
            names=names,
            receiving_org=fact.receiving_org,
            topics=fact.topics,
        )
    followed = replace(known, sequence=event.sequence, names={**known.names, **names})
    match fact:
        case facts.ExchangeRequestQualified():
            return replace(followed, topics=fact.topics)
        case facts.MatchAccepted():
            return replace(followed, offering_org=fact.offering_org)
        case facts.ExchangeRequestReopened():
            return replace(followed, offering_org=None)
        case _:
            return followed


def told_of_request(fact: facts.ExchangeRequestFact, request: ExchangeRequestCopy) -> tuple[Telling, ...]:
    """Whom the fact concerns, beside the team."""
    match fact:
        case facts.ExchangeRequestQualified():
            return (Telling(template=Template.EXCHANGE_QUALIFIED, orgs=request.orgs),)
        case facts.ExchangeRequestDeclined():
            return (Telling(template=Template.EXCHANGE_DECLINED, orgs=request.orgs),)
        case facts.MatchFact():
            return _told_of_proposal(fact)
        case facts.MatchAccepted():
            return (Telling(template=Template.MATCH_ACCEPTED, orgs=request.orgs),)
        case facts.ExchangeFulfilled():
            return (Telling(template=Template.EXCHANGE_FULFILLED, orgs=request.orgs),)
        case _:
            return ()


def _told_of_proposal(fact: facts.MatchFact) -> tuple[Telling, ...]:
    both = (fact.receiving_org, fact.offering_org)
    match fact:
        case facts.MatchReminded():
            return (Telling(template=Template.MATCH_REMINDED, orgs=fact.awaited),)
        case facts.MatchDeclined(reason_code="by_offering"):
            return (Telling(template=Template.MATCH_DECLINED, orgs=(fact.receiving_org,)),)
        case facts.MatchDeclined(reason_code="by_receiving" | "withdrawn"):
            # Withdrawn with another match, or with the whole request, of which who asked is told already.
            return (Telling(template=Template.MATCH_DECLINED, orgs=(fact.offering_org,)),)
        case facts.MatchDeclined():
            return (Telling(template=Template.MATCH_DECLINED, orgs=both),)
        case _:
            return (Telling(template=Template.MATCH_PROPOSED, orgs=both),)
