"""Owns what becomes of a signed convention: transmissions, entry into force, warnings, end. Tells nobody."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

WARNED_BEFORE_DAYS = (90, 30)


class Stage(StrEnum):
    """Where a signed convention stands."""

    NOT_BEGUN = "not_begun"
    IN_FORCE = "in_force"
    ENDED = "ended"
    TERMINATED = "terminated"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmission:
    """What a party did about the control of legality: sent its act to the prefecture, or need not."""

    required: bool
    recorded_on: date
    transmitted_on: date | None = None
    receipt_number: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return not self.required or self.transmitted_on is not None

    @property
    def settled_on(self) -> date:
        """Since when nothing is left to do: the act was sent, or it was said that it need not be."""
        return self.transmitted_on or self.recorded_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Termination:
    """An early end, which a party gave notice of."""

    org: UUID
    notified_on: date
    effective_on: date
    """First day on which it no longer binds."""
    reason_code: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Life:
    """A signed convention through its days."""

    stage: Stage = Stage.NOT_BEGUN
    transmissions: dict[UUID, Transmission] = field(default_factory=dict)
    termination: Termination | None = None
    warned_days: int | None = None
    """The last warning given: 90 or 30 days before the end."""
    warned_end: date | None = None
    """The end that it was given for."""
    final_report_id: UUID | None = None
    """Of the report on the whole exchange, once it was asked for."""

    def may_begin(self, *, effect_on: date, orgs: frozenset[UUID], today: date) -> bool:
        """Whether the day has come and every party has settled its transmission."""
        settled = {org for org, sent in self.transmissions.items() if sent.is_settled}
        return self.stage is Stage.NOT_BEGUN and today >= effect_on and settled >= orgs

    def since(self, effect_on: date) -> date:
        """The first day on which it could be carried out, once it has begun."""
        return max([effect_on, *(sent.settled_on for sent in self.transmissions.values())])

    def warning_due(self, *, ends_on: date, today: date) -> int | None:
        """The warning to give today: the nearest one, should several have been missed."""
        due = [days for days in self._warnings_left(ends_on) if today >= ends_on - timedelta(days=days)]
        return min(due, default=None)

    def _warnings_left(self, ends_on: date) -> list[int]:
        """The warnings of this end that were not given; none where a party ends it before."""
        if self.termination is not None and self.termination.effective_on <= ends_on:
            return []
        given = self.warned_days if self.warned_end == ends_on else None
        return [days for days in WARNED_BEFORE_DAYS if given is None or days < given]

    def next_day(self, *, effect_on: date, ends_on: date, orgs: frozenset[UUID]) -> date | None:
        """The day on which time does something to it, if nothing else does."""
        if self.stage is Stage.NOT_BEGUN:
            return effect_on if self.may_begin(effect_on=effect_on, orgs=orgs, today=effect_on) else None
        if self.stage is not Stage.IN_FORCE:
            return None
        days = [ends_on + timedelta(days=1)]
        if self.termination is not None:
            days.append(self.termination.effective_on)
        days += [ends_on - timedelta(days=days_left) for days_left in self._warnings_left(ends_on)]
        return min(days)
