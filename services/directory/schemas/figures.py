"""Owns what the API gives of the size of the club: shapes."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from services.directory.domain.kinds import OrganisationKind


class KindFiguresOut(BaseModel):
    """How many members of one kind there are, and how many communes they represent."""

    model_config = ConfigDict(from_attributes=True)

    kind: OrganisationKind
    members: int
    represented_communes: int


class ClubFiguresOut(BaseModel):
    """How large the club is."""

    model_config = ConfigDict(from_attributes=True)

    members: int
    represented_communes: int = Field(
        description="Each once: less than the kinds together where a commune and its intercommunalité "
        "are both members."
    )
    kinds: Sequence[KindFiguresOut] = Field(description="The kinds that have members.")
