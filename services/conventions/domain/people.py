"""Owns what this service knows of people, from directory's events: names, addresses, mandates and posts."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from shared.events.directory import PersonErased, PersonFact, RoleFact
from shared.events.envelope import Envelope, Payload

TECHNICAL = "technical"
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A mandate or a post in an organisation."""

    what: str
    """`mandate` or `post`, with its title: what tells it from others that began on the same day."""
    org: UUID
    starts_on: date
    ends_on: date | None
    """Its last day, as soon as it is settled."""

    def includes(self, day: date) -> bool:
        """Whether it is in force on this day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of an organisation. Nobody else than the parties to a document reads the name."""

    id: UUID
    sequence: int
    name: str = ""
    email: str = ""
    address_from: int = 0
    """The sequence of the event that gave this address."""
    employers: frozenset[UUID] = frozenset()
    """Organisations in which the person has a post now."""
    held: tuple[Held, ...] = ()
    is_erased: bool = False

    @property
    def masked_email(self) -> str:
        """The address as proof keeps it: `c•••@example.org`."""
        local, at, domain = self.email.partition("@")
        return f"{local[:1]}•••{at}{domain}"

    def signs_until(self, org: UUID, *, on: date) -> date | None:
        """The last day up to which somebody who signs for `org` goes on to; None where no end is known.

        One mandate or post may follow another. Where all are over, that day is before `on`. Of who never had
        any there, such as the chair of an association, no event tells an end.
        """
        if self.is_erased:
            return on - A_DAY
        here = [held for held in self.held if held.org == org]
        day = on
        while here:
            ends = [held.ends_on for held in here if held.includes(day)]
            if not ends:
                return day - A_DAY
            if None in ends:
                return None
            day = max(end for end in ends if end is not None) + A_DAY
        return None


def person_after(known: Person | None, event: Envelope[Payload], person_id: UUID) -> Person:
    """The person once their next event is taken in; of who is erased, nothing stays but the id."""
    fact, sequence = event.data, event.sequence
    before = replace(known, sequence=sequence) if known else Person(id=person_id, sequence=sequence)
    if isinstance(fact, PersonErased):
        return Person(id=person_id, sequence=sequence, is_erased=True)
    if isinstance(fact, RoleFact):
        return replace(before, held=_held_after(before.held, fact))
    if not isinstance(fact, PersonFact):
        return before
    return replace(
        before,
        name=f"{fact.given_name} {fact.family_name}",
        email=fact.email,
        address_from=before.address_from if before.email == fact.email else sequence,
        employers=frozenset(role.org for role in fact.roles if role.role == TECHNICAL and role.org),
    )


def _held_after(held: tuple[Held, ...], fact: RoleFact) -> tuple[Held, ...]:
    kind = type(fact).__name__.removesuffix("Started").removesuffix("Ended").lower()
    title = getattr(fact, "title_code", "") or getattr(fact, "title", "")
    now = Held(what=f"{kind} {title}", org=fact.org, starts_on=fact.starts_on, ends_on=fact.ends_on)
    same = (now.what, now.org, now.starts_on)
    return (*(each for each in held if (each.what, each.org, each.starts_on) != same), now)
