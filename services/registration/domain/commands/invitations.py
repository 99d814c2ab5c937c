"""Owns the forms of what can be asked of invitations. Decides nothing."""

from dataclasses import dataclass
from uuid import UUID

from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class InviteGuest(Command):
    """Let somebody register whom the rules of the gathering leave out."""

    invitation_id: UUID
    club_event_id: UUID
    person_id: UUID
    org: UUID
    """The organisation that the person would come for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitationCommand(Command):
    """Something to do with one invitation."""

    invitation_id: UUID
    club_event_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclineInvitation(InvitationCommand):
    """Say that the person will not come."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawInvitation(InvitationCommand):
    """Take an invitation back that nobody has accepted."""
