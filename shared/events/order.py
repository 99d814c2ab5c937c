"""Owns the rule of order: how a copy of somebody else's data follows the history of its subject."""

from shared.errors import TooEarly
from shared.events.envelope import Envelope, Payload


def is_next(event: Envelope[Payload], known: int) -> bool:
    """Whether `event` is what comes after the `known` first events of its subject; False where it is older.

    Raises:
        TooEarly: an event before it is still missing.
    """
    if event.sequence > known + 1:
        raise TooEarly(f"{event.subject}: event {event.sequence} came while {known + 1} is missing")
    return event.sequence == known + 1
