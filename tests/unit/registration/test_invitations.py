"""People whom the rules of a gathering leave out may come when they are invited, where it takes guests."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands.invitations import (
    DeclineInvitation,
    InviteGuest,
    WithdrawInvitation,
)
from services.registration.domain.commands.programme import DraftClubEvent
from services.registration.domain.eligibility import refusal
from services.registration.domain.errors import ClubEventStateRefuses, StaffOnly
from services.registration.domain.invitation_errors import (
    AlreadyInvited,
    InvitationOver,
    NotTheirInvitation,
    TakesNoGuests,
)
from services.registration.domain.invitations import Invitation, InvitationState
from services.registration.domain.members import Applicant
from services.registration.domain.programme import ClubEventMode, Kind, Programme
from shared.commands import Actor
from shared.events.pieces import Place
from shared.events.registration import (
    GuestInvited,
    InvitationAccepted,
    InvitationDeclined,
    InvitationWithdrawn,
)
from tests.unit.registration.given import (
    COLLEGE,
    CONFERENCE,
    NEIGHBOUR,
    NOW,
    SOMEBODY,
    STAFF,
    TODAY,
    WORKSHOP,
    announced,
    applicant,
    referent_of,
)

HALL = replace(WORKSHOP, mode=ClubEventMode.IN_PERSON, place=Place(label="Salle Leprun"))
MORNING = replace(HALL, kind=Kind.POLITICAL_MORNING, area=("DEP-30",))
MEETING = replace(HALL, kind=Kind.POLITICAL_MEETING)
GUEST = applicant("referent", organisation=COLLEGE)


def to_invite(club_event: ClubEvent, who: Applicant = GUEST, *, actor: Actor = STAFF) -> InviteGuest:
    return InviteGuest(
        actor=actor,
        at=NOW,
        invitation_id=uuid4(),
        club_event_id=club_event.id,
        person_id=who.attendee.person_id,
        org=who.organisation.org,
    )


def invited(club_event: ClubEvent) -> Invitation:
    invitation, _ = Invitation.sent(to_invite(club_event), club_event, existing=None)
    return invitation


def to_decline(invitation: Invitation, *, actor: Actor) -> DeclineInvitation:
    return DeclineInvitation(
        actor=actor, at=NOW, invitation_id=invitation.id, club_event_id=invitation.club_event_id
    )


def to_withdraw(invitation: Invitation, *, actor: Actor = STAFF) -> WithdrawInvitation:
    return WithdrawInvitation(
        actor=actor, at=NOW, invitation_id=invitation.id, club_event_id=invitation.club_event_id
    )


@pytest.mark.parametrize(
    ("programme", "who", "still"),
    [
        (MORNING, applicant("referent", organisation=COLLEGE), None),
        (MORNING, applicant("elected", organisation=replace(NEIGHBOUR, departement="62", region="32")), None),
        (MEETING, applicant("elected", organisation=NEIGHBOUR), None),
        (MEETING, applicant("referent", organisation=NEIGHBOUR), "elected_only"),
        (MEETING, applicant("technical", organisation=NEIGHBOUR), "companion_without_elected"),
        (CONFERENCE, applicant(organisation=COLLEGE), None),
    ],
)
def test_a_guest_passes_what_is_lifted_for_guests_and_nothing_else(
    programme: Programme, who: Applicant, still: str | None
) -> None:
    assert refusal(programme, who, on=TODAY) is not None
    refused = refusal(programme, replace(who, invited=True), on=TODAY)
    assert (refused.facts["reason"] if refused else None) == still


def test_a_guest_comes_before_the_day_on_which_members_alone_may() -> None:
    who = applicant("elected", organisation=NEIGHBOUR)
    members_first = replace(MORNING, members_first_until=TODAY)
    refused = refusal(members_first, who, on=TODAY)
    assert refused is not None
    assert refused.facts["reason"] == "members_first"
    assert refusal(members_first, replace(who, invited=True), on=TODAY) is None


def test_inviting_tells_whom_and_marks_the_gathering() -> None:
    club_event = announced(MORNING)
    command = to_invite(club_event)
    invitation, events = Invitation.sent(command, club_event, existing=None)
    assert events == (
        GuestInvited(
            invitation_id=command.invitation_id,
            club_event_id=club_event.id,
            person_id=command.person_id,
            org=command.org,
        ),
    )
    assert invitation.holds
    assert club_event.has_guests


@pytest.mark.parametrize("kind", [Kind.TECHNICAL_DAYS, Kind.STUDY_TRIP, Kind.ONLINE_WORKSHOP])
def test_what_is_for_its_own_public_alone_takes_no_guests(kind: Kind) -> None:
    club_event = announced(replace(HALL, kind=kind))
    with pytest.raises(TakesNoGuests):
        invited(club_event)
    assert not club_event.has_guests


def test_nobody_is_invited_twice_by_a_stranger_or_to_what_is_not_to_come() -> None:
    club_event = announced(MORNING)
    invitation = invited(club_event)
    with pytest.raises(AlreadyInvited):
        Invitation.sent(to_invite(club_event), club_event, existing=invitation)
    with pytest.raises(StaffOnly):
        Invitation.sent(to_invite(club_event, actor=SOMEBODY), club_event, existing=None)
    late = replace(to_invite(club_event), at=club_event.when.starts_utc)
    with pytest.raises(ClubEventStateRefuses):
        Invitation.sent(late, club_event, existing=None)
    drafting = DraftClubEvent(actor=STAFF, at=NOW, club_event_id=uuid4(), programme=MORNING)
    draft, _ = ClubEvent.draft(drafting)
    with pytest.raises(ClubEventStateRefuses):
        Invitation.sent(to_invite(draft), draft, existing=None)


def test_who_registers_has_accepted_once_and_may_come_back() -> None:
    invitation = invited(announced(MORNING))
    [event] = invitation.accept()
    assert isinstance(event, InvitationAccepted)
    assert invitation.accept() == ()
    assert invitation.holds
    with pytest.raises(InvitationOver):
        invitation.withdraw(to_withdraw(invitation))


def test_the_person_or_who_speaks_for_them_declines_once() -> None:
    invitation = invited(announced(MORNING))
    with pytest.raises(NotTheirInvitation):
        invitation.decline(to_decline(invitation, actor=SOMEBODY))
    with pytest.raises(NotTheirInvitation):
        invitation.decline(to_decline(invitation, actor=referent_of(uuid4())))
    himself = Actor(person_id=invitation.person_id)
    [event] = invitation.decline(to_decline(invitation, actor=himself))
    assert isinstance(event, InvitationDeclined)
    assert not invitation.holds
    with pytest.raises(InvitationOver):
        invitation.decline(to_decline(invitation, actor=himself))


def test_staff_takes_back_what_nobody_has_answered() -> None:
    invitation = invited(announced(MORNING))
    with pytest.raises(StaffOnly):
        invitation.withdraw(to_withdraw(invitation, actor=referent_of(invitation.org)))
    [event] = invitation.withdraw(to_withdraw(invitation))
    assert isinstance(event, InvitationWithdrawn)
    assert invitation.state is InvitationState.WITHDRAWN
    assert not invitation.holds
