"""Owns what is known of an organisation, and when it can be right. Does not know who may say it."""

import re
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from services.directory.domain.errors.organisations import InvalidOrganisation, InvalidSiren, InvalidSiret
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.territories import Territory

_INSEE_CODES: Final = {
    OrganisationKind.COMMUNE: re.compile(r"(\d\d|2[AB])\d{3}"),
    OrganisationKind.DEPARTEMENT: re.compile(r"\d\d|2[AB]|9[78]\d"),
    OrganisationKind.REGION: re.compile(r"\d\d|9[78]\d"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class OrganisationProfile:
    """What is known of an organisation, whole: one profile replaces another."""

    kind: OrganisationKind
    name: str
    siren: str | None = None
    """Absent while a prospect."""
    siret: str | None = None
    """Of the site that is billed, and whose number its agents sign in with."""
    insee_code: str | None = None
    departement: str | None = None
    region: str | None = None
    population: int | None = None
    parent_org: UUID | None = None
    represented_communes: int = 1
    """Communes that count with it when it is a member: those of an intercommunality, else 1."""

    def checked(self) -> "OrganisationProfile":
        """The same profile as it is to be kept: name trimmed, numbers without spaces.

        Raises:
            InvalidOrganisation: no name, a code that its kind cannot have, a number below its least.
            InvalidSiren: wrong length or check digit.
            InvalidSiret: so too, or it does not begin with the SIREN.
        """
        name = " ".join(self.name.split())
        if not name:
            raise InvalidOrganisation("Le nom de la collectivité est obligatoire.", field="name")
        self._require_insee_code()
        if self.population is not None and self.population < 0:
            raise InvalidOrganisation("La population ne peut pas être négative.", field="population")
        if self.represented_communes < 1:
            raise InvalidOrganisation(
                "Une collectivité représente au moins une commune.", field="represented_communes"
            )
        siren = _checked_siren(self.siren)
        return replace(self, name=name, siren=siren, siret=_checked_siret(self.siret, siren=siren))

    def _require_insee_code(self) -> None:
        if self.insee_code is None:
            return
        form = _INSEE_CODES.get(self.kind)
        if form is None or not form.fullmatch(self.insee_code):
            raise InvalidOrganisation(
                "Ce code INSEE ne convient pas à ce type de collectivité.", field="insee_code"
            )


def profile_of(territory: Territory, *, siren: str | None, parent_org: UUID | None) -> OrganisationProfile:
    """The profile of the public body of a territory; `siren` serves where the reference data has none."""
    return OrganisationProfile(
        kind=territory.kind,
        name=territory.official_name,
        siren=territory.siren or siren,
        insee_code=territory.insee_code,
        departement=territory.departement,
        region=territory.region,
        population=territory.population,
        parent_org=parent_org,
        represented_communes=territory.communes,
    )


def _checked_siren(siren: str | None) -> str | None:
    if siren is None:
        return None
    try:
        return siren_number.validate(siren)
    except ValidationError as error:
        raise InvalidSiren from error


def _checked_siret(siret: str | None, *, siren: str | None) -> str | None:
    if siret is None:
        return None
    try:
        checked: str = siret_number.validate(siret)
    except ValidationError as error:
        raise InvalidSiret from error
    if siren is None or not checked.startswith(siren):
        raise InvalidSiret
    return checked
