"""Owns what becomes of the flag on a registration: set when a loss becomes known, lifted by staff.

Knows no rule: whether something is lost, `lost_eligibility` says.
"""

from services.registration.domain.authority import require_staff
from services.registration.domain.commands.registrations import SettleAttention
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.desk_errors import NothingToSettle
from services.registration.domain.lost_eligibility import flags
from services.registration.domain.members import Applicant
from services.registration.domain.registrations import Change, Registration


def flag_if_lost(desk: ClubEventDesk, registration: Registration, applicant: Applicant) -> Change | None:
    """Flag who has a seat, and will not be eligible on the day of the gathering; None where all is well."""
    flagged = flags(desk.club_event, registration, applicant)
    return Change(registration, flagged) if flagged else None


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
