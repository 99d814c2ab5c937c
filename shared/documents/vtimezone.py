"""Owns the VTIMEZONE of a calendar: the rules now in force in a zone, one line for each of its two times.

A zone's rules stand at the end of its file in the IANA database as a POSIX `TZ` string (RFC 8536, 3.3), such
as `CET-1CEST,M3.5.0,M10.5.0/3`. Past changes of the rules are not written: invitations lie ahead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
LAST_WEEK = 5

_NAME = r"([A-Za-z]{3,}|<[-+A-Za-z0-9]{3,}>)"
_OFFSET = r"([-+]?\d{1,2}(?::\d{2})?)"
_ONSET = r"M(\d{1,2})\.(\d)\.(\d)(?:/((?:[01]?\d|2[0-3])(?::\d{2})?))?"
_POSIX = re.compile(rf"{_NAME}{_OFFSET}(?:{_NAME}{_OFFSET}?,{_ONSET},{_ONSET})?")


@dataclass(frozen=True, slots=True)
class _Onset:
    """When one of the two times begins: `M3.5.0/2` is the last Sunday of March, when the clock shows 2."""

    month: int
    week: int
    weekday: int
    at: timedelta

    @classmethod
    def parse(cls, month: str, week: str, weekday: str, at: str | None) -> "_Onset":
        return cls(int(month), int(week), int(weekday), _duration(at or "2"))

    def in_year(self, year: int) -> datetime:
        first = datetime(year, self.month, 1)  # noqa: DTZ001 - on the clock of the place, as RFC 5545 wants it
        days = (self.weekday - first.isoweekday()) % 7 + 7 * (self.week - 1)
        if self.week == LAST_WEEK and (first + timedelta(days=days)).month != self.month:
            days -= 7
        return first + timedelta(days=days) + self.at

    def each_year(self) -> dict[str, object]:
        week = -1 if self.week == LAST_WEEK else self.week
        return {"freq": "yearly", "bymonth": self.month, "byday": f"{week}{WEEKDAYS[self.weekday]}"}


@dataclass(frozen=True, slots=True)
class _Time:
    """One of a zone's times: its short name, and how far east of UTC it is."""

    name: str
    offset: timedelta


@dataclass(frozen=True, slots=True)
class _Rules:
    """The one or two times of a zone; `onsets` are those of daylight time and of standard time."""

    standard: _Time
    daylight: _Time | None = None
    onsets: tuple[_Onset, _Onset] | None = None


def timezone_from(timezone: str, *, year: int) -> Timezone | None:
    """The zone's component, good for appointments from the 1st of January of `year` on.

    None where the rules have a form that RFC 5545 cannot say in one line (an hour beyond the day). No French
    territory is in such a zone; the appointment is then to be written in UTC.
    """
    rules = _rules(timezone)
    if rules is None:
        return None
    component = Timezone()
    component.add("tzid", timezone)
    for observance in _observances(rules, year - 1):
        component.add_component(observance)
    return component


def _observances(rules: _Rules, year: int) -> Iterator[Component]:
    if rules.daylight is None or rules.onsets is None:
        always = datetime(year, 1, 1)  # noqa: DTZ001 - on the clock of the place
        yield _observance(TimezoneStandard(), rules.standard, since=rules.standard, start=always)
        return
    to_daylight, to_standard = (onset.in_year(year) for onset in rules.onsets)
    daylight = _observance(TimezoneDaylight(), rules.daylight, since=rules.standard, start=to_daylight)
    standard = _observance(TimezoneStandard(), rules.standard, since=rules.daylight, start=to_standard)
    for observance, onset in zip((daylight, standard), rules.onsets, strict=True):
        observance.add("rrule", onset.each_year())
        yield observance


def _observance(observance: Component, time: _Time, *, since: _Time, start: datetime) -> Component:
    observance.add("dtstart", start)
    observance.add("tzname", time.name)
    observance.add("tzoffsetfrom", since.offset)
    observance.add("tzoffsetto", time.offset)
    return observance


@cache
def _rules(timezone: str) -> _Rules | None:
    parsed = _POSIX.fullmatch(_posix(timezone))
    if parsed is None:
        return None
    name, offset, daylight_name, daylight_offset, *onsets = parsed.groups()
    # POSIX counts westwards; the rest of the world eastwards.
    standard = _Time(name.strip("<>"), -_duration(offset))
    if daylight_name is None:
        return _Rules(standard)
    shift = -_duration(daylight_offset) if daylight_offset else standard.offset + timedelta(hours=1)
    both = (_Onset.parse(*onsets[:4]), _Onset.parse(*onsets[4:]))
    return _Rules(standard, _Time(daylight_name.strip("<>"), shift), both)


def _posix(timezone: str) -> str:
    data = files("tzdata").joinpath("zoneinfo", *timezone.split("/")).read_bytes()
    return data.rsplit(b"\n", 2)[-2].decode("ascii")


def _duration(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    hours, _, minutes = text.lstrip("+-").partition(":")
    return sign * timedelta(hours=int(hours), minutes=int(minutes or 0))
