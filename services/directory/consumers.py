"""Owns which events this service listens to, and what hears them."""

from typing import Any

from services.directory.handlers.data_access import keep_collected
from services.directory.handlers.erasures import note_scrubbed
from services.directory.handlers.past_work import keep_exchanges, keep_gatherings, keep_testimonies
from services.directory.ports.store import Directory, PastWork
from shared.events import conventions, directory, notifications, registration
from shared.messaging.inbox import Store, Subscription

SCRUBBED_CONTRACTS = (
    directory.PersonScrubbed,
    registration.PersonScrubbed,
    conventions.PersonScrubbed,
    notifications.PersonScrubbed,
)
COLLECTED_CONTRACTS = (
    directory.PersonalDataCollected,
    registration.PersonalDataCollected,
    conventions.PersonalDataCollected,
    notifications.PersonalDataCollected,
)


PUBLIC_CLUB_EVENT_CONTRACTS = tuple(
    contract
    for contract in registration.CLUB_EVENT_CONTRACTS
    if contract is not registration.ClubEventDrafted
)
"""The history of a gathering from its announcement on."""


def subscriptions(store: Store[Directory], past_work: Store[PastWork]) -> tuple[Subscription[Any], ...]:
    """Everything that this service hears, on the stores that `main.py` chooses."""
    return (
        Subscription(note_scrubbed, SCRUBBED_CONTRACTS, store),
        Subscription(keep_collected, COLLECTED_CONTRACTS, store),
        Subscription(keep_exchanges, conventions.EXCHANGE_REQUEST_CONTRACTS, past_work),
        Subscription(keep_gatherings, PUBLIC_CLUB_EVENT_CONTRACTS, past_work),
        Subscription(keep_testimonies, (registration.TestimonyGiven,), past_work),
    )
