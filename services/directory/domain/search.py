"""Owns what can be searched for in the directory, and what is found. Finds nothing, and knows no spelling."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from uuid import UUID

from services.directory.domain.kinds import OrganisationKind


class What(StrEnum):
    """What a thing that was found is."""

    TERRITORY = "territory"
    ORGANISATION = "organisation"
    PERSON = "person"
    OFFER = "offer"


class Nearness(IntEnum):
    """How what was typed meets a name: the nearest are found first."""

    EXACT = 0
    BEGINS = 1
    WITHIN = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What somebody looks for: beginnings of words of its name, and what else must be true of it.

    What is asked of public bodies (kind, place, population) is asked of an offer's organisation, too, and
    leaves people out.
    """

    text: str = ""
    what: frozenset[What] = frozenset(What)
    kind: OrganisationKind | None = None
    departement: str | None = None
    region: str | None = None
    population_min: int | None = None
    population_max: int | None = None
    member: bool | None = None
    """Leaves only organisations; beside a topic, the offers of members."""
    parent_org: UUID | None = None
    """Leaves only the organisations that belong to this one, and their offers."""
    topic: str | None = None
    """Leaves only the offers about it."""

    @property
    def searched(self) -> frozenset[What]:
        """What can be found at all."""
        found = self.what
        bounds = (self.kind, self.departement, self.region, self.population_min, self.population_max)
        if any(bound is not None for bound in bounds):
            found -= {What.PERSON}
        if self.parent_org is not None:
            found &= {What.ORGANISATION, What.OFFER}
        if self.topic is not None:
            return found & {What.OFFER} if self.member is not False else frozenset()
        return found if self.member is None else found & {What.ORGANISATION}


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands among all that is found: first by nearness, then by rank."""

    nearness: Nearness
    rank: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A thing that was found."""

    what: What
    id: UUID | str
    """For a territory, its key, such as `commune:06084`."""
    name: str
    kind: OrganisationKind | None = None
    departement: str | None = None
    region: str | None = None
    population: int | None = None
    member: bool | None = None
    org: UUID | None = None
    """Of a territory, its public body, where that is in the directory; of an offer, who makes it."""
    succeeded_by: UUID | None = None
    """Of an organisation that merges, who takes over."""
    position: Position
