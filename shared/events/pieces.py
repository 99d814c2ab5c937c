"""Owns the pieces that several contracts share. Knows no event."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, WithJsonSchema


class Piece(BaseModel):
    """A part of a payload; accepts unknown fields, as payloads do."""

    model_config = ConfigDict(frozen=True, extra="ignore")


LocalDatetime = Annotated[
    datetime,
    # JSON Schema's own `date-time` is that of RFC 3339, which demands an offset.
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$"}),
]
"""What a clock on the wall says: `2027-03-18T09:30:00`."""


class When(Piece):
    """An appointment: what the clock on the wall says, the zone, and the instants derived from both."""

    starts_local: LocalDatetime = Field(description="Local start, without offset.")
    ends_local: LocalDatetime = Field(description="Local end, without offset.")
    timezone: str = Field(description="IANA zone name, such as `Europe/Paris` or `Indian/Reunion`.")
    starts_utc: AwareDatetime = Field(description="Start as a UTC instant.")
    ends_utc: AwareDatetime = Field(description="End as a UTC instant.")


class Place(Piece):
    """Where people meet."""

    label: str = Field(description="Name of the place, such as `Salle Leprun`.")
    address: str = Field(default="", description="Street and number.")
    postal_code: str = Field(default="", description="Five characters, text.")
    city: str = Field(default="", description="Commune as written on the envelope.")
    insee_code: str | None = Field(default=None, description="Code officiel géographique of the commune.")
