"""Owns the forms of what can be asked about a signing. Decides nothing."""

from dataclasses import dataclass, field
from uuid import UUID

from services.conventions.domain.commands.convention import DeedCommand
from services.conventions.domain.convention.parties import Signatory
from services.conventions.domain.signing.consent import CONSENT
from services.conventions.domain.signing.journal import Trace


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenSigning(DeedCommand):
    """Ask the parties to sign, all at once or one after the other."""

    signatories: tuple[Signatory, ...]
    ordered: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotCommand(DeedCommand):
    """Something asked about one party's signature, from somewhere."""

    org: UUID
    trace: Trace = field(default_factory=Trace)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenDocument(SlotCommand):
    """Look at what is to be signed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SendCode(SlotCommand):
    """Get a code by a message of its own: `nonce` is what it was made from."""

    code: str
    nonce: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FilingCommand(SlotCommand):
    """What leaves a new file."""

    document_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class SignWithCode(FilingCommand):
    """Consent to the text that was shown, and prove it with the code."""

    code: str
    sha256: str
    """Of the text that was shown, before any signature."""
    consent: str = CONSENT
    """The text that was shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignOutside(FilingCommand):
    """Give back the document, signed with a tool of one's own."""

    file: bytes
    code: str | None = None
    """What came by a message of its own; None where a session says who asks, and no link does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UploadScan(FilingCommand):
    """Give the scan of a paper signed by hand."""

    file: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmScan(FilingCommand):
    """Say that a scan is the text, signed by the signatory."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RefuseToSign(SlotCommand):
    """Say no, with a reason."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ResendInvitation(SlotCommand):
    """Ask a signatory again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplaceSignatory(DeedCommand):
    """Name another signatory for a party."""

    signatory: Signatory
