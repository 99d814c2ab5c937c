"""Owns what the fields of this service's API have in common: bounds, and no unexpected field."""

from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.events.topics import TOPICS

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class Asked(BaseModel):
    """What is asked says nothing that is not expected."""

    model_config = ConfigDict(extra="forbid")


def _known_topic(code: str) -> str:
    if code not in TOPICS:
        raise ValueError("Ce thème n’est pas dans la liste du club.")
    return code


def _on_the_clock(at: time) -> time:
    if at.tzinfo is not None:
        raise ValueError("Indiquez une heure locale, sans décalage.")
    return at


LINE = r"^\P{Cc}*$"
WRITTEN = r"^[\n\P{Cc}]*$"

Line = Annotated[str, Field(max_length=300, pattern=LINE)]
Written = Annotated[str, Field(max_length=5000, pattern=WRITTEN)]
"""Text over several lines."""
Reason = Annotated[str, Field(min_length=1, max_length=1000, pattern=WRITTEN)]
Code = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
Topic = Annotated[str, Field(max_length=40), AfterValidator(_known_topic)]
Topics = Annotated[tuple[Topic, ...], Field(min_length=1, max_length=10)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Hour = Annotated[time, AfterValidator(_on_the_clock), Field(description="Local time, without offset.")]
