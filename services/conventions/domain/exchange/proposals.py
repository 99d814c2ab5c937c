"""Owns one proposal of an offering organisation for a request. Does not know the request's other ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

OPEN_FOR = timedelta(days=21)
REMINDED_AFTER = timedelta(days=10)


class ProposalState(StrEnum):
    """What became of it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(slots=True, kw_only=True)
class MatchProposal:
    """An organisation that staff thinks of; a match once both sides have said yes."""

    id: UUID
    offering_org: UUID
    proposed_at: datetime
    state: ProposalState = ProposalState.OPEN
    accepted_by: frozenset[UUID] = frozenset()
    reminded: bool = False

    @property
    def is_open(self) -> bool:
        """Whether an answer is awaited."""
        return self.state is ProposalState.OPEN

    @property
    def expires_at(self) -> datetime:
        """When it runs out."""
        return self.proposed_at + OPEN_FOR

    @property
    def due_at(self) -> datetime:
        """When time does something to it."""
        return self.expires_at if self.reminded else self.proposed_at + REMINDED_AFTER
