"""Owns the forms of what can be asked of needs. Decides nothing."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from shared.commands import Command

Urgency = Literal["low", "normal", "high"]
ClosingReason = Literal["out_of_scope", "solved", "no_answer", "other"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RaiseNeed(Command):
    """Tell the club of a difficulty."""

    need_id: UUID
    org: UUID
    title: str
    description: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SupportNeed(Command):
    """Say that another organisation has the same difficulty."""

    need_id: UUID
    org: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class QualifyNeed(Command):
    """Say what it is about, and how urgent."""

    need_id: UUID
    topics: tuple[str, ...]
    urgency: Urgency


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeNeed(Command):
    """Let another need go on with the supporters of both."""

    need_id: UUID
    into_need_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanNeed(Command):
    """Say what is to answer it: a gathering or an exchange, one of both."""

    need_id: UUID
    club_event_id: UUID | None = None
    exchange_request_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseNeed(Command):
    """Not go on with it."""

    need_id: UUID
    reason: ClosingReason


@dataclass(frozen=True, kw_only=True, slots=True)
class ReopenNeed(Command):
    """Say that the answer did not help."""

    need_id: UUID
