"""Owns the form of what is kept of exchanges, their indexes, and the way between documents and the domain.

    exchange_requests: {_id: UUID, sequence: 4, names: {"<org>": "Manduel"}, receiving_org: "<org>",
        offering_org: "<org>" | null, topics: ["gaspillage"]}
    conventions: {_id: UUID, sequence: 12, names: {…}, receiving_org: "<org>", offering_org: "<org>",
        topics: [], reference: "CONV-2027-014", legal_form: "partnership",
        signatories: [{amendment: null, org: "<org>", person_id: UUID}]}
    visits: {_id: UUID, sequence: 3, names: {…}, receiving_org: "<org>", offering_org: "<org>", topics: [],
        convention_id: "<id>", convention_reference: "CONV-2027-014", proposed_by: "<org>" | null,
        slots: [{date: "2027-03-12", half: "morning"}], agents_count: 2, reference: "VIS-2027-031",
        when: {…} | null, place: {…} | null, agents: [UUID], invited: [UUID]}

Ids are text, as in the events that tell them, but for those of people, which are looked for.
"""

from typing import Final, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from pymongo import IndexModel

from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.exchanges.requests import ExchangeRequestCopy
from services.notifications.domain.exchanges.visits import VisitCopy
from shared.storage.indexes import Indexes
from shared.storage.mongo import Document

EXCHANGE_REQUESTS, CONVENTIONS, VISITS = "exchange_requests", "conventions", "visits"

INDEXES: Indexes = {
    EXCHANGE_REQUESTS: (),
    CONVENTIONS: (IndexModel("signatories.person_id", name="signatories"),),
    VISITS: (IndexModel("agents", name="agents"), IndexModel("invited", name="invited")),
}

C = TypeVar("C", ExchangeRequestCopy, ConventionCopy, VisitCopy)

_REQUEST: Final = TypeAdapter(ExchangeRequestCopy)
_CONVENTION: Final = TypeAdapter(ConventionCopy)
_VISIT: Final = TypeAdapter(VisitCopy)


def from_exchange_request(request: ExchangeRequestCopy) -> Document:
    """The document of an exchange request."""
    return _document(_REQUEST, request, "exchange_request_id", request.exchange_request_id)


def to_exchange_request(document: Document) -> ExchangeRequestCopy:
    """The exchange request of a document."""
    return _copy(_REQUEST, document, "exchange_request_id")


def from_convention(convention: ConventionCopy) -> Document:
    """The document of a convention."""
    document = _document(_CONVENTION, convention, "convention_id", convention.convention_id)
    for written, signatory in zip(document["signatories"], convention.signatories, strict=True):
        written["person_id"] = signatory.person_id
    return document


def to_convention(document: Document) -> ConventionCopy:
    """The convention of a document."""
    return _copy(_CONVENTION, document, "convention_id")


def from_visit(visit: VisitCopy) -> Document:
    """The document of a visit."""
    document = _document(_VISIT, visit, "visit_id", visit.visit_id)
    return document | {"agents": list(visit.agents), "invited": list(visit.invited)}


def to_visit(document: Document) -> VisitCopy:
    """The visit of a document."""
    return _copy(_VISIT, document, "visit_id")


def _document(adapter: TypeAdapter[C], copy: C, identity: str, id_: UUID) -> Document:
    document: Document = adapter.dump_python(copy, mode="json", exclude={identity})
    return {"_id": id_, **document}


def _copy(adapter: TypeAdapter[C], document: Document, identity: str) -> C:
    return adapter.validate_python({**document, identity: document["_id"]})
