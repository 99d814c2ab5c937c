"""Owns the form of this service's own documents, their indexes, and the way between them and the aggregates.

    exchange_requests: {_id: UUID, orgs: [UUID, UUID], due_at: ISODate | null,
        content: {state: "proposed", wish: {…}, proposals: [{…}], …}, version: 3, sequence: 4}
    conventions: {_id: UUID, reference: "CONV-2027-014", orgs: [UUID, UUID], people: [UUID],
        taught_by: UUID | null, signatories: [UUID], due_at: ISODate | null,
        content: {parties: […], terms: {…}, deed: {…}, …}, version: 9, sequence: 7}
    text_versions: {_id: "<convention>-2", convention_id: UUID, number: 2, people: [UUID],
        content: {parties: […], terms: {…}, …}}
    references: {_id: "CONV-2027", last: 14, version: 14}
    documents: {_id: UUID, sha256: "9f86…", convention_id: UUID, reference: "CONV-2027-014", amendment: null,
        text_version: 2, kind: "signed", at: ISODate, people: [UUID], content: BinData}

What is searched stands beside `content`, which is the aggregate whole. A file is one bounded document, so
that it is written with the state that names it, or not at all. Index `due` is read by the timers;
`signatories` finds what somebody whose mandate ends was to sign; `digest` finds a file by its bytes; `people`
finds what names somebody; `taught_by` counts the conventions that an offering organisation carried out.
"""

from uuid import UUID

from bson.binary import Binary
from pydantic import TypeAdapter
from pymongo import ASCENDING, IndexModel

from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.deed import DeedState
from services.conventions.domain.convention.references import References
from services.conventions.domain.convention.versions import TextVersion
from services.conventions.domain.documents import DocumentKind, FiledDocument, StoredDocument
from services.conventions.domain.exchange.request import ExchangeRequest
from shared.storage.indexes import Indexes
from shared.storage.mongo import Document

EXCHANGE_REQUESTS, CONVENTIONS = "exchange_requests", "conventions"
REFERENCES, DOCUMENTS, TEXT_VERSIONS = "references", "documents", "text_versions"

DUE = IndexModel("due_at", name="due", partialFilterExpression={"due_at": {"$type": "date"}})
OF_ORG = IndexModel([("orgs", ASCENDING), ("_id", ASCENDING)], name="of_organisation")
AGREEMENT_INDEXES: Indexes = {
    EXCHANGE_REQUESTS: (DUE, OF_ORG),
    CONVENTIONS: (
        DUE,
        OF_ORG,
        IndexModel("reference", name="reference", unique=True),
        IndexModel("signatories", name="signatories"),
        IndexModel("people", name="people"),
        IndexModel("taught_by", name="taught_by", sparse=True),
    ),
    TEXT_VERSIONS: (
        IndexModel([("convention_id", ASCENDING), ("number", ASCENDING)], name="of_convention"),
        IndexModel("people", name="people"),
    ),
    REFERENCES: (),
    DOCUMENTS: (
        IndexModel("sha256", name="digest"),
        IndexModel([("convention_id", ASCENDING), ("_id", ASCENDING)], name="of_convention"),
        IndexModel("people", name="people"),
    ),
}

_REQUEST = TypeAdapter(ExchangeRequest)
_CONVENTION = TypeAdapter(Convention)
_VERSION = TypeAdapter(TextVersion)
BESIDE = {"id", "version", "sequence"}
"""What a document says beside the content."""


def from_exchange_request(request: ExchangeRequest) -> Document:
    """The document of a request."""
    return {
        "_id": request.id,
        "orgs": sorted({request.receiving_org, *(each.offering_org for each in request.proposals)}),
        "due_at": request.due_at,
        "content": _REQUEST.dump_python(request, mode="json", exclude=BESIDE),
        "sequence": request.sequence,
    }


def to_exchange_request(document: Document) -> ExchangeRequest:
    """The request of a document."""
    return _REQUEST.validate_python(whole(document))


def from_convention(convention: Convention) -> Document:
    """The document of a convention."""
    return {
        "_id": convention.id,
        "reference": convention.reference,
        "orgs": sorted({party.org for party in convention.parties}),
        "people": sorted(convention.people),
        "taught_by": convention.offering_org if convention.has_run else None,
        "signatories": _asked(convention),
        "due_at": convention.due_at,
        "content": _CONVENTION.dump_python(convention, mode="json", exclude=BESIDE),
        "sequence": convention.sequence,
    }


def to_convention(document: Document) -> Convention:
    """The convention of a document."""
    return _CONVENTION.validate_python(whole(document))


def from_version(version: TextVersion) -> Document:
    """The document of a version of a text."""
    return {
        "_id": version.id,
        "convention_id": version.convention_id,
        "number": version.version,
        "people": sorted(agent.person_id for agent in version.terms.agents if agent.person_id),
        "content": _VERSION.dump_python(version, mode="json"),
    }


def to_version(document: Document) -> TextVersion:
    """The version of a document."""
    return _VERSION.validate_python(document["content"])


def from_references(references: References) -> Document:
    """The document of a year's references."""
    return {"_id": references.id, "last": references.last}


def to_references(document: Document) -> References:
    """The references of a document."""
    return References(id=document["_id"], last=document["last"], version=document["version"])


def from_document(document: StoredDocument) -> Document:
    """The document of a file."""
    return {
        "_id": document.id,
        "sha256": document.sha256,
        "convention_id": document.convention_id,
        "reference": document.reference,
        "amendment": document.amendment,
        "text_version": document.text_version,
        "kind": document.kind.value,
        "at": document.at,
        "people": sorted(document.people),
        "content": Binary(document.content),
    }


def to_document(document: Document) -> StoredDocument:
    """The file of a document."""
    return StoredDocument(
        id=document["_id"],
        convention_id=document["convention_id"],
        reference=document["reference"],
        amendment=document["amendment"],
        text_version=document["text_version"],
        kind=DocumentKind(document["kind"]),
        at=document["at"],
        people=frozenset(document["people"]),
        content=bytes(document["content"]),
    )


def to_filed_document(document: Document) -> FiledDocument:
    """What is known of a file, from its document without the content."""
    return FiledDocument(
        sha256=document["sha256"],
        convention_id=document["convention_id"],
        amendment=document["amendment"],
        text_version=document["text_version"],
        kind=DocumentKind(document["kind"]),
    )


def _asked(convention: Convention) -> list[UUID]:
    """Whose signature is not given yet, in all that is being signed."""
    deeds = [convention.deed, *(amendment.deed for amendment in convention.amendments)]
    signings = [deed.signing for deed in deeds if deed.state is DeedState.SIGNING and deed.signing]
    slots = [slot for signing in signings for slot in signing.slots if slot.signed_at is None]
    return sorted({slot.signatory.person_id for slot in slots})


def whole(document: Document) -> Document:
    """The fields of an aggregate, from the content and from beside it."""
    beside = {"id": document["_id"], "version": document["version"], "sequence": document["sequence"]}
    return {**document["content"], **beside}
