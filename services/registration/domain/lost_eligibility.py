"""Owns the flag on a seat whose person, as far as is known, may not come on the day of the gathering.

Raised whenever a seat is given, for an end that was known before, for each that becomes known later, and when
the gathering itself moves.
Cancels nothing: whether the person comes all the same is for staff to settle.
"""

from datetime import datetime
from typing import Any

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.eligibility import Refusal, refusal
from services.registration.domain.errors import SessionsOverlap
from services.registration.domain.members import Applicant
from services.registration.domain.programme import Programme
from services.registration.domain.registrations import Registration
from services.registration.domain.schedule import local_date
from services.registration.domain.sessions import clash
from shared.events.registration import RegistrationFlagged


def flags(
    club_event: ClubEvent, registration: Registration, applicant: Applicant, *, at: datetime | None = None
) -> tuple[RegistrationFlagged, ...]:
    """Flag who has a seat and will not be eligible on the day, or is not `at` this instant; no event if none.

    Who chose two sessions that have come to be held at the same time is flagged, too.
    Who waits is left alone: eligibility is looked at again when their turn comes. Who speaks is chosen.
    """
    if not registration.has_seat or registration.needs_attention or registration.speaks:
        return ()
    when = club_event.when
    for instant in (at or when.starts_utc, when.starts_utc):
        day = local_date(instant, timezone=when.timezone)
        if refused := refusal(club_event.programme, applicant, on=day):
            return (registration.flag(reason_code=reason_of(refused)),)
    if clash(club_event.programme.sessions, registration.sessions):
        return (registration.flag(reason_code=SessionsOverlap.code),)
    return ()


def may_leave_out(before: Programme, after: Programme) -> bool:
    """Whether somebody who could come, to all that they chose, may not by what a programme is now."""
    return _decisive(before) != _decisive(after)


def _decisive(programme: Programme) -> tuple[Any, ...]:
    return programme.when, programme.area, {session.id: session.when for session in programme.sessions}


def reason_of(refused: Refusal) -> str:
    """The stable word for the rule that is not met."""
    return str(refused.facts.get("reason", refused.code))
