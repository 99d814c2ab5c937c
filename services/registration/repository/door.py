"""Owns what the door of a gathering needs within one unit of work: scans, arrivals, and how many came."""

from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from pymongo import InsertOne

from services.registration.domain.attendance import ScanOutcome
from services.registration.domain.documents import Turnout
from services.registration.domain.registrations import Registration
from services.registration.repository.documents import REGISTRATIONS, SCANS, from_scan, to_scan
from shared.storage.mongo import Document
from shared.storage.unit_of_work import UnitOfWork


class MongoDoor:
    """The door's store; `registration` gives the instance that the batch has of a document."""

    def __init__(self, work: UnitOfWork, registration: Callable[[Document], Registration]) -> None:
        self._work = work
        self._registration = registration

    async def registrations_among(self, ids: Collection[UUID]) -> Mapping[UUID, Registration]:
        """Those of these registrations that there are, at whatever gathering."""
        documents = self._work.database[REGISTRATIONS].find({"_id": {"$in": list(ids)}})
        return {document["_id"]: self._registration(document) async for document in documents}

    async def scans_among(self, ids: Collection[UUID]) -> Mapping[UUID, ScanOutcome]:
        """What became of those of these scans that were taken before."""
        taken = self._work.database[SCANS].find({"_id": {"$in": list(ids)}})
        stored = {document["_id"]: to_scan(document) async for document in taken}
        staged = {one: self._work.known["scan", one] for one in ids if ("scan", one) in self._work.known}
        return stored | staged

    async def unsettled_registrations(self, club_event_id: UUID, *, limit: int) -> Sequence[Registration]:
        """Some seats of which nobody said whether the person came: fewer than `limit` are the last."""
        confirmed = {"club_event_id": club_event_id, "active": True, "state": "confirmed"}
        documents = self._work.database[REGISTRATIONS].find(confirmed, limit=limit)
        return [self._registration(document) async for document in documents]

    def save_scan(self, outcome: ScanOutcome) -> None:
        """Stage what became of a scan."""
        self._work.known["scan", outcome.scan.scan_id] = outcome
        self._work.write(SCANS, InsertOne(from_scan(outcome)))

    async def turnout(self, club_event_id: UUID) -> Turnout:
        """Who came to a gathering, in numbers."""
        registrations = self._work.database[REGISTRATIONS]
        of_state = {"club_event_id": club_event_id, "active": True}
        unsettled = await registrations.count_documents(of_state | {"state": "confirmed"})
        attended = of_state | {"state": "attended"}
        organisations = await registrations.distinct("org", attended)
        return Turnout(
            attended=await registrations.count_documents(attended),
            organisations=len(organisations),
            unsettled=unsettled,
        )
