"""Owns the answer to « who has already done this? »: organisations in order, with the reasons why.

What was done counts for who did it, the more recently the more; being near the one who asks helps a little.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.directory.domain.offer import ExpertiseOffer, OfferState
from services.directory.domain.past_work import ExchangeCopy, GatheringCopy, TestimonyCopy
from services.directory.domain.profile import OrganisationProfile

RECENT: Final = timedelta(days=3 * 365)


class Ground(StrEnum):
    """Why an organisation is named."""

    OFFERS = "offers"
    """It offers to show it, now."""
    OFFER_PAUSED = "offer_paused"
    """It offers it, but not for now."""
    TAUGHT = "taught"
    """It sent its agents to show another how."""
    TESTIFIED = "testified"
    """It told of it at a gathering."""
    WELCOMED = "welcomed"
    """It welcomed a gathering about it."""
    LEARNT = "learnt"
    """It learnt it from another."""
    SAME_DEPARTEMENT = "same_departement"
    SAME_REGION = "same_region"
    SAME_KIND = "same_kind"


POINTS: Final[Mapping[Ground, int]] = {
    Ground.OFFERS: 8,
    Ground.TAUGHT: 6,
    Ground.TESTIFIED: 5,
    Ground.WELCOMED: 4,
    Ground.OFFER_PAUSED: 3,
    Ground.LEARNT: 3,
    Ground.SAME_DEPARTEMENT: 2,
    Ground.SAME_REGION: 1,
    Ground.SAME_KIND: 1,
}
"""What was done more than three years ago counts half."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One reason to name an organisation."""

    ground: Ground
    points: int
    on: date | None = None
    """When it was done; None for what holds today."""
    what: str = ""
    """Its name, where it has one: the summary of an offer, the title of a gathering or testimony."""
    offer_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """An organisation in the answer."""

    org: UUID
    reasons: tuple[Reason, ...]
    """The best first."""

    @property
    def points(self) -> int:
        """What it is ranked by."""
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Everything that is known about the topics asked for."""

    offers: Sequence[ExpertiseOffer]
    exchanges: Sequence[ExchangeCopy]
    gatherings: Sequence[GatheringCopy]
    testimonies: Sequence[TestimonyCopy]

    def orgs(self) -> Collection[UUID]:
        """Who is named anywhere in it."""
        return {org for org, _ in self.reasons(on=date.max)}

    def reasons(self, *, on: date) -> Iterator[tuple[UUID, Reason]]:
        """What speaks for whom on a day."""
        for offer in self.offers:
            ground = Ground.OFFERS if offer.state is OfferState.PUBLISHED else Ground.OFFER_PAUSED
            reason = Reason(
                ground=ground, points=POINTS[ground], what=offer.content.summary, offer_id=offer.id
            )
            yield offer.org, reason
        for exchange in self.exchanges:
            for ground, org in (
                (Ground.TAUGHT, exchange.offering_org),
                (Ground.LEARNT, exchange.receiving_org),
            ):
                if org and exchange.fulfilled_on:
                    yield org, _done(ground, exchange.fulfilled_on, on=on)
        for gathering in self.gatherings:
            if gathering.venue_org and gathering.held_on:
                yield (
                    gathering.venue_org,
                    _done(Ground.WELCOMED, gathering.held_on, on=on, what=gathering.title),
                )
        for told in self.testimonies:
            yield told.org, _done(Ground.TESTIFIED, told.given_on, on=on, what=told.title)


def rank(
    evidence: Evidence,
    profiles: Mapping[UUID, OrganisationProfile],
    *,
    near: OrganisationProfile | None,
    on: date,
) -> Sequence[Ranked]:
    """Who of `profiles` has done it, the best first; `near` is who asks, if anybody."""
    found: defaultdict[UUID, list[Reason]] = defaultdict(list)
    for org, reason in evidence.reasons(on=on):
        if org in profiles:
            found[org].append(reason)
    ranked = [
        Ranked(org=org, reasons=_in_order([*reasons, *_nearness(profiles[org], near)]))
        for org, reasons in found.items()
    ]
    return sorted(ranked, key=lambda one: (-one.points, profiles[one.org].name, one.org))


def _done(ground: Ground, when: date, *, on: date, what: str = "") -> Reason:
    points = POINTS[ground] if on - when <= RECENT else POINTS[ground] // 2
    return Reason(ground=ground, points=points, on=when, what=what)


def _nearness(profile: OrganisationProfile, near: OrganisationProfile | None) -> Iterator[Reason]:
    if near is None:
        return
    if profile.departement and profile.departement == near.departement:
        yield Reason(ground=Ground.SAME_DEPARTEMENT, points=POINTS[Ground.SAME_DEPARTEMENT])
    elif profile.region and profile.region == near.region:
        yield Reason(ground=Ground.SAME_REGION, points=POINTS[Ground.SAME_REGION])
    if profile.kind is near.kind:
        yield Reason(ground=Ground.SAME_KIND, points=POINTS[Ground.SAME_KIND])


def _in_order(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: (-reason.points, -(reason.on or date.max).toordinal())))
