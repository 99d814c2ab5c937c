"""Owns what every service answers when a person asks what is held of them: each has a contract made of it."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.envelope import PERSONAL, Payload
from shared.events.pieces import Piece

Value = str | int | bool
"""Days and instants are text, as ISO 8601 writes them."""


class CollectedPiece(Piece):
    """What a service holds of a person in one category, and why."""

    category: str = Field(description="What it is, in French.")
    purpose: str = Field(description="What it is for, in French.")
    basis: str = Field(description="What makes it lawful, in French.")
    kept: str = Field(description="For how long, in French.")
    rows: tuple[dict[str, Value], ...] = Field(description="Each thing held: French name → value.")
    is_cut: bool = Field(description="Whether there is more than was read.")


class PersonalDataCollectedFact(Payload):
    """A service says all that it holds of a person who asked."""

    aggregate: ClassVar[str] = "collected_data"
    personal_data: ClassVar[bool] = True

    export_id: UUID = Field(description="The request that it answers.")
    person_id: UUID = Field(description="Person id.")
    collected: Annotated[tuple[CollectedPiece, ...], PERSONAL] = Field(description="One for each category.")
