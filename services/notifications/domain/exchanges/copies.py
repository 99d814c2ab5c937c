"""Owns what the copies of exchange requests, conventions and visits have in common. Decides nothing of them.

Each follows the whole history of its subject, and is kept by whatever tells people of it, in the same
transaction: who is told of a fact is decided on what was known right before.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.events.envelope import Payload

FACILITATOR = "Un Plus Bio"
"""The association that runs the club: a party of its own, which directory does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeCopy(ABC):
    """An exchange at one of its stages, between who asked and who has the know-how."""

    sequence: int
    names: Mapping[UUID, str]
    """What the organisations are called."""
    receiving_org: UUID
    offering_org: UUID | None = None
    """None until there is a match."""
    topics: tuple[str, ...] = ()
    """Codes of the shared topic list."""

    @property
    @abstractmethod
    def called(self) -> str:
        """How the team names it."""

    @property
    def orgs(self) -> tuple[UUID, ...]:
        """The organisations of the exchange; the association is none of them."""
        return tuple(org for org in (self.receiving_org, self.offering_org) if org)

    @property
    def receiving(self) -> str:
        """What the organisation that asked is called."""
        return self.name_of(self.receiving_org)

    @property
    def offering(self) -> str:
        """What the organisation that has the know-how is called."""
        return self.name_of(self.offering_org)

    def name_of(self, org: UUID | None) -> str:
        """What an organisation is called; empty where there is none."""
        return self.names[org] if org else ""


def orgs_named_by(fact: Payload) -> frozenset[UUID]:
    """The organisations that a fact names, whose names directory tells."""
    parties = [party for party in getattr(fact, "parties", ()) if party.role != "facilitator"]
    sides = (getattr(fact, side, None) for side in ("receiving_org", "offering_org"))
    return frozenset({*(party.org for party in parties), *(org for org in sides if org)})
