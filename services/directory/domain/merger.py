"""Owns when an organisation ceases to be, and who takes over from it. Does not end its roles: people do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.directory.domain.errors.organisations import InvalidMerger, MergedAway, MergerInCircles


@dataclass(frozen=True, kw_only=True, slots=True)
class Merger:
    """From a day on, an organisation is another one."""

    succeeded_by: UUID
    effective_on: date

    @property
    def last_day(self) -> date:
        """The last day on which the organisation exists."""
        return self.effective_on - timedelta(days=1)

    def require_standing(self, on: date) -> None:
        """Let pass what ends before the merger.

        Raises:
            MergedAway: the organisation exists no longer on that day.
        """
        if on > self.last_day:
            raise MergedAway(succeeded_by=self.succeeded_by, effective_on=self.effective_on)


def check_merger(org: UUID, merger: Merger, successors: Sequence[tuple[UUID, Merger | None]]) -> None:
    """Refuse a merger that cannot be; `successors` are who takes over, who takes over from them, and so on.

    Raises:
        InvalidMerger: an organisation does not merge into itself.
        MergerInCircles: in the end it would take over from itself.
        MergedAway: who takes over exists no longer on that day.
    """
    if merger.succeeded_by == org:
        raise InvalidMerger("Une collectivité ne fusionne pas avec elle-même.", field="succeeded_by")
    if any(successor == org for successor, _ in successors):
        raise MergerInCircles
    for successor, its_own in successors:
        if successor == merger.succeeded_by and its_own is not None:
            its_own.require_standing(merger.effective_on)
