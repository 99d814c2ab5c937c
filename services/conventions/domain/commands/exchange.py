"""Owns the forms of what can be asked about exchange requests. Decides nothing."""

from dataclasses import dataclass
from uuid import UUID

from services.conventions.domain.exchange.wish import Wish
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class ExchangeCommand(Command):
    """Something asked about one request."""

    exchange_request_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestExchange(ExchangeCommand):
    """Ask to learn from another organisation."""

    receiving_org: UUID
    wish: Wish
    need_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QualifyExchange(ExchangeCommand):
    """Make the request clear and take it on."""

    wish: Wish


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclineExchange(ExchangeCommand):
    """Say no to the request."""

    reason_code: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawExchange(ExchangeCommand):
    """No longer ask."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeMatch(ExchangeCommand):
    """Propose an offering organisation."""

    proposal_id: UUID
    offering_org: UUID
    agreed_beforehand: bool = False
    """It has no published offer but told staff that it would."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchCommand(ExchangeCommand):
    """Something asked about one proposal; `org` is whose word it is."""

    proposal_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptMatch(MatchCommand):
    """Say yes for an organisation."""

    org: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclineMatch(MatchCommand):
    """Say no for an organisation."""

    org: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawMatch(MatchCommand):
    """Take a proposal back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchExchange(ExchangeCommand):
    """Do what is due: reminders, expiry."""
