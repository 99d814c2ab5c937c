"""Owns what every service says once it has forgotten a person: each has a contract of its own made of it."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.envelope import Payload


class PersonScrubbedFact(Payload):
    """A service holds nothing of an erased person any more, but ids and counts."""

    aggregate: ClassVar[str] = "erased_person"

    person_id: UUID = Field(description="Person id.")
