"""Owns the forms of what can be asked about a convention, but for its signing. Decides nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.parties import Party
from services.conventions.domain.convention.terms import LegalForm, Terms
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class ConventionCommand(Command):
    """Something asked about one convention."""

    convention_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftConvention(ConventionCommand):
    """Begin to write down a match."""

    exchange_request_id: UUID
    legal_form: LegalForm
    facilitator_signs: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DeedCommand(ConventionCommand):
    """Something asked about a text to sign: the convention itself, or one of its amendments."""

    amendment: int | None = None
    """Number of the amendment; None for the convention itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviseText(ConventionCommand):
    """Write another version of the convention."""

    legal_form: LegalForm
    parties: tuple[Party, ...]
    terms: Terms


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestReview(DeedCommand):
    """Ask the parties to read and approve."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CommentText(DeedCommand):
    """Say something about the text in review; `asks_change` sends it back."""

    comment_id: UUID
    org: UUID
    body: str
    asks_change: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveText(DeedCommand):
    """Agree to the text, for a party."""

    org: UUID
    version: int
    """The version that was read."""
    document_id: UUID
    """Names the document, should this be the last approval."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Abandon(DeedCommand):
    """Give it up before every party has signed."""

    reason_code: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordTransmission(ConventionCommand):
    """Record that an act was sent to the prefecture, or need not be."""

    org: UUID
    required: bool
    transmitted_on: date | None = None
    receipt_number: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftAmendment(ConventionCommand):
    """Begin to change a signed convention."""

    subject: str
    changes: Changes
    effect_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviseAmendment(DraftAmendment):
    """Write another version of an amendment that is not frozen."""

    amendment: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordTermination(ConventionCommand):
    """Record that a party ends it early."""

    org: UUID
    notified_on: date
    reason_code: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchConvention(ConventionCommand):
    """Do what is due: reminders, window, entry into force, warnings, end."""

    report_id: UUID
    """Of the final report, if it is asked for now."""
