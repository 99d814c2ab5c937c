"""Owns what this service knows of an organisation's know-how, from directory's events. Publishes nothing."""

from dataclasses import dataclass
from uuid import UUID

from shared.events.directory import ExpertiseOfferFact, ExpertiseOfferPublished
from shared.events.envelope import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an organisation is ready to show or teach."""

    id: UUID
    sequence: int
    org: UUID
    topics: tuple[str, ...]
    half_days_per_year: int
    published: bool


def offer_of(event: Envelope[ExpertiseOfferFact]) -> Offer:
    """What an event tells of an offer: all there is."""
    fact = event.data
    return Offer(
        id=fact.offer_id,
        sequence=event.sequence,
        org=fact.org,
        topics=fact.topics,
        half_days_per_year=fact.half_days_per_year,
        published=isinstance(fact, ExpertiseOfferPublished),
    )
