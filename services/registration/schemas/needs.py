"""Owns what the routes of needs take and give: shapes and bounds, no rule."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.registration.domain.commands.needs import ClosingReason, Urgency
from services.registration.domain.needs import Need, NeedState
from services.registration.domain.programme import TITLE_MAX_CHARACTERS
from services.registration.schemas.asked import Asked

Topics = Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=20)]


class NeedIn(Asked):
    """A difficulty to tell of."""

    org: UUID = Field(description="The member that has it.")
    title: Annotated[str, Field(min_length=1, max_length=TITLE_MAX_CHARACTERS)]
    description: Annotated[str, Field(max_length=5000)] = ""
    topics: Topics = ()


class SupportIn(Asked):
    """Another member that has it."""

    org: UUID


class QualificationIn(Asked):
    """What it is about."""

    topics: Annotated[Topics, Field(min_length=1)]
    urgency: Urgency


class NeedMergerIn(Asked):
    """The need that goes on."""

    into_need_id: UUID


class PlanIn(Asked):
    """What is to answer it: one of both."""

    club_event_id: UUID | None = None
    exchange_request_id: UUID | None = None


class ClosingIn(Asked):
    """Why staff does not go on with it."""

    reason: ClosingReason


class NeedOut(BaseModel):
    """A need as it stands."""

    id: UUID
    org: UUID
    title: str
    description: str
    topics: tuple[str, ...]
    raised_at: AwareDatetime
    state: NeedState
    urgency: str = Field(description="low, normal or high; empty until staff has looked at it.")
    supporters: tuple[UUID, ...] = Field(description="The other members that have it.")
    planned_for: UUID | None = Field(description="The gathering or exchange that is to answer it, or has.")
    merged_into: UUID | None
    answered_at: AwareDatetime | None

    @classmethod
    def of(cls, need: Need) -> "NeedOut":
        """The form of a need; who raised it is not told."""
        return cls(**{name: getattr(need, name) for name in cls.model_fields})
