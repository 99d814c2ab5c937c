"""Owns the loading and saving of visits, ledgers, bookings and reports within one unit of work."""

from collections.abc import Collection, Sequence
from copy import copy
from uuid import UUID

from pymongo import ASCENDING, DeleteOne, InsertOne

from services.conventions.domain.errors.visits import UnknownReport, UnknownVisit
from services.conventions.domain.visits.ledger import HalfDayLedger, ledger_id
from services.conventions.domain.visits.report import Report
from services.conventions.domain.visits.slots import Slot
from services.conventions.domain.visits.visit import Visit, VisitState
from services.conventions.repository import visit_documents as form
from services.conventions.repository.members import MongoMembers
from shared.events.envelope import Payload
from shared.storage.loading import Loading
from shared.storage.unit_of_work import UnitOfWork

Bookings = dict[str, UUID]
"""Booking id → agent."""


class MongoVisits(Loading):
    """The store of visits. What one decision of a batch changed, the next one reads from memory."""

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(work)
        self._members = MongoMembers(work)

    async def visit(self, visit_id: UUID) -> Visit:
        """One visit: a copy, so that a decision that is refused in the end leaves no trace.

        Raises:
            UnknownVisit: there is none.
        """
        found = await self._load(form.VISITS, {"_id": visit_id}, form.to_visit)
        if found is None:
            raise UnknownVisit
        self._work.known.setdefault(("bookings", visit_id), _bookings(found))
        return copy(found)

    async def visits_under(self, convention_id: UUID) -> Sequence[Visit]:
        """All visits under a convention, as copies."""
        wanted = {"convention_id": convention_id}
        found = self._work.database[form.VISITS].find(wanted, {"_id": 1}, sort=[("_id", ASCENDING)])
        ids = [document["_id"] async for document in found]
        staged = [
            known.id
            for known in self._work.known.values()
            if isinstance(known, Visit) and known.convention_id == convention_id and known.id not in ids
        ]
        return [await self.visit(visit_id) for visit_id in (*ids, *staged)]

    async def ledger(self, convention_id: UUID, year: int) -> HalfDayLedger:
        """The half-days of a convention in a calendar year."""
        wanted = {"_id": ledger_id(convention_id, year)}
        found = await self._load(form.LEDGERS, wanted, form.to_ledger)
        return found or HalfDayLedger(convention_id=convention_id, year=year)

    async def report(self, report_id: UUID) -> Report:
        """One report: a copy, too.

        Raises:
            UnknownReport: there is none.
        """
        found = await self._load(form.REPORTS, {"_id": report_id}, form.to_report)
        if found is None:
            raise UnknownReport
        return copy(found)

    async def booked(self, slots: Sequence[Slot], *, besides: UUID) -> frozenset[UUID]:
        """Those of the agents on these half-days who are expected by another visit than `besides`."""
        wanted = _booking_ids(slots)
        found = self._work.database[form.BOOKINGS].find({"_id": {"$in": list(wanted)}})
        holders = {document["_id"]: document["visit_id"] async for document in found}
        staged = {
            booking: self._work.known["booking", booking] for booking in wanted if self._is_staged(booking)
        }
        return frozenset(
            wanted[booking]
            for booking, holder in (holders | staged).items()
            if holder is not None and holder != besides
        )

    async def strangers(self, agents: Collection[UUID], *, org: UUID) -> frozenset[UUID]:
        """Those of them of whom no event says that they work for the organisation."""
        people = [await self._members.person(agent) for agent in agents]
        known = {person.id for person in people if person is not None and org in person.employers}
        return frozenset(agents) - known

    def save_visit(self, visit: Visit, events: Sequence[Payload] = ()) -> None:
        """Stage a visit, its bookings and its events."""
        before: Bookings = self._work.known.get(("bookings", visit.id), {})
        after = _bookings(visit)
        for booking in before.keys() - after.keys():
            self._stage(booking, None)
            self._work.write(form.BOOKINGS, DeleteOne({"_id": booking, "visit_id": visit.id}))
        for booking in after.keys() - before.keys():
            self._stage(booking, visit.id)
            document = {"_id": booking, "agent": after[booking], "visit_id": visit.id}
            self._work.write(form.BOOKINGS, InsertOne(document))
        self._work.known["bookings", visit.id] = after
        self._save(form.VISITS, visit, form.from_visit, events)

    def save_ledger(self, ledger: HalfDayLedger, events: Sequence[Payload] = ()) -> None:
        """Stage a ledger and its events."""
        self._save(form.LEDGERS, ledger, form.from_ledger, events)

    def save_report(self, report: Report, events: Sequence[Payload] = ()) -> None:
        """Stage a report and its events."""
        self._save(form.REPORTS, report, form.from_report, events)

    def _stage(self, booking: str, visit_id: UUID | None) -> None:
        self._work.known["booking", booking] = visit_id

    def _is_staged(self, booking: str) -> bool:
        return ("booking", booking) in self._work.known


def _bookings(visit: Visit) -> Bookings:
    """What a visit holds: nothing, unless it is scheduled."""
    return _booking_ids(visit.plan.slots) if visit.state is VisitState.SCHEDULED else {}


def _booking_ids(slots: Sequence[Slot]) -> Bookings:
    return {form.booking_id(agent, slot.key): agent for slot in slots for agent in slot.agents}
