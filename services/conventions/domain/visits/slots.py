"""Owns half-days: the unit in which visits are planned and counted. Knows neither visit nor quota."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from services.conventions.domain.errors.visits import InvalidPlan
from shared.articles import counted
from shared.events import conventions as told
from shared.events.pieces import When

SLOTS_MAX = 60

HalfDays = Mapping[int, int]
"""Calendar year → half-days."""


class Half(StrEnum):
    """Which half of a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


HOURS: Mapping[Half, tuple[time, time]] = {
    Half.MORNING: (time(8, 30), time(12)),
    Half.AFTERNOON: (time(13, 30), time(17)),
}
"""Between which hours a half-day lies; the run sheet says more."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One half-day on which these agents work at the receiving organisation."""

    day: date
    half: Half
    agents: frozenset[UUID]

    @property
    def key(self) -> tuple[date, Half]:
        """When it is, without the agents."""
        return self.day, self.half


def check_slots(slots: tuple[Slot, ...], *, agents_max: int) -> None:
    """Let pass half-days that can be worked.

    Raises:
        InvalidPlan: none or too many, one twice, one without an agent or with more than are agreed.
    """
    if not slots:
        raise InvalidPlan("Indiquez au moins une demi-journée.", field="slots")
    if len(slots) > SLOTS_MAX:
        raise InvalidPlan(f"Une visite compte au plus {SLOTS_MAX} demi-journées.", field="slots")
    if len({slot.key for slot in slots}) < len(slots):
        raise InvalidPlan("La même demi-journée est indiquée deux fois.", field="slots")
    if any(not slot.agents for slot in slots):
        raise InvalidPlan("Indiquez qui vient à chaque demi-journée.", field="slots")
    if len(agents_of(slots)) > agents_max:
        raise InvalidPlan(
            f"La convention prévoit au plus {counted(agents_max, 'agent')} par visite.", field="slots"
        )


def zone_of(timezone: str) -> ZoneInfo:
    """The zone of this name.

    Raises:
        InvalidPlan: there is none.
    """
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as error:
        # Beside the documented KeyError: a path is a ValueError, and "Europe", being a folder, an OSError.
        raise InvalidPlan("Ce fuseau horaire n’existe pas.", field="timezone") from error


def in_order(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The half-days as they follow each other."""
    return tuple(sorted(slots, key=_begins))


def agents_of(slots: Iterable[Slot]) -> frozenset[UUID]:
    """Everybody who comes on one of them."""
    return frozenset(agent for slot in slots for agent in slot.agents)


def half_days(slots: Iterable[Slot]) -> HalfDays:
    """What they cost, by the calendar year of their local date: one for each agent and half-day."""
    cost: Counter[int] = Counter()
    for slot in slots:
        cost[slot.day.year] += len(slot.agents)
    return cost


def appointment(slots: tuple[Slot, ...], *, timezone: str) -> When:
    """From the first half-day to the last one, on the clocks of the place."""
    first, *_, last = in_order(slots) * 2
    starts, ends = (
        datetime.combine(first.day, HOURS[first.half][0]),
        datetime.combine(last.day, HOURS[last.half][1]),
    )
    zone = zone_of(timezone)
    return When(
        starts_local=starts,
        ends_local=ends,
        timezone=timezone,
        starts_utc=starts.replace(tzinfo=zone).astimezone(UTC),
        ends_utc=ends.replace(tzinfo=zone).astimezone(UTC),
    )


def to_tell(slots: Iterable[Slot]) -> tuple[told.Slot, ...]:
    """The half-days as events say them: in their order, without the agents."""
    return tuple(told.Slot(date=slot.day, half=slot.half) for slot in in_order(slots))


def _begins(slot: Slot) -> datetime:
    return datetime.combine(slot.day, HOURS[slot.half][0])
