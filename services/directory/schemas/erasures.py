"""Owns what the API takes and gives of the forgetting of people: shapes and bounds, no rule."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.directory.domain.erasure import Erasure, ErasureState
from services.directory.schemas.fields import Asked

Reason = Annotated[str, Field(max_length=1000)]


class ErasureIn(Asked):
    """A request to be forgotten."""

    reason: Reason = Field(default="", description="If the person wants to give one.")


class RefusalIn(Asked):
    """Why a request is refused."""

    reason: Annotated[Reason, Field(min_length=10)]


class ErasureOut(BaseModel):
    """How far the forgetting of a person is."""

    person_id: UUID
    state: ErasureState
    requested_at: AwareDatetime
    deadline: date = Field(description="Last day on which a service may still hold something of the person.")
    reason: str
    refusal: str = Field(description="Why it was refused; empty where it was not.")
    decided_at: AwareDatetime | None
    scrubbed: dict[str, AwareDatetime] = Field(
        description="Service → when it said that it holds nothing of the person any more."
    )
    missing: tuple[str, ...] = Field(description="Services that have not said so yet.")

    @classmethod
    def of(cls, erasure: Erasure) -> "ErasureOut":
        """The form of an erasure."""
        return cls(
            person_id=erasure.id,
            state=erasure.state,
            requested_at=erasure.requested_at,
            deadline=erasure.deadline,
            reason=erasure.reason,
            refusal=erasure.refusal,
            decided_at=erasure.decided_at,
            scrubbed=dict(erasure.scrubbed),
            missing=erasure.missing,
        )
