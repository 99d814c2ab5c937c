"""Owns how who gives a testimony comes to a gathering: beside the places of the public, and named with it.

Decides nothing of the testimony itself.
"""

from services.registration.domain.club_event import ClubEvent, ClubEventState, Events, Speaker
from services.registration.domain.commands.registrations import RegisterAttendee
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.errors import ModeNotOffered
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import Change, Registration, RegistrationState
from services.registration.domain.seat_rules import Priority
from services.registration.domain.testimonies import Testimony
from shared.events.registration import ClubEventUpdated, SpeakerPiece


def mode_of(club_event: ClubEvent, wanted: AttendanceMode | None) -> AttendanceMode:
    """How a speaker comes: as they wish, or else in the first way that the gathering offers.

    Raises:
        ModeNotOffered: nobody attends in this way.
    """
    offered = club_event.programme.mode.attendance_modes if club_event.programme.mode else ()
    mode = wanted or (offered[0] if offered else AttendanceMode.IN_PERSON)
    if mode not in offered:
        raise ModeNotOffered(offered=offered)
    return mode


def seat_speaker(
    desk: ClubEventDesk, command: RegisterAttendee, *, role: str, existing: Registration | None
) -> Change:
    """Let a speaker come in this mode. A place of the public that they had, or waited for, is then free."""
    if existing is None or not existing.is_active:
        registration = Registration.requested(command, role=role, priority=Priority.FIRST)
        desk.club_event.seats.choose(registration)
    else:
        registration = existing
        desk.take_out(registration)
    comes_already = registration.state is RegistrationState.CONFIRMED and registration.mode is command.mode
    registration.speaks, registration.needs_attention = True, False
    registration.mode = command.mode
    if comes_already:
        return Change(registration, ())
    seats = desk.club_event.seats.modes.get(registration.mode)
    return Change(registration, (registration.confirm(seats_left=seats.free if seats else 0),))


def name_speaker(club_event: ClubEvent, testimony: Testimony) -> Events:
    """Name who speaks with the programme."""
    speaker = Speaker(testimony_id=testimony.id, org=testimony.org, title=testimony.title)
    others = _others(club_event, testimony)
    return _told(club_event, (*others, speaker))


def drop_speaker(club_event: ClubEvent, testimony: Testimony) -> Events:
    """Name somebody no longer; nothing happens to who was not named."""
    others = _others(club_event, testimony)
    return _told(club_event, others) if len(others) < len(club_event.speakers) else ()


def _others(club_event: ClubEvent, testimony: Testimony) -> tuple[Speaker, ...]:
    return tuple(one for one in club_event.speakers if one.testimony_id != testimony.id)


def _told(club_event: ClubEvent, speakers: tuple[Speaker, ...]) -> Events:
    club_event.speakers = speakers
    if club_event.state is ClubEventState.DRAFT:
        return ()
    pieces = tuple(
        SpeakerPiece(testimony_id=one.testimony_id, org=one.org, title=one.title) for one in speakers
    )
    changed = ClubEventUpdated(club_event_id=club_event.id, changed_fields=("speakers",), speakers=pieces)
    return (changed,)
