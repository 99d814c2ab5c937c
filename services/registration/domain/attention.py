"""Owns the flag on a registration whose person may no longer come: set by the system, lifted by staff.

Cancels nothing: whether the person comes all the same is for staff to settle.
"""

from services.registration.domain.authority import require_staff
from services.registration.domain.commands.registrations import SettleAttention
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.desk_errors import NothingToSettle
from services.registration.domain.members import Applicant
from services.registration.domain.registrations import Change, Registration
from services.registration.domain.seat_offers import reason_of


def flag_if_lost(desk: ClubEventDesk, registration: Registration, applicant: Applicant) -> Change | None:
    """Flag who has a seat, and will not be eligible on the day of the gathering; None where all is well.

    Who waits is left alone: eligibility is looked at again when their turn comes. Who speaks is chosen.
    """
    if not registration.has_seat or registration.needs_attention or registration.speaks:
        return None
    refused = desk.refusal(applicant, at=desk.club_event.when.starts_utc)
    if refused is None:
        return None
    return Change(registration, (registration.flag(reason_code=reason_of(refused)),))


def settle(desk: ClubEventDesk, command: SettleAttention, registration: Registration) -> Change:
    """Lift the flag; who waited is in line again, with the ticket they had.

    Raises:
        StaffOnly: the actor is not of the team.
        NothingToSettle: it is not flagged.
    """
    require_staff(command.actor)
    if not registration.needs_attention or not registration.is_active:
        raise NothingToSettle
    registration.needs_attention = False
    if registration.is_in_line:
        desk.seats_of(registration).line[registration.priority] += 1
    return Change(registration, ())
