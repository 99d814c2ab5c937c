"""Owns what the routes of testimonies and suggestions take and give: shapes and bounds, no rule."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.registration.domain.past_answers import AnswerForm, PastAnswer, Suggestion
from services.registration.domain.programme import TITLE_MAX_CHARACTERS, AttendanceMode
from services.registration.domain.testimonies import Testimony, TestimonyState
from services.registration.schemas.asked import Asked
from services.registration.schemas.needs import Topics


class TestimonyIn(Asked):
    """What somebody could tell the others."""

    org: UUID = Field(description="The organisation whose experience it is.")
    person_id: UUID | None = Field(default=None, description="Who would speak; who asks, if nobody is named.")
    title: Annotated[str, Field(min_length=1, max_length=TITLE_MAX_CHARACTERS)]
    topics: Annotated[Topics, Field(min_length=1)]
    summary: Annotated[str, Field(max_length=5000)] = ""
    need_id: UUID | None = Field(default=None, description="The need that it would help with.")


class ChoiceIn(Asked):
    """The gathering that a testimony is kept for."""

    club_event_id: UUID


class SpeakingIn(Asked):
    """Whether one will speak."""

    speaks: bool
    mode: AttendanceMode | None = Field(
        default=None,
        description="How the speaker comes; the first way that the gathering offers, if not said.",
    )


class TestimonyOut(BaseModel):
    """A testimony as it stands."""

    id: UUID
    org: UUID
    person_id: UUID
    title: str
    topics: tuple[str, ...]
    summary: str
    need_id: UUID | None
    proposed_at: AwareDatetime
    state: TestimonyState
    club_event_id: UUID | None = Field(description="The gathering that it is kept for, or was given at.")

    @classmethod
    def of(cls, testimony: Testimony) -> "TestimonyOut":
        """The form of a testimony."""
        return cls(**{name: getattr(testimony, name) for name in cls.model_fields})


class PastAnswerOut(BaseModel):
    """Something that a member has given."""

    form: AnswerForm
    topics: tuple[str, ...]
    title: str = Field(description="Empty for an exchange.")
    given_at: AwareDatetime

    @classmethod
    def of(cls, answer: PastAnswer) -> "PastAnswerOut":
        """The form of a past answer."""
        return cls(form=answer.form, topics=answer.topics, title=answer.title, given_at=answer.given_at)


class SuggestionOut(BaseModel):
    """A member who could help, and why."""

    org: UUID
    organisation: str
    topics: tuple[str, ...] = Field(description="Those that are wanted, on which it has given something.")
    answers: tuple[PastAnswerOut, ...] = Field(description="The latest first.")

    @classmethod
    def of(cls, suggestion: Suggestion) -> "SuggestionOut":
        """The form of a suggestion."""
        return cls(
            org=suggestion.organisation.org,
            organisation=suggestion.organisation.name,
            topics=suggestion.topics,
            answers=tuple(map(PastAnswerOut.of, suggestion.answers)),
        )


class SuggestionsOut(BaseModel):
    """Who could help, the best first."""

    items: tuple[SuggestionOut, ...]
