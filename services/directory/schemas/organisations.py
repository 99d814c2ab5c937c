"""Owns what the API takes and gives of organisations: shapes and bounds."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.domain.commands.organisations import RegisterOrganisation, RegisterTerritory
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.merger import Merger
from services.directory.domain.organisation import Organisation
from services.directory.domain.profile import OrganisationProfile
from services.directory.schemas.fields import Asked, Code, Day, Name, Siren, Siret, chosen
from shared.commands import Command

POPULATION_MAX = 100_000_000
COMMUNES_MAX = 40_000

TerritoryKey = Annotated[str, Field(pattern=r"^[a-z]+:[0-9AB]{2,9}$", description="Such as `commune:06084`.")]


class ProfileIn(Asked):
    """What is known of an organisation, whole."""

    kind: OrganisationKind
    name: Name
    siren: Siren | None = None
    siret: Siret | None = None
    insee_code: Code | None = None
    departement: Code | None = None
    region: Code | None = None
    population: Annotated[int, Field(ge=0, le=POPULATION_MAX)] | None = None
    parent_org: UUID | None = Field(default=None, description="Organisation that it belongs to.")
    represented_communes: Annotated[int, Field(ge=1, le=COMMUNES_MAX)] = 1

    def profile(self) -> OrganisationProfile:
        """What the command carries."""
        return OrganisationProfile(**self.model_dump())

    def registration(self, org: UUID, **who_and_when: Any) -> Command:
        """The command to enter it in the directory."""
        return RegisterOrganisation(org=org, profile=self.profile(), **who_and_when)


class TerritoryIn(Asked):
    """A territory of the reference data, whose public body is to enter the directory."""

    territory: TerritoryKey
    siren: Siren | None = Field(
        default=None, description="For a département or a région, which have none in the reference data."
    )

    def registration(self, org: UUID, **who_and_when: Any) -> Command:
        """The command to enter it in the directory."""
        return RegisterTerritory(org=org, territory=self.territory, siren=self.siren, **who_and_when)


def _organisation_form(value: Mapping[str, Any]) -> type[BaseModel]:
    return TerritoryIn if "territory" in value else ProfileIn


OrganisationIn = Annotated[TerritoryIn | ProfileIn, chosen(_organisation_form)]


class MergerIn(Asked):
    """Which organisation takes over, and from which day on."""

    succeeded_by: UUID
    effective_on: Day = Field(description="First day on which the organisation exists no longer.")


class MergerOut(BaseModel):
    """Which organisation takes over, and from which day on."""

    succeeded_by: UUID
    effective_on: date

    @classmethod
    def of(cls, merger: Merger) -> "MergerOut":
        """The form of a merger."""
        return cls(succeeded_by=merger.succeeded_by, effective_on=merger.effective_on)


class OrganisationOut(BaseModel):
    """An organisation as it stands."""

    id: UUID
    kind: OrganisationKind
    name: str
    siren: str | None
    siret: str | None
    insee_code: str | None
    departement: str | None
    region: str | None
    population: int | None
    parent_org: UUID | None
    represented_communes: int
    merger: MergerOut | None = Field(description="When it goes over into another, past or to come.")

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationOut":
        """The form of an organisation."""
        profile = organisation.profile
        return cls(
            id=organisation.id,
            kind=profile.kind,
            name=profile.name,
            siren=profile.siren,
            siret=profile.siret,
            insee_code=profile.insee_code,
            departement=profile.departement,
            region=profile.region,
            population=profile.population,
            parent_org=profile.parent_org,
            represented_communes=profile.represented_communes,
            merger=MergerOut.of(organisation.merger) if organisation.merger else None,
        )
