"""Owns which day and hour an instant is for the club, and when a day begins. Reads no clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_CLUB_ZONE = ZoneInfo("Europe/Paris")


def club_time(at: datetime) -> datetime:
    """The time on the club's own clocks at the UTC instant `at`."""
    return at.astimezone(_CLUB_ZONE)


def club_day(at: datetime) -> date:
    """The day on the club's own calendar when the UTC instant `at` came."""
    return club_time(at).date()


def first_instant(day: date) -> datetime:
    """The UTC instant at which this day begins for the club."""
    return datetime.combine(day, time(), _CLUB_ZONE).astimezone(UTC)
