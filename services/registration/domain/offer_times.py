"""Owns how long the offer of a seat is held. Does not know the present time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LAST_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OfferTimes:
    """How long people have to answer; the nearer the gathering, the shorter."""

    usual: timedelta = timedelta(hours=72)
    in_last_week: timedelta = timedelta(hours=24)
    none_within: timedelta = timedelta(hours=12)
    """Before the start, when there is no time to wait for answers: staff calls people."""

    def latest(self, starts_utc: datetime) -> datetime:
        """After which no seat is held for anybody."""
        return starts_utc - self.none_within

    def expires_at(self, at: datetime, *, starts_utc: datetime) -> datetime | None:
        """Until when a seat offered now is held; None when it is too late to offer any."""
        latest = self.latest(starts_utc)
        if at >= latest:
            return None
        answer = self.in_last_week if starts_utc - at <= LAST_WEEK else self.usual
        return min(at + answer, latest)
