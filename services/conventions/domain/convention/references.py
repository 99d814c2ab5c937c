"""Owns the human references of conventions and visits: one after the other in each year, with no gap."""

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class References:
    """The last number given of a year's series (`VIS-2027`): saved with what gets it, or not at all."""

    id: str
    last: int = 0
    version: int = 0
    sequence: int = 0

    @property
    def next(self) -> str:
        """The reference that is given next: `CONV-2027-014`."""
        return f"{self.id}-{self.last + 1:03}"

    def give(self) -> str:
        """Give the next reference."""
        given = self.next
        self.last += 1
        return given
