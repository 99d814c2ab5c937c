"""Owns the forms of what can be asked about the forgetting of people. Decides nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestErasure(Command):
    """Ask that a person be forgotten, or write down that they asked."""

    person_id: UUID
    reason: str = ""
    """As the person gave it, if at all; forgotten with them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RefuseErasure(Command):
    """Say no to a request."""

    person_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ErasePerson(Command):
    """Forget a person, whatever they do in the club: granted by an administrator."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class EraseInactive(Command):
    """Forget a person who has had no role for as long as people without one are kept."""

    person_id: UUID
    without_role_since: date
    """Whose last day came before this one is to be forgotten."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertOnErasure(Command):
    """See whether services are late in forgetting a person."""

    person_id: UUID
    erased_before: datetime
    """Whoever was erased before this instant should be forgotten everywhere by now."""
