"""Owns which events this service listens to, and what hears them."""

from collections.abc import Sequence
from typing import Any

from services.conventions.handlers.exchange import flag_requests
from services.conventions.handlers.members import (
    keep_memberships,
    keep_offers,
    keep_organisations,
    keep_people,
)
from services.conventions.handlers.signatories import (
    ask_for_new_signatory,
    forget_signatory,
    renew_signature_links,
)
from services.conventions.ports.office import Office
from services.conventions.ports.stores import Members
from shared.events.directory import (
    EXPERTISE_OFFER_CONTRACTS,
    KEY_CONTRACTS,
    MEMBERSHIP_CONTRACTS,
    ORGANISATION_CONTRACTS,
    PERSON_CONTRACTS,
    ExpertiseOfferFact,
    MandateEnded,
    MandateStarted,
    MembershipActivated,
    MembershipFact,
    MembershipLapsed,
    MembershipResigned,
    PersonErased,
    PersonUpdated,
    PostEnded,
    PostStarted,
)
from shared.events.envelope import Envelope
from shared.messaging.inbox import Store, Subscription
from shared.security.keys import KeyCopies, keep_signing_keys

ROLE_CONTRACTS = (MandateStarted, MandateEnded, PostStarted, PostEnded)


def subscriptions(members: Store[Members], office: Store[Office]) -> tuple[Subscription[Any], ...]:
    """Everything that this service hears, on the stores that `main.py` chooses."""
    return (
        Subscription(keep_signing_keys, KEY_CONTRACTS, KeyCopies),
        Subscription(keep_organisations, ORGANISATION_CONTRACTS, members, read_organisations),
        Subscription(keep_memberships, MEMBERSHIP_CONTRACTS, members, read_memberships),
        Subscription(keep_people, PERSON_CONTRACTS, members, read_people),
        Subscription(keep_offers, EXPERTISE_OFFER_CONTRACTS, members, read_offers),
        Subscription(flag_requests, (MembershipLapsed, MembershipResigned, MembershipActivated), office),
        Subscription(ask_for_new_signatory, (*ROLE_CONTRACTS, PersonErased), office),
        Subscription(renew_signature_links, (PersonUpdated,), office),
        Subscription(forget_signatory, (PersonErased,), office),
    )


async def read_organisations(members: Members, events: Sequence[Envelope[Any]]) -> None:
    """Read ahead of a batch what is known of the organisations whose history goes on."""
    await members.read_ahead(organisations={event.data.org for event in events})


async def read_memberships(members: Members, events: Sequence[Envelope[MembershipFact]]) -> None:
    """Read ahead of a batch what is known of the memberships whose history goes on."""
    await members.read_ahead(memberships={event.data.membership_id for event in events})


async def read_people(members: Members, events: Sequence[Envelope[Any]]) -> None:
    """Read ahead of a batch what is known of the people whose history goes on."""
    await members.read_ahead(people={event.data.person_id for event in events})


async def read_offers(members: Members, events: Sequence[Envelope[ExpertiseOfferFact]]) -> None:
    """Read ahead of a batch what is known of the offers whose history goes on."""
    await members.read_ahead(offers={event.data.offer_id for event in events})
