"""Owns what the API gives of the access of people to their data: shapes, no rule."""

from collections.abc import Mapping
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.directory.domain.access_export import AccessExport, Part


class AccessExportOut(BaseModel):
    """How far the gathering is."""

    person_id: UUID
    requested_at: AwareDatetime
    is_ready: bool = Field(description="Whether it can be downloaded.")
    missing: tuple[str, ...] = Field(description="Services that have not answered yet.")

    @classmethod
    def of(cls, export: AccessExport) -> Self:
        """The form of an export."""
        return cls(
            person_id=export.id,
            requested_at=export.requested_at,
            is_ready=not export.missing,
            missing=export.missing,
        )


class PersonalDataOut(BaseModel):
    """All that the club holds of a person."""

    person_id: UUID
    requested_at: AwareDatetime
    services: Mapping[str, Part] = Field(description="Service → what it holds, by category.")

    @classmethod
    def of(cls, export: AccessExport) -> Self:
        """The form of what was gathered."""
        return cls(person_id=export.id, requested_at=export.requested_at, services=dict(export.parts))
