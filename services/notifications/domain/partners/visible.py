"""Owns which events partners see, and which histories those belong to. Knows no partner."""

from itertools import chain
from typing import Final

from shared.events import conventions, directory, notifications, registration
from shared.events.envelope import Payload, contracts_of

_ALL: Final = tuple(
    chain.from_iterable(
        contracts_of(module) for module in (directory, registration, conventions, notifications)
    )
)
_AGGREGATES: Final = frozenset((one.owner(), one.aggregate) for one in _ALL if one.partner)

PUBLIC_TYPES: Final = frozenset(one.type() for one in _ALL if one.partner)
"""The event types that partners see."""

FOLLOWED: Final[tuple[type[Payload], ...]] = tuple(
    one for one in _ALL if (one.owner(), one.aggregate) in _AGGREGATES
)
"""All events of the histories that partners see a part of: only who hears them all knows of a gap."""
