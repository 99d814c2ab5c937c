"""Owns the form of the documents of sign-in, and the way between them and the domain.

    sign_in_requests: {_id: "<digest of the address>", email: "camille@example.org", asked_at: ISODate,
        due_at: ISODate, attempts: 0, expires_at: ISODate}
    sign_in_links: {_id: "<digest of the secret>", person_id: UUID, expires_at: ISODate, version: 1}
    sessions: {_id: UUID, person_id: UUID, device: "Firefox …", started_at: ISODate, refreshed_at: ISODate,
        expires_at: ISODate, strong: false, roles: [{role: "elected", org: UUID}], generation: 7,
        version: 7, sequence: 0}
    second_factors: {_id: person UUID, sealed_secret: Binary, is_enrolled: true, last_step: 59123456,
        recovery_digests: ["…"], version: 2, sequence: 0}
    proconnect_accounts: {_id: "<subject>", person_id: UUID, linked_at: ISODate, version: 1, sequence: 0}
    rate_limits: {_id: "<digest of what is counted>:<window>", count: 3, expires_at: ISODate}

Everything but second factors and accounts is forgotten by the database itself, minutes after `expires_at`.
"""

from pymongo import ASCENDING, DESCENDING, IndexModel

from services.directory.domain.proconnect import ProConnectAccount
from services.directory.domain.second_factor import SecondFactor
from services.directory.domain.session import Session
from services.directory.domain.sign_in_link import SignInLink, SignInRequest
from shared.commands import Role
from shared.storage.indexes import Indexes
from shared.storage.mongo import Document

REQUESTS, LINKS, SESSIONS = "sign_in_requests", "sign_in_links", "sessions"
SECOND_FACTORS, RATE_LIMITS = "second_factors", "rate_limits"
PROCONNECT_ACCOUNTS = "proconnect_accounts"

FORGOTTEN = IndexModel("expires_at", name="forgotten", expireAfterSeconds=0)
"""The database itself removes a document, minutes after its time."""

ACCESS_INDEXES: Indexes = {
    REQUESTS: (
        FORGOTTEN,
        IndexModel("due_at", name="due"),
        IndexModel("person_id", name="of_person", sparse=True),  # it names nobody: an erasure finds none
    ),
    LINKS: (FORGOTTEN, IndexModel("person_id", name="of_person")),
    SESSIONS: (
        FORGOTTEN,
        IndexModel([("person_id", ASCENDING), ("started_at", DESCENDING)], name="of_person"),
    ),
    SECOND_FACTORS: (),
    PROCONNECT_ACCOUNTS: (IndexModel("person_id", name="of_person"),),
    RATE_LIMITS: (FORGOTTEN,),
}


def to_request(document: Document) -> SignInRequest:
    """The request of a document."""
    fields = ("email", "asked_at", "attempts")
    return SignInRequest(**{field: document[field] for field in fields})


def from_link(link: SignInLink) -> Document:
    """The document of a link that opens the door."""
    kept = {"person_id": link.person_id, "expires_at": link.expires_at}
    return {"_id": link.digest, **kept, "version": 1}


def to_link(document: Document) -> SignInLink:
    """The link of a document."""
    fields = ("person_id", "expires_at", "version")
    return SignInLink(digest=document["_id"], **{field: document[field] for field in fields})


_SESSION = (
    "person_id",
    "device",
    "started_at",
    "refreshed_at",
    "expires_at",
    "strong",
    "generation",
    "sequence",
)


def from_session(session: Session) -> Document:
    """The document of a session."""
    roles = [{"role": role.name, "org": role.org} for role in session.roles]
    return {"_id": session.id, "roles": roles} | {field: getattr(session, field) for field in _SESSION}


def to_session(document: Document) -> Session:
    """The session of a document."""
    kept = {field: document[field] for field in (*_SESSION, "version")}
    roles = tuple(Role(role["role"], role["org"]) for role in document["roles"])
    return Session(id=document["_id"], roles=roles, **kept)


def from_second_factor(factor: SecondFactor) -> Document:
    """The document of a second factor."""
    return {
        "_id": factor.person_id,
        "sealed_secret": factor.sealed_secret,
        "is_enrolled": factor.is_enrolled,
        "last_step": factor.last_step,
        "recovery_digests": list(factor.recovery_digests),
        "sequence": factor.sequence,
    }


def to_second_factor(document: Document) -> SecondFactor:
    """The second factor of a document."""
    return SecondFactor(
        person_id=document["_id"],
        sealed_secret=bytes(document["sealed_secret"]),
        is_enrolled=document["is_enrolled"],
        last_step=document["last_step"],
        recovery_digests=tuple(document["recovery_digests"]),
        version=document["version"],
        sequence=document["sequence"],
    )


def from_proconnect_account(account: ProConnectAccount) -> Document:
    """The document of an account at ProConnect."""
    return {
        "_id": account.subject,
        "person_id": account.person_id,
        "linked_at": account.linked_at,
        "sequence": account.sequence,
    }


def to_proconnect_account(document: Document) -> ProConnectAccount:
    """The account at ProConnect of a document."""
    fields = ("person_id", "linked_at", "version", "sequence")
    return ProConnectAccount(subject=document["_id"], **{field: document[field] for field in fields})
