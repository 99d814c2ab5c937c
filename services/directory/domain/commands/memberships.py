"""Owns the forms of what can be asked about memberships. Decides nothing."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.directory.domain.deliberation import Deliberation
from shared.commands import Command


class RejectionReason(StrEnum):
    """Why the club refuses an organisation."""

    NOT_PUBLIC = "not_public"
    OUT_OF_SCOPE = "out_of_scope"
    INCOMPLETE = "incomplete"
    DUPLICATE = "duplicate"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordProspect(Command):
    """Note that an organisation may join some day."""

    membership_id: UUID
    org: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ApplyForMembership(Command):
    """Ask that an organisation join the club."""

    membership_id: UUID
    org: UUID
    year: int
    """First year asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivateMembership(Command):
    """Accept an organisation as a member."""

    membership_id: UUID
    deliberation: Deliberation | None = None
    """The decision of its assembly; None while it is promised."""
    written_to: bool = True
    """Whether it is to be told so by mail."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordDeliberation(Command):
    """Keep the decision that was promised."""

    membership_id: UUID
    deliberation: Deliberation


@dataclass(frozen=True, kw_only=True, slots=True)
class AttachDeliberation(Command):
    """Keep the act itself beside the decision that was noted."""

    membership_id: UUID
    content: bytes = field(repr=False)
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectMembership(Command):
    """Refuse an organisation that asks to join."""

    membership_id: UUID
    reason: RejectionReason


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkRenewalDue(Command):
    """Say that a year has begun which a member has not confirmed."""

    membership_id: UUID
    year: int
    lapses_from: date
    """Day from which its end may be proposed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RenewMembership(Command):
    """Confirm that a member goes on."""

    membership_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class LapseMembership(Command):
    """End a membership that was not renewed, once the day came to propose it."""

    membership_id: UUID
    year: int


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepLapsing(Command):
    """Give a member that was proposed for its end some more time: no longer propose it this year."""

    membership_id: UUID
    year: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ResignMembership(Command):
    """Leave the club at the end of the year."""

    membership_id: UUID
