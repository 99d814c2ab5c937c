"""Owns the forms of what can be asked about fees and their schedule. Decides nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.directory.domain.fee_lines import FeeLine
from services.directory.domain.rounds import Round
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class OfYear(Command):
    """A command about a year of the club."""

    year: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SetFeeSchedule(OfYear):
    """Set what members owe for a year."""

    lines: tuple[FeeLine, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OfFee(OfYear):
    """A command about the fee of a membership for a year."""

    membership_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class CallFee(OfFee):
    """Ask a member for its fee."""

    due_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptCalls(OfYear):
    """Have all fees of a year called that are not yet."""

    due_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class FinishCalls(OfYear):
    """Note that all of them are called, but for those that cannot be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPayment(OfFee):
    """Note that the fee was received."""

    amount_cents: int
    received_on: date
    bank_reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelPayment(OfFee):
    """Take back a payment that was noted by mistake."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WaiveFee(OfFee):
    """Give up the fee."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkFeeOverdue(OfFee):
    """Note that the last day to pay has passed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RemindFee(OfFee):
    """Remind a member of its fee, as the round proposes."""

    step: Round


@dataclass(frozen=True, kw_only=True, slots=True)
class SpareFee(OfFee):
    """Do not remind this member in this round."""

    step: Round


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenRound(OfYear):
    """Say that the day came to propose calls, reminders, or the end of memberships."""

    step: Round
    count: int
    """How many members are concerned."""
