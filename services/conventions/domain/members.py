"""Owns what this service knows of organisations and of their membership of the club, from directory's events.

It decides neither who joins nor who leaves.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shared.errors import TooEarly
from shared.events.directory import (
    MembershipActivated,
    MembershipEndFact,
    MembershipFact,
    OrganisationFact,
    OrganisationMerged,
)
from shared.events.envelope import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """An organisation's membership: it gives rights from a year on, until a last day if it ended."""

    id: UUID
    org: UUID
    sequence: int
    from_year: int | None = None
    """None as long as the club has not accepted it."""
    last_day: date | None = None

    def in_force(self, *, on: date) -> bool:
        """Whether it gives members' rights on this day."""
        if self.from_year is None or on.year < self.from_year:
            return False
        return self.last_day is None or on <= self.last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A public body that may sign a convention. Its SIREN is known before it does."""

    id: UUID
    sequence: int
    name: str
    kind: str
    siren: str | None
    departement: str | None = None
    region: str | None = None
    membership: Membership | None = None

    def is_member(self, *, on: date) -> bool:
        """Whether it has members' rights on this day."""
        return self.membership is not None and self.membership.in_force(on=on)


def organisation_after(
    known: Organisation | None, event: Envelope[OrganisationFact | OrganisationMerged]
) -> Organisation:
    """The organisation, but for its membership, once its next event is taken in.

    A merger changes nothing by itself: its membership's own event ends members' rights.

    Raises:
        TooEarly: it is said to merge before it is said to exist.
    """
    fact = event.data
    if isinstance(fact, OrganisationMerged):
        if known is None:
            raise TooEarly(fact.org)
        return replace(known, sequence=event.sequence)
    return Organisation(
        id=fact.org,
        sequence=event.sequence,
        name=fact.name,
        kind=fact.kind,
        siren=fact.siren,
        departement=fact.departement,
        region=fact.region,
    )


def membership_after(known: Membership | None, event: Envelope[MembershipFact]) -> Membership:
    """The membership once its next event is taken in. A new application takes no right away."""
    fact = event.data
    first = Membership(id=fact.membership_id, org=fact.org, sequence=0)
    heard = replace(known or first, sequence=event.sequence)
    if isinstance(fact, MembershipActivated):
        return replace(heard, from_year=fact.from_year, last_day=None)
    if isinstance(fact, MembershipEndFact):
        return replace(heard, last_day=fact.effective_on)
    return heard
