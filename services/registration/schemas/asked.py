"""Owns what all that is asked of this service has in common. Knows no route."""

from pydantic import BaseModel, ConfigDict


class Asked(BaseModel):
    """What is asked says nothing that is not expected."""

    model_config = ConfigDict(extra="forbid")
