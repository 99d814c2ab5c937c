"""Owns the forms of what can be asked about the end of many mandates at once. Decides nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.directory.domain.held_roles import AppointedRole
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class PrepareClosure(Command):
    """Say which mandates are to end after an election, without ending any yet."""

    closure_id: UUID
    orgs: tuple[UUID, ...]
    ends_on: date
    appointments: frozenset[AppointedRole] = frozenset()
    """To end with them, for those whose mandate ends there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptClosure(Command):
    """Have what was prepared done."""

    closure_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseMandates(Command):
    """Say the last day of all mandates of a person in some organisations."""

    person_id: UUID
    orgs: frozenset[UUID]
    ends_on: date
    appointments: frozenset[AppointedRole] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class FinishClosure(Command):
    """Note that all of it is done."""

    closure_id: UUID
