"""Owns which events this service listens to, and what hears them."""

from typing import Any

from services.conventions.handlers.exchange import flag_requests
from services.conventions.handlers.members import (
    keep_memberships,
    keep_offers,
    keep_organisations,
    keep_people,
)
from services.conventions.handlers.signing import ask_for_new_signatory
from services.conventions.ports.office import Office
from services.conventions.ports.stores import Members
from shared.events.directory import (
    EXPERTISE_OFFER_CONTRACTS,
    KEY_CONTRACTS,
    MEMBERSHIP_CONTRACTS,
    ORGANISATION_CONTRACTS,
    PERSON_CONTRACTS,
    MandateEnded,
    MembershipActivated,
    MembershipLapsed,
    MembershipResigned,
    PostEnded,
)
from shared.messaging.inbox import Store, Subscription
from shared.security.keys import KeyCopies, keep_signing_keys


def subscriptions(members: Store[Members], office: Store[Office]) -> tuple[Subscription[Any], ...]:
    """Everything that this service hears, on the stores that `main.py` chooses."""
    return (
        Subscription(keep_signing_keys, KEY_CONTRACTS, KeyCopies),
        Subscription(keep_organisations, ORGANISATION_CONTRACTS, members),
        Subscription(keep_memberships, MEMBERSHIP_CONTRACTS, members),
        Subscription(keep_people, PERSON_CONTRACTS, members),
        Subscription(keep_offers, EXPERTISE_OFFER_CONTRACTS, members),
        Subscription(flag_requests, (MembershipLapsed, MembershipResigned, MembershipActivated), office),
        Subscription(ask_for_new_signatory, (MandateEnded, PostEnded), office),
    )
