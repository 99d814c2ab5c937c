"""Owns what becomes of requests that staff reviews. Gives no advice on which to approve."""

from dataclasses import dataclass

from services.registration.domain.authority import require_staff
from services.registration.domain.commands.registrations import ApproveRegistration, RefuseRegistration
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.desk_errors import NotPendingReview
from services.registration.domain.registrations import Candidate, Change, Registration, RegistrationState


@dataclass(frozen=True, slots=True)
class Reviews:
    """The requests that wait at one desk for staff to look at them."""

    desk: ClubEventDesk

    def approve(self, command: ApproveRegistration, candidate: Candidate, *, ahead: int) -> Change:
        """Give a seat, or the place in the line that the time of the request earns, after `ahead` others.

        Raises:
            StaffOnly: the actor is not of the team.
            NotPendingReview: nothing is to be decided.
            ClubEventStateRefuses: it has begun, or was given up.
            NotEligible, NoMembership: the rules leave the person out by now.
        """
        require_staff(command.actor)
        registration = candidate.registration
        ticket = _ticket_of_pending(registration)
        self.desk.require_to_come(command.at)
        if refused := self.desk.refusal(candidate.applicant, at=command.at):
            raise refused
        if self.desk.has_room(registration, at=command.at):
            return self.desk.seated(registration, candidate.applicant)
        return Change(registration, (self.desk.line_up(registration, ticket=ticket, position=ahead + 1),))

    def refuse(self, command: RefuseRegistration, registration: Registration) -> Change:
        """Turn the request down.

        Raises:
            StaffOnly: the actor is not of the team.
            NotPendingReview: nothing is to be decided.
        """
        require_staff(command.actor)
        _ticket_of_pending(registration)
        self.desk.let_go(registration)
        return Change(registration, (registration.refuse(reason_code=command.reason),))


def _ticket_of_pending(registration: Registration) -> int:
    if registration.state is not RegistrationState.PENDING_REVIEW or registration.ticket is None:
        raise NotPendingReview(state=registration.state)
    return registration.ticket
