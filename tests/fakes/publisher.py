"""Owns a publisher in memory: it remembers what it confirmed, and refuses what it is told to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.messaging.publisher import NotPublished


@dataclass
class InMemoryPublisher:
    """What stands for the broker."""

    confirmed: list[str] = field(default_factory=list)
    """Ids of messages, in the order of their confirmation."""
    refused: Counter[str] = field(default_factory=Counter)
    """Id of a message → how many more times it is not confirmed."""
    is_away: bool = False
    asked: int = 0

    async def publish(
        self,
        body: bytes,  # noqa: ARG002  # the port's own name
        *,
        exchange: str,  # noqa: ARG002
        routing_key: str,
        message_id: str,
        headers: Mapping[str, str | int] | None = None,  # noqa: ARG002
    ) -> None:
        """Confirm, or not.

        Raises:
            NotPublished: as it was told.
        """
        self.asked += 1
        if self.is_away or self.refused[message_id] > 0:
            self.refused[message_id] -= not self.is_away
            raise NotPublished(routing_key)
        self.confirmed.append(message_id)
