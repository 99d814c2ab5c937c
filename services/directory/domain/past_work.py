"""Owns this service's copies of what organisations did together: exchanges, gatherings, testimonies.

It keeps what tells who has done what on which topic, and decides nothing of it.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shared.days import club_day
from shared.errors import TooEarly
from shared.events import conventions, registration
from shared.events.envelope import Envelope
from shared.events.order import is_next


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeCopy:
    """An exchange of know-how, from the request on."""

    exchange_request_id: UUID
    sequence: int
    topics: tuple[str, ...] = ()
    offering_org: UUID | None = None
    """Known once both agreed."""
    receiving_org: UUID | None = None
    fulfilled_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringCopy:
    """A gathering of the club, from its announcement on."""

    club_event_id: UUID
    sequence: int
    title: str
    topics: tuple[str, ...] = ()
    venue_org: UUID | None = None
    held_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyCopy:
    """What a member told the others at a gathering."""

    testimony_id: UUID
    sequence: int
    org: UUID
    title: str
    topics: tuple[str, ...]
    given_on: date


def exchange_after(
    known: ExchangeCopy | None, event: Envelope[conventions.ExchangeRequestFact]
) -> ExchangeCopy | None:
    """The copy once the next event of the exchange's history is taken in; the same for an older one.

    Raises:
        TooEarly: an event before it is still missing.
    """
    if not is_next(event, known.sequence if known else 0):
        return known
    fact = event.data
    copy = known or ExchangeCopy(exchange_request_id=fact.exchange_request_id, sequence=0)
    match fact:
        case conventions.MatchAccepted():
            copy = replace(
                copy, topics=fact.topics, offering_org=fact.offering_org, receiving_org=fact.receiving_org
            )
        case conventions.ExchangeFulfilled():
            copy = replace(copy, fulfilled_on=club_day(event.time))
    return replace(copy, sequence=event.sequence)


def gathering_after(
    known: GatheringCopy | None, event: Envelope[registration.ClubEventFact]
) -> GatheringCopy:
    """The copy once the next event of the gathering's history, from its announcement on, is taken in.

    Raises:
        TooEarly: its announcement, or an event between, is still missing.
    """
    fact = event.data
    if known is None:
        if not isinstance(fact, registration.ClubEventAnnounced):
            raise TooEarly(f"{event.subject}: its announcement is still missing")
        return GatheringCopy(
            club_event_id=fact.club_event_id,
            sequence=event.sequence,
            title=fact.title,
            topics=fact.topics,
            venue_org=fact.venue_org,
        )
    if not is_next(event, known.sequence):
        return known
    return replace(_changed(known, fact), sequence=event.sequence)


def testimony_told(event: Envelope[registration.TestimonyGiven]) -> TestimonyCopy:
    """The copy of a testimony, of which nothing is heard before it is given nor after."""
    fact = event.data
    return TestimonyCopy(
        testimony_id=fact.testimony_id,
        sequence=event.sequence,
        org=fact.org,
        title=fact.title,
        topics=fact.topics,
        given_on=club_day(event.time),
    )


def _changed(known: GatheringCopy, fact: registration.ClubEventFact) -> GatheringCopy:
    match fact:
        case registration.ClubEventUpdated():
            changed = {"title", "topics", "venue_org"}.intersection(fact.changed_fields)
            return replace(known, **{name: getattr(fact, name) for name in changed})
        case registration.ClubEventHeld():
            return replace(known, held_on=fact.when.starts_local.date())
        case _:
            return known
