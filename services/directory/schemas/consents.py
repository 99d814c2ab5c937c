"""Owns what the API takes and gives of consents: shapes and bounds, no rule."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.directory.domain.consents import Choice, Consents
from services.directory.domain.wordings import Purpose, Wording
from services.directory.schemas.fields import Asked

Version = Annotated[
    int, Field(ge=1, le=1000, description="Version of the text that the person had before them.")
]


class ConsentIn(Asked):
    """A choice of a person."""

    granted: bool
    wording_version: Version


class WordingOut(BaseModel):
    """A text in force."""

    purpose: Purpose
    wording_version: int
    text: str = Field(description="In French, as the person reads it.")

    @classmethod
    def of(cls, wording: Wording) -> "WordingOut":
        """The form of a wording."""
        return cls(purpose=wording.purpose, wording_version=wording.version, text=wording.text)


class ChoiceOut(BaseModel):
    """A choice, and who wrote it down."""

    purpose: Purpose
    granted: bool
    wording_version: int
    at: AwareDatetime
    by: str = Field(description="`person:<id>`: the person themself, or somebody of the team.")

    @classmethod
    def of(cls, choice: Choice) -> "ChoiceOut":
        """The form of a choice."""
        return cls(
            purpose=choice.purpose,
            granted=choice.granted,
            wording_version=choice.wording_version,
            at=choice.at,
            by=choice.by,
        )


class ConsentsOut(BaseModel):
    """What a person consents to, and all that they chose before."""

    person_id: UUID
    in_force: Sequence[ChoiceOut] = Field(description="One for each purpose that the person chose about.")
    history: Sequence[ChoiceOut] = Field(description="The oldest first.")

    @classmethod
    def of(cls, consents: Consents) -> "ConsentsOut":
        """The form of somebody's consents."""
        return cls(
            person_id=consents.id,
            in_force=[ChoiceOut.of(choice) for choice in consents.in_force],
            history=[ChoiceOut.of(choice) for choice in consents.choices],
        )
