"""Owns the forms of what can be asked about organisations. Decides nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.directory.domain.profile import OrganisationProfile
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterOrganisation(Command):
    """Enter an organisation in the directory, by hand."""

    org: UUID
    profile: OrganisationProfile


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterTerritory(Command):
    """Enter the public body of a territory of the reference data in the directory."""

    org: UUID
    territory: str
    """Its key, such as `commune:06084`."""
    siren: str | None = None
    """For a département or a région, which have none in the reference data."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdateOrganisation(Command):
    """Replace what is known of an organisation."""

    org: UUID
    profile: OrganisationProfile


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeOrganisation(Command):
    """Have an organisation go over into another, on a day past or to come."""

    org: UUID
    succeeded_by: UUID
    effective_on: date
