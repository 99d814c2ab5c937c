"""Owns the forms of what can be asked about people and their roles. Decides nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.directory.domain.held_roles import HeldRole
from services.directory.domain.identity import Identity
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitePerson(Command):
    """Add a person, with the role that makes them one of the club's people."""

    person_id: UUID
    identity: Identity
    first_role: HeldRole
    written_to: bool = False
    """Whether they are to be told so by mail."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivatePerson(Command):
    """Let an invited person in, on their first sign-in."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdatePerson(Command):
    """Replace how a person is named and reached."""

    person_id: UUID
    identity: Identity


@dataclass(frozen=True, kw_only=True, slots=True)
class StartRole(Command):
    """Give a person a mandate, a post or an appointment."""

    person_id: UUID
    role: HeldRole


@dataclass(frozen=True, kw_only=True, slots=True)
class EndRole(Command):
    """Say the last day of a mandate, a post or an appointment."""

    person_id: UUID
    role_id: UUID
    ends_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class RecheckRoles(Command):
    """Look again at which roles of a person are in force, since days pass without anybody acting."""

    person_id: UUID
