"""Owns which organisations may be proposed for a request, and in which order: the reasons come with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.conventions.domain.exchange.request import ExchangeRequest
from services.conventions.domain.members import Organisation

SUGGESTIONS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An organisation that publishes know-how on some of the topics that are asked for."""

    organisation: Organisation
    topics: tuple[str, ...]
    half_days_per_year: int
    same_departement: bool
    same_region: bool
    past_exchanges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowHow:
    """What an organisation publishes on these topics, and how often it has taught."""

    organisation: Organisation
    topics: frozenset[str]
    half_days_per_year: int
    past_exchanges: int


def suggest(
    request: ExchangeRequest, receiving: Organisation, known: Iterable[KnowHow], *, today: date
) -> tuple[Suggestion, ...]:
    """Members that know how: more of the topics first, then nearer, then the more experienced.

    Not the organisation that asks, nor one that was proposed already.
    """
    passed_over = {receiving.id, *(proposal.offering_org for proposal in request.proposals)}
    found = [
        _suggestion(request, receiving, each)
        for each in known
        if each.organisation.id not in passed_over and each.organisation.is_member(on=today)
    ]
    return tuple(sorted(found, key=_order)[:SUGGESTIONS_MAX])


def _suggestion(request: ExchangeRequest, receiving: Organisation, each: KnowHow) -> Suggestion:
    offering = each.organisation
    near, around = receiving.departement, receiving.region
    return Suggestion(
        organisation=offering,
        topics=tuple(topic for topic in request.wish.topics if topic in each.topics),
        half_days_per_year=each.half_days_per_year,
        same_departement=near is not None and offering.departement == near,
        same_region=around is not None and offering.region == around,
        past_exchanges=each.past_exchanges,
    )


def _order(suggestion: Suggestion) -> tuple[object, ...]:
    return (
        -len(suggestion.topics),
        not suggestion.same_departement,
        not suggestion.same_region,
        -suggestion.past_exchanges,
        suggestion.organisation.name,
        suggestion.organisation.id,
    )
