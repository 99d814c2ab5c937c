"""Owns what the API takes and gives of search: shapes and bounds."""

from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.search import Found, Wanted, What
from services.directory.schemas.fields import Asked, Code, FileFormat
from services.directory.schemas.offers import TopicCode
from services.directory.schemas.organisations import POPULATION_MAX
from shared.web.pagination import Cursor, Limit


class Sought(Asked):
    """What is looked for. All of it must be true of what is found."""

    q: str = Field(
        default="",
        max_length=100,
        description="Beginnings of words; case, accents, hyphens and apostrophes do not count. "
        "Or a SIREN, or an INSEE code.",
    )
    what: frozenset[What] = Field(default=frozenset(What), max_length=len(What))
    kind: OrganisationKind | None = None
    departement: Code | None = None
    region: Code | None = None
    population_min: int | None = Field(default=None, ge=0, le=POPULATION_MAX)
    population_max: int | None = Field(default=None, ge=0, le=POPULATION_MAX)
    member: bool | None = Field(
        default=None, description="Only organisations, members or not; beside a topic, offers of members."
    )
    parent_org: UUID | None = Field(
        default=None, description="Only organisations that belong to this one, and their offers."
    )
    topic: TopicCode | None = Field(
        default=None,
        description="Only offers about this topic; other filters ask of their organisations.",
    )

    def wanted(self) -> Wanted:
        """What the search is given."""
        said = self.model_dump(exclude={"q", "cursor", "limit", "file_format"})
        return Wanted(text=self.q, **said)


class SearchIn(Sought):
    """A page of what is found."""

    cursor: Cursor = None
    limit: Limit = 20


class SearchExported(Sought):
    """All that is found, as a file."""

    file_format: FileFormat


class FoundOut(BaseModel):
    """A thing that was found."""

    what: What
    id: UUID | str = Field(description="For a territory, its key.")
    name: str
    kind: OrganisationKind | None = Field(description="Of an offer, that of its organisation; so for places.")
    departement: str | None
    region: str | None
    population: int | None
    member: bool | None = Field(description="For an organisation alone.")
    org: UUID | None = Field(
        description="For a territory, its public body, where that is in the directory; for an offer, whose."
    )
    succeeded_by: UUID | None = Field(description="For an organisation that merges, who takes over.")

    @classmethod
    def of(cls, found: Found) -> "FoundOut":
        """The form of what was found."""
        return cls(
            what=found.what,
            id=found.id,
            name=found.name,
            kind=found.kind,
            departement=found.departement,
            region=found.region,
            population=found.population,
            member=found.member,
            org=found.org,
            succeeded_by=found.succeeded_by,
        )
