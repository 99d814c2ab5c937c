"""Owns how people are called at the door and on paper. No seat is decided on it."""

from dataclasses import dataclass

from shared.events.directory import PersonFact
from shared.events.envelope import Payload


@dataclass(frozen=True, slots=True)
class PersonName:
    """The name of a person; empty for whom nobody named, or who was erased."""

    given_name: str = ""
    family_name: str = ""

    @property
    def usual(self) -> str:
        """As people are addressed."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def in_lists(self) -> str:
        """As people are found in a list."""
        return f"{self.family_name} {self.given_name}".strip()


def name_after(name: PersonName, fact: Payload) -> PersonName:
    """The name known once this was told."""
    return PersonName(fact.given_name, fact.family_name) if isinstance(fact, PersonFact) else name
