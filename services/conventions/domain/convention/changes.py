"""Owns what an amendment may change in a signed convention. Signs nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from services.conventions.domain.convention.terms import Agent, Money, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changes; None where it stays. Nothing else of a signed convention can change."""

    ends_on: date | None = None
    half_day_quota: int | None = None
    agents: tuple[Agent, ...] | None = None
    places: str | None = None
    money: Money | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what changes."""
        return tuple(self._named())

    def applied_to(self, terms: Terms) -> Terms:
        """The terms once these changes are in force."""
        practice, duration = terms.practice, terms.duration
        if self.half_day_quota is not None:
            practice = replace(practice, half_day_quota=self.half_day_quota)
        if self.places is not None:
            practice = replace(practice, places=self.places)
        if self.ends_on is not None:
            duration = replace(duration, ends_on=self.ends_on)
        return replace(
            terms,
            practice=practice,
            duration=duration,
            agents=terms.agents if self.agents is None else self.agents,
            money=self.money or terms.money,
        )

    def _named(self) -> Iterator[str]:
        for name in ("ends_on", "half_day_quota", "agents", "places", "money"):
            if getattr(self, name) is not None:
                yield name
