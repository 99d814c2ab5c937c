"""Owns what this service's API gives: shapes, no rule."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.conventions.domain.members import Organisation


class OrganisationOut(BaseModel):
    """A public body that may sign a convention."""

    id: UUID
    name: str
    kind: str = Field(description="commune, cc, ca, cu, metropole, metropole_lyon, ept, departement, …")
    siren: str | None = Field(description="Nine digits, text; null while a prospect.")
    is_member: bool = Field(description="Whether it has members' rights today.")

    @classmethod
    def of(cls, organisation: Organisation, *, today: date) -> Self:
        """The shape of an organisation, on a day."""
        return cls(
            id=organisation.id,
            name=organisation.name,
            kind=organisation.kind,
            siren=organisation.siren,
            is_member=organisation.is_member(on=today),
        )
