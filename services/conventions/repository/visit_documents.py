"""Owns the form of the documents of visits, ledgers, bookings and reports, and the way to the aggregates.

    visits: {_id: UUID, reference: "VIS-2027-031", convention_id: UUID, orgs: [UUID, UUID], people: [UUID],
        due_at: ISODate | null, content: {state: "scheduled", plan: {…}, …}, version: 3, sequence: 4}
    half_day_ledgers: {_id: "<convention>-2027", convention_id: UUID, year: 2027, reserved: 5, consumed: 3,
        version: 4, sequence: 1}
    bookings: {_id: "<agent>/2027-10-14/morning", agent: UUID, visit_id: UUID}
    reports: {_id: UUID, convention_id: UUID, visit_id: UUID | null, orgs: [UUID, UUID], people: [UUID],
        published: false, due_at: ISODate | null, content: {…}, version: 2, sequence: 2}

A booking exists as long as its visit is scheduled: that its `_id` is unique is what keeps an agent from
being expected in two places. `people` are the agents of a visit, planned or come, and those who may write a
report. Index `due` is read by the timers; `of_convention`, `of_organisation` and `people` serve lists;
`visit` lets a visit have one report, and a convention one final report; `published` lists what everybody may
read.
"""

from datetime import date
from uuid import UUID

from pydantic import TypeAdapter
from pymongo import ASCENDING, IndexModel

from services.conventions.domain.visits.ledger import HalfDayLedger
from services.conventions.domain.visits.report import Report, ReportState
from services.conventions.domain.visits.slots import Half
from services.conventions.domain.visits.visit import Visit
from services.conventions.repository.documents import BESIDE, DUE, OF_ORG, whole
from shared.storage.indexes import Indexes
from shared.storage.mongo import Document

VISITS, LEDGERS, BOOKINGS, REPORTS = "visits", "half_day_ledgers", "bookings", "reports"

_OF_CONVENTION = IndexModel([("convention_id", ASCENDING), ("_id", ASCENDING)], name="of_convention")
_PEOPLE = IndexModel([("people", ASCENDING), ("_id", ASCENDING)], name="people")
VISIT_INDEXES: Indexes = {
    VISITS: (
        DUE,
        OF_ORG,
        _OF_CONVENTION,
        _PEOPLE,
        IndexModel("reference", name="reference", unique=True),
    ),
    LEDGERS: (IndexModel("convention_id", name="of_convention"),),
    BOOKINGS: (IndexModel("agent", name="agent"),),
    REPORTS: (
        DUE,
        OF_ORG,
        _PEOPLE,
        IndexModel([("convention_id", ASCENDING), ("visit_id", ASCENDING)], name="visit", unique=True),
        IndexModel("published", name="published", partialFilterExpression={"published": True}),
    ),
}

_VISIT = TypeAdapter(Visit)
_REPORT = TypeAdapter(Report)


def booking_id(agent: UUID, key: tuple[date, Half]) -> str:
    """What says that an agent is expected on a half-day."""
    day, half = key
    return f"{agent}/{day.isoformat()}/{half}"


def from_visit(visit: Visit) -> Document:
    """The document of a visit."""
    return {
        "_id": visit.id,
        "reference": visit.reference,
        "convention_id": visit.convention_id,
        "orgs": sorted((visit.offering_org, visit.receiving_org)),
        "people": sorted(visit.people),
        "due_at": visit.due_at,
        "content": _VISIT.dump_python(visit, mode="json", exclude=BESIDE),
        "sequence": visit.sequence,
    }


def to_visit(document: Document) -> Visit:
    """The visit of a document."""
    return _VISIT.validate_python(whole(document))


def from_ledger(ledger: HalfDayLedger) -> Document:
    """The document of a ledger."""
    return {
        "_id": ledger.id,
        "convention_id": ledger.convention_id,
        "year": ledger.year,
        "reserved": ledger.reserved,
        "consumed": ledger.consumed,
        "sequence": ledger.sequence,
    }


def to_ledger(document: Document) -> HalfDayLedger:
    """The ledger of a document."""
    return HalfDayLedger(
        convention_id=document["convention_id"],
        year=document["year"],
        reserved=document["reserved"],
        consumed=document["consumed"],
        version=document["version"],
        sequence=document["sequence"],
    )


def from_report(report: Report) -> Document:
    """The document of a report."""
    return {
        "_id": report.id,
        "convention_id": report.convention_id,
        "visit_id": report.visit_id,
        "orgs": sorted(report.parties),
        "people": sorted(report.authors),
        "published": report.state is ReportState.PUBLISHED,
        "due_at": report.due_at,
        "content": _REPORT.dump_python(report, mode="json", exclude=BESIDE),
        "sequence": report.sequence,
    }


def to_report(document: Document) -> Report:
    """The report of a document."""
    return _REPORT.validate_python(whole(document))
