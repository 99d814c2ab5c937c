"""Owns the aggregate `Invitation`: somebody who may register although the rules leave them out.

Gives no seat: who is invited registers as everybody does, and may have to wait.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.registration.domain.authority import may_act_for, require_staff
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands.invitations import (
    DeclineInvitation,
    InviteGuest,
    WithdrawInvitation,
)
from services.registration.domain.eligibility import takes_guests
from services.registration.domain.errors import ClubEventStateRefuses
from services.registration.domain.invitation_errors import (
    AlreadyInvited,
    InvitationOver,
    NotTheirInvitation,
    TakesNoGuests,
)
from shared.events import registration as events
from shared.events.envelope import Payload

Events = tuple[Payload, ...]


class InvitationState(StrEnum):
    """What has become of an invitation."""

    SENT = "sent"
    ACCEPTED = "accepted"
    """The person has registered; should they give the place back, they may come back."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


INVITING = (ClubEventState.ANNOUNCED, ClubEventState.OPEN, ClubEventState.CLOSED)


@dataclass(slots=True, kw_only=True)
class Invitation:
    """One person's invitation to one gathering. Its events have the subject `invitation/<id>`."""

    id: UUID
    club_event_id: UUID
    person_id: UUID
    org: UUID
    sent_at: datetime
    state: InvitationState = InvitationState.SENT
    version: int = 0
    sequence: int = 0

    @property
    def holds(self) -> bool:
        """Whether the person may register because of it."""
        return self.state in {InvitationState.SENT, InvitationState.ACCEPTED}

    @classmethod
    def sent(
        cls, command: InviteGuest, club_event: ClubEvent, *, existing: "Invitation | None"
    ) -> "tuple[Invitation, Events]":
        """Invite somebody; the gathering then knows that it has guests.

        `existing` is the invitation of this person that holds, if any does.

        Raises:
            StaffOnly: the actor is not of the team.
            ClubEventStateRefuses: it is not announced, was given up or put off, or has begun.
            TakesNoGuests: gatherings of this kind are for their own public alone.
            AlreadyInvited: an invitation of this person holds.
        """
        require_staff(command.actor)
        club_event.require_state(*INVITING, sentence="On n’invite qu’à un évènement annoncé et à venir.")
        if command.at >= club_event.when.starts_utc:
            raise ClubEventStateRefuses("Cet évènement a commencé.", state=club_event.state)
        if not takes_guests(club_event.programme.kind):
            raise TakesNoGuests(kind=club_event.programme.kind)
        if existing is not None:
            raise AlreadyInvited(invitation_id=str(existing.id))
        club_event.has_guests = True
        invitation = cls(
            id=command.invitation_id,
            club_event_id=command.club_event_id,
            person_id=command.person_id,
            org=command.org,
            sent_at=command.at,
        )
        return invitation, (events.GuestInvited(**invitation._ids()),)

    def accept(self) -> Events:
        """Take note that the person has registered; nothing happens the second time."""
        if self.state is not InvitationState.SENT:
            return ()
        self.state = InvitationState.ACCEPTED
        return (events.InvitationAccepted(**self._ids()),)

    def decline(self, command: DeclineInvitation) -> Events:
        """Not come.

        Raises:
            NotTheirInvitation: the actor may not act for this person.
            InvitationOver: it was answered already, or taken back.
        """
        if not may_act_for(command.actor, person_id=self.person_id, org=self.org):
            raise NotTheirInvitation
        self._require_sent()
        self.state = InvitationState.DECLINED
        return (events.InvitationDeclined(**self._ids()),)

    def withdraw(self, command: WithdrawInvitation) -> Events:
        """Take it back. The registration of who has accepted is to be cancelled instead.

        Raises:
            StaffOnly: the actor is not of the team.
            InvitationOver: it was answered already, or taken back.
        """
        require_staff(command.actor)
        self._require_sent()
        self.state = InvitationState.WITHDRAWN
        return (events.InvitationWithdrawn(**self._ids()),)

    def _require_sent(self) -> None:
        if self.state is not InvitationState.SENT:
            raise InvitationOver(state=self.state)

    def _ids(self) -> dict[str, UUID]:
        return {
            "invitation_id": self.id,
            "club_event_id": self.club_event_id,
            "person_id": self.person_id,
            "org": self.org,
        }
