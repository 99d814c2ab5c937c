"""Owns the reading of fees and of the yearly campaign for people and timers. Never read by a decision."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from pymongo import ASCENDING

from services.directory.domain.errors.fees import UnknownFee
from services.directory.domain.fee import OWED, Fee, FeeState
from services.directory.domain.fee_schedule import FeeSchedule
from services.directory.domain.membership import MEMBERS, Membership, MembershipState
from services.directory.domain.renewal_campaign import RenewalCampaign
from services.directory.domain.rounds import Round
from services.directory.repository import documents as form
from services.directory.repository.days import from_day
from services.directory.repository.fee_documents import to_campaign, to_fee
from services.directory.repository.fee_store import read_schedule
from services.directory.repository.membership_documents import to_membership
from shared.storage.mongo import Database, Document


class MongoFeeQueries:
    """Reads served by an index, each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def fee_schedule(self, year: int) -> FeeSchedule:
        """What members owe for a year: as set for it, else for the last year that was set, else at first."""
        return await read_schedule(self._database, year)

    async def fee(self, membership_id: UUID, year: int) -> Fee:
        """The fee of a membership for a year.

        Raises:
            UnknownFee: there is none.
        """
        found = await self._database[form.FEES].find_one({"_id": Fee.id_of(membership_id, year)})
        if found is None:
            raise UnknownFee
        return to_fee(found)

    async def fees_of(self, org: UUID, *, after: UUID | None, limit: int) -> Sequence[Fee]:
        """The fees of an organisation, from a position on."""
        return await self._fees({"org": org}, after=after, limit=limit)

    async def fees(
        self, year: int, state: FeeState | None, *, after: UUID | None, limit: int
    ) -> Sequence[Fee]:
        """The fees of a year, from a position on."""
        wanted: Document = {"year": year} | ({"state": state.value} if state else {})
        return await self._fees(wanted, after=after, limit=limit)

    async def count_fees(self, year: int) -> Mapping[FeeState, int]:
        """How many fees of a year stand where."""
        counted = self._database[form.FEES].aggregate(
            [{"$match": {"year": year}}, {"$group": {"_id": "$state", "count": {"$sum": 1}}}]
        )
        found = {FeeState(row["_id"]): row["count"] async for row in counted}
        return {state: found.get(state, 0) for state in FeeState}

    async def fees_past_due(self, on: date, *, after: UUID | None, limit: int) -> Sequence[Fee]:
        """The fees that were called and whose last day to pay is before this day, from a position on."""
        late = {"state": FeeState.CALLED.value, "due_on": {"$lt": from_day(on)}}
        return await self._fees(late, after=after, limit=limit)

    async def campaign(self, year: int) -> RenewalCampaign:
        """The campaign of a year; one in which nothing happened yet where none was saved."""
        found = await self._database[form.CAMPAIGNS].find_one({"_id": str(year)})
        return to_campaign(found) if found else RenewalCampaign(year=year)

    async def campaigns_calling(self) -> Sequence[RenewalCampaign]:
        """Campaigns whose fees wait to be called: of one campaign a year, few."""
        found = self._database[form.CAMPAIGNS].find({"calling": {"$ne": None}})
        return [to_campaign(document) async for document in found]

    async def memberships_among(self, ids: Collection[UUID]) -> Mapping[UUID, Membership]:
        """Those of the memberships that exist."""
        found = self._database[form.MEMBERSHIPS].find({"_id": {"$in": sorted(ids)}})
        return {document["_id"]: to_membership(document) async for document in found}

    async def memberships_of(self, orgs: Collection[UUID]) -> Mapping[UUID, Membership]:
        """The memberships of organisations, by organisation."""
        found = self._database[form.MEMBERSHIPS].find({"org": {"$in": sorted(orgs)}})
        return {document["org"]: to_membership(document) async for document in found}

    async def memberships_to_renew(
        self, year: int, *, after: UUID | None, limit: int
    ) -> Sequence[Membership]:
        """The memberships that confirmed no year from this one on, and were not asked to."""
        states = [state.value for state in MEMBERS]
        return await self._memberships(
            {"state": {"$in": states}, "year": {"$lt": year}}, after=after, limit=limit
        )

    async def fees_to_remind(
        self, year: int, step: Round, *, after: UUID | None, limit: int
    ) -> Sequence[Fee]:
        """The fees of a year that are owed, and about whose reminder nothing was decided."""
        return await self._fees(_to_remind(year, step), after=after, limit=limit)

    async def memberships_to_lapse(
        self, year: int, *, after: UUID | None, limit: int
    ) -> Sequence[Membership]:
        """The memberships whose renewal of a year is due, but for those that the team gave time."""
        return await self._memberships(_to_lapse(year), after=after, limit=limit)

    async def count_proposed(self, year: int, step: Round) -> int:
        """How many members a step is to be decided for."""
        match step:
            case Round.LAPSE:
                return await self._database[form.MEMBERSHIPS].count_documents(_to_lapse(year))
            case Round.CALL:
                to_call = {"year": year, "state": FeeState.NOT_CALLED.value}
                return await self._database[form.FEES].count_documents(to_call)
            case _:
                return await self._database[form.FEES].count_documents(_to_remind(year, step))

    async def _fees(self, wanted: Document, *, after: UUID | None, limit: int) -> Sequence[Fee]:
        wanted = wanted | ({"_id": {"$gt": after}} if after else {})
        found = self._database[form.FEES].find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_fee(document) async for document in found]

    async def _memberships(self, wanted: Document, *, after: UUID | None, limit: int) -> Sequence[Membership]:
        wanted = wanted | ({"_id": {"$gt": after}} if after else {})
        found = self._database[form.MEMBERSHIPS].find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_membership(document) async for document in found]


def _to_remind(year: int, step: Round) -> Document:
    owed = [state.value for state in OWED]
    return {"year": year, "state": {"$in": owed}, "decided": {"$lt": step.rank}}


def _to_lapse(year: int) -> Document:
    return {"state": MembershipState.RENEWAL_DUE.value, "year": year, "kept_in": {"$ne": year}}
