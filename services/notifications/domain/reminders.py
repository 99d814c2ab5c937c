"""Owns when people are reminded of a gathering: some days before, at the hour at which it begins.

Sends nothing, and does not know who has a seat.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from services.notifications.domain.copies import ClubEventCopy, ClubEventState
from shared.events.pieces import When

USUAL_DAYS_BEFORE = (7, 1)
TO_COME = frozenset({ClubEventState.ANNOUNCED, ClubEventState.OPEN, ClubEventState.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """That people who have a seat are to be reminded once, from an instant on. UTC instants."""

    club_event_id: UUID
    starts_utc: datetime
    """The beginning that it was planned for: a gathering that moves has other reminders."""
    due_at: datetime
    until: datetime
    """When the next reminder is due, or the gathering begins: it is pointless from then on."""

    @property
    def id(self) -> UUID:
        """The same plan always makes the same reminder."""
        return uuid5(self.club_event_id, f"{self.due_at.isoformat()} {self.starts_utc.isoformat()}")

    def holds(self, club_event: ClubEventCopy, *, at: datetime) -> bool:
        """Whether the gathering is still to come, on the same dates, with nothing nearer to remind of."""
        same_dates = club_event.when.starts_utc == self.starts_utc
        return same_dates and club_event.state in TO_COME and at < self.until


def reminders_of(
    club_event_id: UUID, when: When, *, days_before: Collection[int], after: datetime
) -> tuple[Reminder, ...]:
    """The reminders that become due after an instant, for an appointment: on the clock of its place."""
    instants = sorted({_earlier(when, days) for days in days_before})
    return tuple(
        Reminder(club_event_id=club_event_id, starts_utc=when.starts_utc, due_at=due_at, until=until)
        for due_at, until in pairwise((*instants, when.starts_utc))
        if due_at > after
    )


def _earlier(when: When, days: int) -> datetime:
    local = when.starts_local - timedelta(days=days)
    return local.replace(tzinfo=ZoneInfo(when.timezone)).astimezone(UTC)
