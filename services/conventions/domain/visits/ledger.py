"""Owns the half-days of one convention in one calendar year: never more reserved and consumed than agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.conventions.domain.errors.visits import QuotaExceeded
from services.conventions.domain.visits.slots import HalfDays
from shared.events.conventions import HalfDayQuotaReached
from shared.events.envelope import Payload

Events = tuple[Payload, ...]


def ledger_id(convention_id: UUID, year: int) -> str:
    """The id of the ledger of a year."""
    return f"{convention_id}-{year}"


@dataclass(slots=True, kw_only=True)
class HalfDayLedger:
    """What is reserved by visits to come and consumed by those that were held."""

    convention_id: UUID
    year: int
    reserved: int = 0
    consumed: int = 0
    version: int = 0
    sequence: int = 0

    @property
    def id(self) -> str:
        """One for each convention and year."""
        return ledger_id(self.convention_id, self.year)

    @property
    def used(self) -> int:
        """What counts against the quota."""
        return self.reserved + self.consumed


@dataclass(frozen=True, slots=True)
class Entry:
    """What a decision does to the ledgers, by year: half-days given back, reserved and consumed."""

    released: HalfDays
    reserved: HalfDays
    consumed: HalfDays

    def net(self, year: int) -> int:
        """How many more count against a year's quota."""
        return self.reserved.get(year, 0) + self.consumed.get(year, 0) - self.released.get(year, 0)

    @property
    def years(self) -> frozenset[int]:
        """The calendar years that it touches."""
        return frozenset({*self.released, *self.reserved, *self.consumed})


def record(ledgers: Mapping[int, HalfDayLedger], entry: Entry, quotas: HalfDays) -> Mapping[int, Events]:
    """Write down a decision in the ledgers of its years: in all of them, or in none; what each then tells.

    Raises:
        QuotaExceeded: more would be used in a year than its quota; what takes nothing more is never refused.
    """
    for year in sorted(entry.years):
        ledger, quota = ledgers[year], quotas.get(year, 0)
        if entry.net(year) > 0 and ledger.used + entry.net(year) > quota:
            raise QuotaExceeded(year=year, quota=quota, left=max(0, quota - ledger.used))
    return {year: _write(ledgers[year], entry, quotas) for year in sorted(entry.years)}


def _write(ledger: HalfDayLedger, entry: Entry, quotas: HalfDays) -> Events:
    year, quota = ledger.year, quotas.get(ledger.year, 0)
    ledger.reserved += entry.reserved.get(year, 0) - entry.released.get(year, 0)
    ledger.consumed += entry.consumed.get(year, 0)
    if entry.net(year) > 0 and ledger.used == quota:
        return (HalfDayQuotaReached(convention_id=ledger.convention_id, year=year, quota=quota),)
    return ()
