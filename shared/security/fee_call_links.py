"""Owns what the links to calls for fees, as documents, are about. Signs and verifies no link."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeCallSubject:
    """The call for the fee of a membership for a year."""

    membership_id: UUID
    year: int

    def __str__(self) -> str:
        """As a link names it."""
        return f"{self.membership_id.hex}_{self.year}"

    @classmethod
    def parse(cls, subject: str) -> "FeeCallSubject":
        """The subject that a verified link names."""
        membership_id, year = subject.split("_")
        return cls(membership_id=UUID(membership_id), year=int(year))
