"""Owns how days lie in documents: as text, in an order that is also that of the calendar."""

from datetime import date


def from_day(day: date | None) -> str | None:
    """The text of a day: `2026-03-20`."""
    return day.isoformat() if day else None


def to_day(text: str | None) -> date | None:
    """The day of a text."""
    return date.fromisoformat(text) if text else None
