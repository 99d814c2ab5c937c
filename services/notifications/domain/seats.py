"""Owns this service's copy of who is registered where: whom to tell when a gathering changes.

Kept by whatever tells the person of their own registration, in the same transaction: who is not in the copy
yet has a mail to come, which is written from what is known of the gathering then.
"""

from dataclasses import dataclass
from uuid import UUID

from shared.events.envelope import Envelope
from shared.events.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationRefused,
    RegistrationTransferred,
    SeatedFact,
    SeatOfferExpired,
)

OVER = (RegistrationCancelled, RegistrationRefused, SeatOfferExpired)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A registration, as far as its person is to be told of the gathering."""

    registration_id: UUID
    sequence: int
    club_event_id: UUID
    person_id: UUID
    mode: str
    """Empty once it is over."""
    sessions: tuple[UUID, ...] = ()
    """The parts of the gathering that the person chose."""
    active: bool
    confirmed: bool
    """An invitation is in the person's calendar."""


def seat_after(event: Envelope[RegistrationFact]) -> Seat:
    """What the event leaves of a registration; each tells the whole of it."""
    fact = event.data
    return Seat(
        registration_id=fact.registration_id,
        sequence=event.sequence,
        club_event_id=fact.club_event_id,
        person_id=fact.person_id,
        mode=fact.mode if isinstance(fact, SeatedFact) else "",
        sessions=fact.sessions if isinstance(fact, SeatedFact) else (),
        active=not isinstance(fact, OVER),
        confirmed=isinstance(fact, RegistrationConfirmed),
    )


def seat_after_transfer(event: Envelope[RegistrationTransferred]) -> Seat:
    """What is left of a registration that went over to a colleague: theirs."""
    fact = event.data
    return Seat(
        registration_id=fact.registration_id,
        sequence=event.sequence,
        club_event_id=fact.club_event_id,
        person_id=fact.to_person_id,
        mode=fact.mode,
        sessions=fact.sessions,
        active=True,
        confirmed=True,
    )
