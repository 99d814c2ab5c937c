"""Owns what is told in a report, as fields: what it is read and published from. Decides nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What was done and what came of it, in French, plain text."""

    done: str = ""
    results: str = ""
    follow_up: str = ""
    satisfaction: int | None = None
    """Of the receiving organisation, from 1 to 5; None where it does not say."""
