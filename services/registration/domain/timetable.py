"""Owns what a gathering's own clock brings: opening at a set time, the deadline, the end. Reads no clock.

Each step is taken once: it leaves the state in which it is due.
"""

from datetime import datetime

from services.registration.domain.authority import require_staff, require_staff_or_system
from services.registration.domain.club_event import ClubEvent, ClubEventState, Events
from services.registration.domain.commands.programme import (
    CloseRegistration,
    KeepTime,
    OpenRegistration,
    PlanOpening,
)
from services.registration.domain.errors import InvalidSchedule
from services.registration.domain.programme import PlannedOpening
from shared.errors import DomainError
from shared.events.registration import ClubEventHeld, OpeningDropped


def plan_opening(club_event: ClubEvent, command: PlanOpening) -> Events:
    """Set the time at which registrations open by themselves, or take it back.

    Raises:
        StaffOnly: the actor is not of the team.
        ClubEventStateRefuses: it is not announced.
        InvalidCapacity: places are not given for each mode offered.
        InvalidSchedule: the opening is past, after the start or after the deadline.
    """
    require_staff(command.actor)
    club_event.require_state(
        ClubEventState.ANNOUNCED, sentence="L’ouverture se programme sur un évènement annoncé."
    )
    if command.opening is not None:
        _require_opening(club_event, command.opening, at=command.at)
    club_event.opening = command.opening
    return ()


def due_at(club_event: ClubEvent) -> datetime | None:
    """The instant at which the clock brings something; None where nothing is to come."""
    due = [club_event.when.ends_utc] if club_event.gives_seats else []
    if club_event.state is ClubEventState.ANNOUNCED and club_event.opening:
        due.append(club_event.opening.opens_at)
    if club_event.state is ClubEventState.OPEN and club_event.closes_at:
        due.append(club_event.closes_at)
    return min(due, default=None)


def keep_time(club_event: ClubEvent, command: KeepTime) -> Events:
    """Take the step that is due, if one is: nothing happens to who asks twice.

    Raises:
        StaffOnly: the actor is not the system, nor of the team.
    """
    require_staff_or_system(command.actor)
    due = due_at(club_event)
    if due is None or command.at < due:
        return ()
    if club_event.gives_seats and command.at >= club_event.when.ends_utc:
        club_event.state = ClubEventState.HELD
        return (ClubEventHeld(club_event_id=club_event.id, when=club_event.when),)
    if club_event.state is ClubEventState.ANNOUNCED:
        return _open_as_planned(club_event, command)
    return club_event.close_registration(
        CloseRegistration(actor=command.actor, at=command.at, club_event_id=club_event.id)
    )


def _open_as_planned(club_event: ClubEvent, command: KeepTime) -> Events:
    """A plan that has become impossible meanwhile is dropped, and staff is told to open by hand."""
    plan, club_event.opening = club_event.opening, None
    if plan is None:
        return ()
    opening = OpenRegistration(
        actor=command.actor,
        at=command.at,
        club_event_id=club_event.id,
        capacity=plan.capacity,
        closes_at=plan.closes_at,
    )
    try:
        return club_event.open_registration(opening)
    except DomainError as refused:
        return (OpeningDropped(club_event_id=club_event.id, opens_at=plan.opens_at, reason=refused.sentence),)


def _require_opening(club_event: ClubEvent, opening: PlannedOpening, *, at: datetime) -> None:
    mode = club_event.programme.mode
    offered = mode.attendance_modes if mode else ()
    club_event.seats.require_capacity(opening.capacity, offered=offered)
    last = opening.closes_at or club_event.when.starts_utc
    if not at < opening.opens_at < last <= club_event.when.starts_utc:
        raise InvalidSchedule(
            "L’ouverture doit venir après maintenant, puis la date limite, puis le début.", field="opens_at"
        )
