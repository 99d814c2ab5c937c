"""Owns what becomes of a programme: a draft that is edited, a gathering that changes, moves or waits.

Each function refuses before it changes anything. It moves no seat: whoever is registered stays so, and is
told by what hears the events.
"""

from dataclasses import replace
from datetime import datetime
from uuid import uuid5

from services.registration.domain.authority import require_staff
from services.registration.domain.club_event import PUBLIC_BEFORE_HELD, ClubEvent, ClubEventState, Events
from services.registration.domain.commands.programme import (
    ChangeProgramme,
    DraftClubEvent,
    DuplicateClubEvent,
    PostponeClubEvent,
    RescheduleClubEvent,
    SetOnlineLink,
)
from services.registration.domain.errors import (
    InvalidProgramme,
    InvalidSchedule,
    ProgrammeIncomplete,
)
from services.registration.domain.programme import AttendanceMode, Programme, check_programme, moved
from services.registration.domain.sessions import pieces_of
from shared.events.registration import (
    ClubEventLinkChanged,
    ClubEventPostponed,
    ClubEventRescheduled,
    ClubEventUpdated,
    OpeningDropped,
)

TOLD_FIELDS = (
    "title",
    "topics",
    "mode",
    "place",
    "venue_org",
    "area",
    "audience",
    "summary",
    "sessions",
)
"""What `ClubEventUpdated` tells of; the dates have an event of their own."""


def change_programme(club_event: ClubEvent, command: ChangeProgramme) -> Events:
    """Write a draft anew, or change a public gathering; other dates reschedule it.

    Raises:
        StaffOnly: the actor is not of the team.
        ClubEventStateRefuses: it is held or given up.
        InvalidProgramme: what cannot be right; once public, another kind, a mode less, a session less that
            somebody has chosen, or fewer places in one than people have.
        ProgrammeIncomplete: a public gathering would lack what the public must know.
        InvalidSchedule: a public gathering would be moved to the past.
    """
    require_staff(command.actor)
    check_programme(command.programme)
    if club_event.state is ClubEventState.DRAFT:
        club_event.programme = command.programme
        return ()
    return _change_public(club_event, command.programme, at=command.at)


def reschedule(club_event: ClubEvent, command: RescheduleClubEvent) -> Events:
    """Move a public gathering, with its sessions, to other dates and maybe another place.

    What was put off may be held on its former dates after all.

    Raises:
        StaffOnly: the actor is not of the team.
        ClubEventStateRefuses: it is a draft, held or given up.
        InvalidProgramme: a session would fall outside the dates.
        InvalidSchedule: the new dates are in the past, or a session at a time that the clock skips.
    """
    require_staff(command.actor)
    club_event.require_state(*PUBLIC_BEFORE_HELD, sentence="Seul un évènement annoncé et à venir se déplace.")
    programme = moved(club_event.programme, command.when)
    if command.place is not None:
        programme = replace(programme, place=command.place)
    check_programme(programme)
    return _change_public(club_event, programme, at=command.at, dates_are_set=True)


def postpone(club_event: ClubEvent, command: PostponeClubEvent) -> Events:
    """Put a public gathering off, without a date: registrations are kept, none is taken.

    Raises:
        StaffOnly: the actor is not of the team.
        ClubEventStateRefuses: it is a draft, put off already, held or given up.
        InvalidProgramme: no reason.
    """
    require_staff(command.actor)
    club_event.require_state(
        ClubEventState.ANNOUNCED,
        ClubEventState.OPEN,
        ClubEventState.CLOSED,
        sentence="Seul un évènement annoncé et à venir peut être reporté.",
    )
    reason = required_reason(command.reason, "Le motif du report est obligatoire.")
    club_event.state = ClubEventState.POSTPONED
    club_event.opening = None
    club_event.closes_at = None
    return (ClubEventPostponed(club_event_id=club_event.id, reason=reason),)


def set_online_link(club_event: ClubEvent, command: SetOnlineLink) -> Events:
    """Say where it is attended online; only the confirmed are told.

    Raises:
        StaffOnly: the actor is not of the team.
        ClubEventStateRefuses: it is a draft, held or given up.
        InvalidProgramme: it is not attended online.
    """
    require_staff(command.actor)
    club_event.require_state(*PUBLIC_BEFORE_HELD, sentence="Seul un évènement annoncé et à venir a un lien.")
    mode = club_event.programme.mode
    if mode is None or AttendanceMode.ONLINE not in mode.attendance_modes:
        raise InvalidProgramme("Cet évènement ne se suit pas en ligne.", field="link")
    if command.link == club_event.online_link:
        return ()
    club_event.online_link = command.link
    return (ClubEventLinkChanged(club_event_id=club_event.id, link=command.link),)


def copy_of(source: ClubEvent, command: DuplicateClubEvent) -> DraftClubEvent:
    """The draft that takes over what another gathering was, on other dates: its programme and its rules.

    Raises:
        InvalidSchedule: a session would begin at a time that the clock skips.
    """
    programme = moved(source.programme, command.when)
    # Ids that follow from the two they come from: the same copy asked for twice is one copy.
    sessions = tuple(
        replace(session, id=uuid5(command.club_event_id, str(session.id))) for session in programme.sessions
    )
    title = command.title or programme.title
    return DraftClubEvent(
        actor=command.actor,
        at=command.at,
        club_event_id=command.club_event_id,
        programme=replace(programme, title=title, sessions=sessions, members_first_until=None),
        rules=source.rules,
    )


def required_reason(reason: str, sentence: str) -> str:
    """What staff wrote, without the blanks around it.

    Raises:
        InvalidProgramme: nothing is left.
    """
    if not reason.strip():
        raise InvalidProgramme(sentence, field="reason")
    return reason.strip()


def _change_public(
    club_event: ClubEvent, programme: Programme, *, at: datetime, dates_are_set: bool = False
) -> Events:
    club_event.require_state(*PUBLIC_BEFORE_HELD, sentence="Cet évènement ne peut plus changer.")
    _require_still_public(club_event, programme)
    previous, when = club_event.when, programme.when
    if when is None:
        raise ProgrammeIncomplete(("when",))
    moves = when != previous or (dates_are_set and club_event.state is ClubEventState.POSTPONED)
    if moves and when.starts_utc <= at:
        raise InvalidSchedule("Les nouvelles dates sont passées.", field="starts_local")
    # What moves is told with its parts, which move along.
    told = tuple(name for name in TOLD_FIELDS if not (moves and name == "sessions"))
    events = _told(club_event, programme, told)
    club_event.programme = programme
    if moves:
        rescheduled = ClubEventRescheduled(
            club_event_id=club_event.id,
            previous_when=previous,
            when=when,
            place=programme.place,
            sessions=pieces_of(programme.sessions),
        )
        events = (rescheduled, *events, *_follow_plan(club_event, when.starts_utc))
        _follow_new_dates(club_event, when.starts_utc, previous=previous.starts_utc)
    return events


def _require_still_public(club_event: ClubEvent, programme: Programme) -> None:
    if programme.kind is not club_event.programme.kind:
        raise InvalidProgramme("Le type d’un évènement annoncé ne change plus.", field="kind")
    if programme.mode is None or programme.missing:
        raise ProgrammeIncomplete(programme.missing)
    if not set(club_event.seats.modes) <= set(programme.mode.attendance_modes):
        raise InvalidProgramme(
            "Un mode de participation pour lequel des places ont été ouvertes ne disparaît plus.",
            field="mode",
        )
    _require_chosen_sessions(club_event, programme)


def _require_chosen_sessions(club_event: ClubEvent, programme: Programme) -> None:
    """What people chose stays, with a place for each seat taken; its title and its hours may change."""
    capacities = {session.id: session.capacity for session in programme.sessions}
    seats = club_event.seats
    if not {*seats.chosen, *seats.by_session} <= set(capacities):
        raise InvalidProgramme(
            "Une séance à laquelle des personnes sont inscrites ne disparaît plus.", field="sessions"
        )
    for session_id, taken in seats.by_session.items():
        if capacities[session_id] < taken:
            raise InvalidProgramme(
                f"Une séance a moins de places que de personnes inscrites\u202f: {taken}.", field="sessions"
            )


def _told(club_event: ClubEvent, programme: Programme, names: tuple[str, ...]) -> Events:
    before = club_event.programme
    changed = tuple(name for name in names if getattr(before, name) != getattr(programme, name))
    if not changed:
        return ()
    values = {name: getattr(programme, name) for name in changed}
    if "sessions" in values:
        values["sessions"] = pieces_of(programme.sessions)
    return (ClubEventUpdated(club_event_id=club_event.id, changed_fields=changed, **values),)


def _follow_plan(club_event: ClubEvent, starts_utc: datetime) -> Events:
    """An opening that is planned ends with the new start; one that would come after it is dropped."""
    plan = club_event.opening
    if plan is None:
        return ()
    if plan.opens_at >= starts_utc:
        club_event.opening = None
        reason = "L’évènement commence désormais avant cette ouverture."
        return (OpeningDropped(club_event_id=club_event.id, opens_at=plan.opens_at, reason=reason),)
    if plan.closes_at is not None and plan.closes_at > starts_utc:
        club_event.opening = replace(plan, closes_at=starts_utc)
    return ()


def _follow_new_dates(club_event: ClubEvent, starts_utc: datetime, *, previous: datetime) -> None:
    """A deadline never comes after the start; what had no date any more is announced again."""
    club_event.shortening = club_event.shortening or (bool(club_event.seats.modes) and starts_utc < previous)
    if club_event.state is ClubEventState.POSTPONED:
        club_event.state = ClubEventState.ANNOUNCED
        club_event.closes_at = None
    if club_event.closes_at is not None and club_event.closes_at > starts_utc:
        club_event.closes_at = starts_utc
