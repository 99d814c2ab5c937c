"""Owns what the API gives of territories: shapes."""

from pydantic import BaseModel, Field

from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.territories import Territory
from shared.articles import after_de


class TerritoryOut(BaseModel):
    """A territory of the reference data."""

    key: str
    kind: OrganisationKind
    code: str
    name: str
    official_name: str
    after_de: str = Field(description="The name after *de*: *du Rouret*, *d’Uzès*, *des Angles*.")
    siren: str | None
    departement: str | None
    region: str
    population: int | None
    epci: str | None = Field(description="SIREN of the EPCI that a commune belongs to.")
    communes: int

    @classmethod
    def of(cls, territory: Territory) -> "TerritoryOut":
        """The form of a territory."""
        return cls(
            key=territory.key,
            kind=territory.kind,
            code=territory.code,
            name=territory.name,
            official_name=territory.official_name,
            after_de=after_de(territory.name, territory.article_code),
            siren=territory.siren,
            departement=territory.departement,
            region=territory.region,
            population=territory.population,
            epci=territory.epci,
            communes=territory.communes,
        )
