"""Owns the run sheet of a visit: what is done when, and by whom. Reserves nothing."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from services.conventions.domain.errors.visits import InvalidRunSheet

ITEMS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is done."""

    day: date
    starts: time
    ends: time
    title: str
    led_by: str = ""


def check_run_sheet(items: tuple[Item, ...], *, days: frozenset[date]) -> tuple[Item, ...]:
    """The items in their order, if they fit these days; some may run at one time.

    Raises:
        InvalidRunSheet: too many, a day without a half-day, or an end before its start.
    """
    if len(items) > ITEMS_MAX:
        raise InvalidRunSheet(f"Un déroulé compte au plus {ITEMS_MAX} lignes.", field="items")
    if any(item.day not in days for item in items):
        raise InvalidRunSheet("Une ligne du déroulé tombe un jour sans visite.", field="items")
    if any(item.ends <= item.starts for item in items):
        raise InvalidRunSheet("Une ligne du déroulé finit avant de commencer.", field="items")
    return tuple(sorted(items, key=lambda item: (item.day, item.starts, item.ends)))


def moved_by(items: tuple[Item, ...], distance: timedelta, *, days: frozenset[date]) -> tuple[Item, ...]:
    """The items of a visit that moves by so many days, without those that fit its new days no more."""
    moved = (replace(item, day=item.day + distance) for item in items)
    return tuple(item for item in moved if item.day in days)
