"""Owns one function per command of invitations: load, decide, save. Decides nothing itself."""

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands import invitations as commands
from services.registration.domain.errors import UnknownOrganisation, UnknownPerson
from services.registration.domain.invitation_errors import UnknownInvitation
from services.registration.domain.invitations import Invitation
from services.registration.domain.registrations import Registration
from services.registration.ports.stores import Registrations


async def invite_guest(command: commands.InviteGuest, store: Registrations) -> Invitation:
    """Let somebody register whom the rules leave out."""
    club_event = await store.club_event(command.club_event_id)
    if await store.needs.attendee(command.person_id) is None:
        raise UnknownPerson
    if await store.organisation(command.org) is None:
        raise UnknownOrganisation
    existing = (await store.invitations.holding(club_event.id)).get(command.person_id)
    invitation, events = Invitation.sent(command, club_event, existing=existing)
    store.invitations.save(invitation, events)
    store.save_club_event(club_event)
    return invitation


async def decline_invitation(command: commands.DeclineInvitation, store: Registrations) -> Invitation:
    """Not come."""
    invitation = await _invitation(command, store)
    store.invitations.save(invitation, invitation.decline(command))
    return invitation


async def withdraw_invitation(command: commands.WithdrawInvitation, store: Registrations) -> Invitation:
    """Take an invitation back."""
    invitation = await _invitation(command, store)
    store.invitations.save(invitation, invitation.withdraw(command))
    return invitation


async def accept_invitation(club_event: ClubEvent, registration: Registration, store: Registrations) -> None:
    """Take note that somebody who may be invited comes, or waits to."""
    if not club_event.has_guests:
        return
    invitation = (await store.invitations.holding(club_event.id)).get(registration.person_id)
    if invitation is not None and invitation.org == registration.org and (events := invitation.accept()):
        store.invitations.save(invitation, events)


async def _invitation(command: commands.InvitationCommand, store: Registrations) -> Invitation:
    invitation = await store.invitations.invitation(command.invitation_id)
    if invitation.club_event_id != command.club_event_id:
        raise UnknownInvitation
    return invitation
