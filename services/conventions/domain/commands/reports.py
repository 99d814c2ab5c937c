"""Owns the forms of what can be asked about reports. Decides nothing."""

from dataclasses import dataclass
from uuid import UUID

from services.conventions.domain.visits.account import Account
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportCommand(Command):
    """Something asked about one report under one convention."""

    convention_id: UUID
    report_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class WriteReport(ReportCommand):
    """Write it, or write it anew."""

    account: Account


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmitReport(ReportCommand):
    """Hand it in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnReport(ReportCommand):
    """Ask for more."""

    comment: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidateReport(ReportCommand):
    """Agree to it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreeToPublish(ReportCommand):
    """Let everybody read it, for an organisation; or take that back."""

    org: UUID
    agreed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishReport(ReportCommand):
    """Let everybody read it, at this address."""

    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchReport(ReportCommand):
    """Do what time does to it."""
