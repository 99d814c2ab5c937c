"""Owns what is written down beside the plan of a visit: employers' orders, and what really took place."""

from dataclasses import dataclass
from datetime import date, datetime

from services.conventions.domain.visits.slots import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionOrder:
    """An employer's written order for a trip: the paper itself stays with the employer."""

    reference: str
    dated: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What really took place."""

    slots: tuple[Slot, ...]
    participants_count: int
    confirmed_at: datetime
