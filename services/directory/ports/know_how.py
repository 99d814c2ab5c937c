"""Owns the reads of offers, and of who has done what, as Protocols. Implements nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.directory.domain.offer import ExpertiseOffer, OfferState
from services.directory.domain.ranking import Evidence
from shared.commands import Actor


@dataclass(frozen=True, kw_only=True, slots=True)
class OffersWanted:
    """Which offers somebody looks for."""

    org: UUID | None = None
    topic: str | None = None
    state: OfferState | None = None


class KnowHowQueries(Protocol):
    """Reads of offers, and of who has done what."""

    async def offer(self, offer_id: UUID, actor: Actor) -> ExpertiseOffer:
        """One offer.

        Raises:
            UnknownOffer: there is none, or not for this actor.
        """

    async def offers(
        self, wanted: OffersWanted, actor: Actor, *, after: UUID | None, limit: int
    ) -> Sequence[ExpertiseOffer]:
        """The offers that the actor may see, from a position on."""

    async def published_offers(self, *, after: UUID | None, limit: int) -> Sequence[ExpertiseOffer]:
        """The offers that are published, from a position on."""

    async def evidence(self, topics: Collection[str]) -> Evidence:
        """What is offered about these topics, and the last that was done."""
