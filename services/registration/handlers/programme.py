"""Owns one function per command of the programme: load, decide, save. Decides nothing itself."""

from services.registration.domain import changes, documents, timetable
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands import programme as commands
from services.registration.domain.commands.registrations import CancelRegistration
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.errors import UnknownOrganisation
from services.registration.domain.programme import Programme
from services.registration.handlers.attention import recheck_seats
from services.registration.handlers.seats import offer_free_seats
from services.registration.handlers.testimonies import note_testimonies, release_testimonies
from services.registration.ports.stores import Registrations


async def draft_club_event(command: commands.DraftClubEvent, store: Registrations) -> ClubEvent:
    """Start to prepare a gathering."""
    await _require_venue(command.programme, store)
    club_event, events = ClubEvent.draft(command)
    store.save_club_event(club_event, events)
    return club_event


async def announce_club_event(command: commands.AnnounceClubEvent, store: Registrations) -> ClubEvent:
    """Make a gathering public."""
    club_event = await store.club_event(command.club_event_id)
    store.save_club_event(club_event, club_event.announce(command))
    return club_event


async def open_registration(command: commands.OpenRegistration, store: Registrations) -> ClubEvent:
    """Take registrations; those in line are offered the places added."""
    club_event = await store.club_event(command.club_event_id)
    events = club_event.open_registration(command)
    store.save_club_event(club_event, events)
    await offer_free_seats(ClubEventDesk(club_event, store.offer_times), store, at=command.at)
    return club_event


async def close_registration(command: commands.CloseRegistration, store: Registrations) -> ClubEvent:
    """Take no more registrations."""
    club_event = await store.club_event(command.club_event_id)
    store.save_club_event(club_event, club_event.close_registration(command))
    return club_event


async def cancel_club_event(command: commands.CancelClubEvent, store: Registrations) -> ClubEvent:
    """Give up a gathering; its registrations follow, some at a time (`give_back`)."""
    club_event = await store.club_event(command.club_event_id)
    store.save_club_event(club_event, club_event.cancel(command))
    await release_testimonies(club_event, store)
    return club_event


async def change_programme(command: commands.ChangeProgramme, store: Registrations) -> ClubEvent:
    """Write a draft anew, or change a public gathering."""
    club_event = await store.club_event(command.club_event_id)
    await _require_venue(command.programme, store)
    before = club_event.programme
    store.save_club_event(club_event, changes.change_programme(club_event, command))
    await recheck_seats(club_event, before, store)
    await offer_free_seats(ClubEventDesk(club_event, store.offer_times), store, at=command.at)
    return club_event


async def reschedule_club_event(command: commands.RescheduleClubEvent, store: Registrations) -> ClubEvent:
    """Move a gathering to other dates."""
    club_event = await store.club_event(command.club_event_id)
    before = club_event.programme
    store.save_club_event(club_event, changes.reschedule(club_event, command))
    await recheck_seats(club_event, before, store)
    await offer_free_seats(ClubEventDesk(club_event, store.offer_times), store, at=command.at)
    return club_event


async def postpone_club_event(command: commands.PostponeClubEvent, store: Registrations) -> ClubEvent:
    """Put a gathering off, without a date."""
    club_event = await store.club_event(command.club_event_id)
    store.save_club_event(club_event, changes.postpone(club_event, command))
    return club_event


async def set_online_link(command: commands.SetOnlineLink, store: Registrations) -> ClubEvent:
    """Say where a gathering is attended online."""
    club_event = await store.club_event(command.club_event_id)
    store.save_club_event(club_event, changes.set_online_link(club_event, command))
    return club_event


async def duplicate_club_event(command: commands.DuplicateClubEvent, store: Registrations) -> ClubEvent:
    """Start a draft from another gathering."""
    source = await store.club_event(command.source_id)
    return await draft_club_event(changes.copy_of(source, command), store)


async def plan_opening(command: commands.PlanOpening, store: Registrations) -> ClubEvent:
    """Set the time at which registrations open by themselves."""
    club_event = await store.club_event(command.club_event_id)
    store.save_club_event(club_event, timetable.plan_opening(club_event, command))
    return club_event


async def keep_time(command: commands.KeepTime, store: Registrations) -> ClubEvent:
    """Take the step that a gathering's own clock brings, and offer the places of an opening."""
    club_event = await store.club_event(command.club_event_id)
    events = timetable.keep_time(club_event, command)
    store.save_club_event(club_event, events)
    if club_event.state is ClubEventState.HELD:
        await note_testimonies(club_event, store)
    await offer_free_seats(ClubEventDesk(club_event, store.offer_times), store, at=command.at)
    return club_event


async def document_club_event(command: commands.DocumentClubEvent, store: Registrations) -> ClubEvent:
    """Add what is left of a gathering that has taken place."""
    club_event = await store.club_event(command.club_event_id)
    turnout = await store.door.turnout(club_event.id)
    store.save_club_event(club_event, documents.document(club_event, command, turnout=turnout))
    return club_event


async def give_back_registrations(command: commands.GiveBackRegistrations, store: Registrations) -> ClubEvent:
    """Cancel some registrations of a gathering that was given up; it is over when none is left."""
    club_event = await store.club_event(command.club_event_id)
    desk = ClubEventDesk(club_event)
    found = await store.active_registrations(club_event.id, limit=command.limit)
    for registration in found:
        giving_back = CancelRegistration(
            actor=command.actor, at=command.at, registration_id=registration.id, club_event_id=club_event.id
        )
        store.save_registration(desk.cancel(giving_back, registration))
    club_event.giving_back = len(found) == command.limit
    store.save_club_event(club_event)
    return club_event


async def _require_venue(programme: Programme, store: Registrations) -> None:
    venue_org = programme.venue_org
    if venue_org is not None and await store.organisation(venue_org) is None:
        raise UnknownOrganisation(field="venue_org")
