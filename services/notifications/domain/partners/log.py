"""Owns the partners' log: which events are in it, and in which place. Does not keep it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.events.envelope import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """An event in its place. Positions start at 1, grow by one, and have no gap."""

    position: int
    event_id: UUID
    type: str
    at: datetime
    """When the fact happened."""
    body: bytes
    """The event as it travels: CloudEvents in structured JSON."""


@dataclass(slots=True, kw_only=True)
class PartnerLog:
    """The end of the log. Whoever adds an event must have seen the one before it: `version` guards that."""

    id: str = "partner_log"
    last_position: int = 0
    version: int = 0
    sequence: int = 0

    def add(self, event: Envelope[Any]) -> LogEntry:
        """Give an event its place: the next."""
        self.last_position += 1
        return LogEntry(
            position=self.last_position,
            event_id=event.id,
            type=event.type,
            at=event.time,
            body=event.to_bytes(),
        )
