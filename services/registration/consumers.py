"""Owns which events this service listens to, and what hears them."""

from collections.abc import Sequence
from typing import Any

from services.registration.handlers.attention import recheck_organisation, recheck_person
from services.registration.handlers.copies import keep_memberships, keep_organisations, keep_people
from services.registration.handlers.erasures import give_back_seats
from services.registration.handlers.needs import answer_needs, reopen_needs
from services.registration.handlers.past_answers import (
    keep_exchanges,
    keep_testimonies,
    keep_welcomes,
)
from services.registration.ports.stores import Copies, Registrations
from shared.events.conventions import (
    ExchangeFulfilled,
    ExchangeRequestDeclined,
    ExchangeRequestWithdrawn,
    MatchAccepted,
)
from shared.events.directory import (
    KEY_CONTRACTS,
    MEMBERSHIP_CONTRACTS,
    ORGANISATION_CONTRACTS,
    PERSON_CONTRACTS,
    MandateEnded,
    MandateStarted,
    MembershipFact,
    MembershipLapsed,
    MembershipResigned,
    PersonErased,
    PostEnded,
)
from shared.events.envelope import Envelope
from shared.events.registration import ClubEventCancelled, ClubEventHeld, TestimonyGiven
from shared.messaging.inbox import Store, Subscription
from shared.security.keys import KeyCopies, keep_signing_keys


def subscriptions(
    copies: Store[Copies], registrations: Store[Registrations]
) -> tuple[Subscription[Any], ...]:
    """Everything that this service hears, on the stores that `main.py` chooses."""
    return (
        Subscription(keep_signing_keys, KEY_CONTRACTS, KeyCopies),
        Subscription(keep_organisations, ORGANISATION_CONTRACTS, copies, read_organisations),
        Subscription(keep_memberships, MEMBERSHIP_CONTRACTS, copies, read_memberships),
        Subscription(keep_people, PERSON_CONTRACTS, copies, read_people),
        Subscription(answer_needs, (ClubEventHeld, ExchangeFulfilled), registrations),
        Subscription(
            reopen_needs,
            (ClubEventCancelled, ExchangeRequestDeclined, ExchangeRequestWithdrawn),
            registrations,
        ),
        Subscription(keep_welcomes, (ClubEventHeld,), registrations),
        Subscription(keep_testimonies, (TestimonyGiven,), registrations),
        Subscription(keep_exchanges, (MatchAccepted, ExchangeFulfilled), registrations),
        Subscription(recheck_person, (MandateStarted, MandateEnded, PostEnded), registrations),
        Subscription(give_back_seats, (PersonErased,), registrations),
        Subscription(recheck_organisation, (MembershipResigned, MembershipLapsed), registrations),
    )


async def read_organisations(copies: Copies, events: Sequence[Envelope[Any]]) -> None:
    """Read ahead of a batch what is known of the organisations whose history goes on."""
    await copies.read_ahead(organisations={event.data.org for event in events})


async def read_memberships(copies: Copies, events: Sequence[Envelope[MembershipFact]]) -> None:
    """Read ahead of a batch what is known of the memberships whose history goes on."""
    await copies.read_ahead(memberships={event.data.membership_id for event in events})


async def read_people(copies: Copies, events: Sequence[Envelope[Any]]) -> None:
    """Read ahead of a batch what is known of the people whose history goes on."""
    await copies.read_ahead(people={event.data.person_id for event in events})
