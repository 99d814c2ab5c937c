"""Owns the steps of a year's campaign, and on which days they come. Decides about no member."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Round(StrEnum):
    """A step that the calendar proposes and the team decides."""

    CALL = "call"
    """Decided for all members at once; the others, for each on its own."""
    FIRST_REMINDER = "first_reminder"
    SECOND_REMINDER = "second_reminder"
    LAPSE = "lapse"

    @property
    def rank(self) -> int:
        """0 for the calls, 1 for the first reminder, 2 for the second, 3 for the end."""
        return tuple(Round).index(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class DayOfYear:
    """A day that comes back each year; 29 February is none."""

    month: int
    day: int

    def of(self, year: int) -> date:
        """That day in a year."""
        return date(year, self.month, self.day)


@dataclass(frozen=True, kw_only=True, slots=True)
class RenewalCalendar:
    """When the steps of a campaign come, on the club's own calendar."""

    call: DayOfYear = DayOfYear(month=1, day=2)
    first_reminder: DayOfYear = DayOfYear(month=3, day=1)
    second_reminder: DayOfYear = DayOfYear(month=5, day=2)
    lapse: DayOfYear = DayOfYear(month=7, day=1)

    def day_of(self, step: Round, year: int) -> date:
        """The day on which a step of a year comes."""
        days = {
            Round.CALL: self.call,
            Round.FIRST_REMINDER: self.first_reminder,
            Round.SECOND_REMINDER: self.second_reminder,
            Round.LAPSE: self.lapse,
        }
        return days[step].of(year)

    def due(self, on: date) -> tuple[Round, ...]:
        """The steps of the year that have come by a day."""
        return tuple(step for step in Round if self.day_of(step, on.year) <= on)
