"""Owns the reading of visits, half-days and reports for people and timers. Never read by a decision."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pymongo import ASCENDING

from services.conventions.domain.errors.visits import UnknownReport, UnknownVisit
from services.conventions.domain.visits.ledger import HalfDayLedger
from services.conventions.domain.visits.report import Report
from services.conventions.domain.visits.visit import Visit
from services.conventions.ports.queries import Seen
from services.conventions.repository import visit_documents as form
from services.conventions.repository.lists import due_documents, page_of_documents
from shared.storage.mongo import Database, Document


class MongoVisitQueries:
    """Lists, one page at a time, each served by an index."""

    def __init__(self, database: Database) -> None:
        self._visits = database[form.VISITS]
        self._ledgers = database[form.LEDGERS]
        self._reports = database[form.REPORTS]

    async def visits(self, seen: Seen, *, after: UUID | None, limit: int) -> Sequence[Visit]:
        """Visits that somebody is shown, in the order of their making."""
        found = await page_of_documents(self._visits, _wanted(seen), after=after, limit=limit)
        return [form.to_visit(document) for document in found]

    async def visits_under(self, convention_id: UUID, *, after: UUID | None, limit: int) -> Sequence[Visit]:
        """Visits under a convention, in the order of their making."""
        wanted = {"convention_id": convention_id}
        found = await page_of_documents(self._visits, wanted, after=after, limit=limit)
        return [form.to_visit(document) for document in found]

    async def visit(self, visit_id: UUID) -> Visit:
        """One visit.

        Raises:
            UnknownVisit: there is none.
        """
        found = await self._visits.find_one({"_id": visit_id})
        if found is None:
            raise UnknownVisit
        return form.to_visit(found)

    async def ledgers(self, convention_id: UUID) -> Sequence[HalfDayLedger]:
        """The half-days of a convention, year by year; none for a year in which nothing was planned."""
        found = self._ledgers.find({"convention_id": convention_id}, sort=[("year", ASCENDING)])
        return [form.to_ledger(document) async for document in found]

    async def reports(self, seen: Seen, *, after: UUID | None, limit: int) -> Sequence[Report]:
        """Reports that somebody is shown, in the order of their making."""
        found = await page_of_documents(self._reports, _wanted(seen), after=after, limit=limit)
        return [form.to_report(document) for document in found]

    async def published_reports(self, *, after: UUID | None, limit: int) -> Sequence[Report]:
        """Reports that everybody may read, in the order of their making."""
        found = await page_of_documents(self._reports, {"published": True}, after=after, limit=limit)
        return [form.to_report(document) for document in found]

    async def report(self, report_id: UUID) -> Report:
        """One report.

        Raises:
            UnknownReport: there is none.
        """
        found = await self._reports.find_one({"_id": report_id})
        if found is None:
            raise UnknownReport
        return form.to_report(found)

    async def due_visits(self, at: datetime, *, limit: int) -> Sequence[Visit]:
        """Visits to which time does something by now, the longest due first."""
        return [form.to_visit(document) for document in await due_documents(self._visits, at, limit=limit)]

    async def due_reports(self, at: datetime, *, limit: int) -> Sequence[Report]:
        """Reports to which time does something by now, the longest due first."""
        return [form.to_report(document) for document in await due_documents(self._reports, at, limit=limit)]


def _wanted(seen: Seen) -> Document:
    if seen.org is not None:
        return {"orgs": seen.org}
    return {"people": seen.person_id} if seen.person_id is not None else {}
