"""Owns what the API gives of topics: their shape."""

from pydantic import BaseModel, Field


class TopicOut(BaseModel):
    """A topic of the club."""

    code: str = Field(description="As events and filters name it.")
    label: str = Field(description="As people read it, in French.")
