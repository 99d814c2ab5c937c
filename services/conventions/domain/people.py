"""Owns what this service knows of people, from directory's events: their names, addresses and employers."""

from dataclasses import dataclass, replace
from uuid import UUID

from shared.events.directory import PersonErased, PersonFact
from shared.events.envelope import Envelope, Payload

TECHNICAL = "technical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of an organisation. Nobody else than the parties to a document reads the name."""

    id: UUID
    sequence: int
    name: str = ""
    email: str = ""
    employers: frozenset[UUID] = frozenset()
    """Organisations in which the person has a post now."""

    @property
    def masked_email(self) -> str:
        """The address as proof keeps it: `c•••@example.org`."""
        local, at, domain = self.email.partition("@")
        return f"{local[:1]}•••{at}{domain}"


def person_after(known: Person | None, event: Envelope[Payload], person_id: UUID) -> Person:
    """The person once their next event is taken in; of who is erased, nothing stays but the id."""
    fact, sequence = event.data, event.sequence
    if isinstance(fact, PersonFact):
        name = f"{fact.given_name} {fact.family_name}"
        employers = frozenset(role.org for role in fact.roles if role.role == TECHNICAL and role.org)
        return Person(id=person_id, sequence=sequence, name=name, email=fact.email, employers=employers)
    if known is None or isinstance(fact, PersonErased):
        return Person(id=person_id, sequence=sequence)
    return replace(known, sequence=sequence)
