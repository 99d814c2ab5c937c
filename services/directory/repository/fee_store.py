"""Owns the loading and saving of fees, schedules and campaigns within one unit of work. Decides nothing."""

from collections.abc import Sequence
from uuid import UUID

from pymongo import DESCENDING

from services.directory.domain.fee import Fee
from services.directory.domain.fee_schedule import FIRST_LINES, FeeSchedule
from services.directory.domain.renewal_campaign import RenewalCampaign
from services.directory.repository import documents as form
from services.directory.repository.fee_documents import (
    from_campaign,
    from_fee,
    from_schedule,
    to_campaign,
    to_fee,
    to_schedule,
)
from shared.events.envelope import Payload
from shared.storage.loading import Loading
from shared.storage.mongo import Database


class MongoFees(Loading):
    """The part of the directory's store that is about money."""

    async def fee_schedule(self, year: int) -> FeeSchedule:
        """What members owe for a year: as set for it, else for the last year that was set, else at first."""
        known: FeeSchedule | None = self._work.known.get((form.FEE_SCHEDULES, str(year)))
        if known is not None:
            return known
        schedule = await read_schedule(self._work.database, year)
        if schedule.version:
            self._work.known[form.FEE_SCHEDULES, schedule.id] = schedule
        return schedule

    def save_fee_schedule(self, schedule: FeeSchedule) -> None:
        """Stage a schedule."""
        self._save(form.FEE_SCHEDULES, schedule, from_schedule, ())

    async def fee(self, membership_id: UUID, year: int) -> Fee | None:
        """The fee of a membership for a year."""
        return await self._load(form.FEES, {"_id": Fee.id_of(membership_id, year)}, to_fee)

    def save_fee(self, fee: Fee, events: Sequence[Payload]) -> None:
        """Stage a fee and its events."""
        self._save(form.FEES, fee, from_fee, events)

    async def campaign(self, year: int) -> RenewalCampaign:
        """The campaign of a year; one in which nothing happened yet where none was saved."""
        found = await self._load(form.CAMPAIGNS, {"_id": str(year)}, to_campaign)
        return found or RenewalCampaign(year=year)

    def save_campaign(self, campaign: RenewalCampaign, events: Sequence[Payload]) -> None:
        """Stage a campaign and its events."""
        self._save(form.CAMPAIGNS, campaign, from_campaign, events)


async def read_schedule(database: Database, year: int) -> FeeSchedule:
    """The schedule that serves for a year; one that was never set for it has no version."""
    found = await database[form.FEE_SCHEDULES].find_one({"year": {"$lte": year}}, sort=[("year", DESCENDING)])
    if found is None:
        return FeeSchedule(year=year, lines=FIRST_LINES)
    last = to_schedule(found)
    return last if last.year == year else FeeSchedule(year=year, lines=last.lines)
