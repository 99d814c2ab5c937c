"""Owns an amendment: a numbered text that changes a signed convention. What may change is in `changes`."""

from dataclasses import dataclass
from datetime import date

from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.deed import Deed


@dataclass(slots=True, kw_only=True)
class Amendment:
    """A numbered change to a signed convention, with a text of its own to review and sign."""

    number: int
    subject: str
    changes: Changes
    effect_on: date
    deed: Deed
