"""Owns what is known of a file of a convention, and what a seal says on it. Holds no rule of signing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from services.conventions.domain.convention.parties import Party, Signatory
from services.conventions.domain.convention.terms import LegalForm, Terms
from services.conventions.domain.signing.assessed import Level


class DocumentKind(StrEnum):
    """What a file is."""

    TEXT = "text"
    """The frozen text, before any signature."""
    SIGNED = "signed"
    """The text with the signatures so far."""
    SCAN = "scan"
    """A paper signed by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """One file, which never changes; the digest names its bytes."""

    id: UUID
    convention_id: UUID
    reference: str
    amendment: int | None
    text_version: int
    kind: DocumentKind
    at: datetime
    people: frozenset[UUID]
    """Whom it names and the directory knows."""
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return digest_of(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledDocument:
    """What is known of a file without reading it."""

    sha256: str
    convention_id: UUID
    amendment: int | None
    text_version: int
    kind: DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """All that the document of a convention, or of an amendment, is written from."""

    reference: str
    version: int
    template_version: int
    legal_form: LegalForm
    parties: tuple[Party, ...]
    terms: Terms
    exchange_request_id: UUID
    document_id: UUID | None
    """Names the document to whoever verifies it; none for a preview, which is kept nowhere."""
    amendment: int | None = None
    subject: str = ""
    changed_fields: tuple[str, ...] = ()
    effect_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What a seal says of the signature that it holds."""

    party: Party
    signatory: Signatory
    name: str
    method: str
    at: datetime
    journal_hash: str
    """The last hash of the journal: the seal vouches for all that it covers."""
    scan_sha256: str = ""
    level: Level = Level.SIMPLE
    """As far as could be checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """A file with one more signature, whose check passed."""

    content: bytes
    level: Level
    profile: str
    """`B-B`, `B-T` or `B-LTA`, of PAdES."""
    signer: str
    findings: str


def digest_of(content: bytes) -> str:
    """SHA-256, as 64 hexadecimal digits."""
    return sha256(content).hexdigest()
