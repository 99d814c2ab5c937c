"""Owns one function per way in, out and over to a colleague: load, decide, save. Decides nothing itself."""

from collections.abc import Sequence

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands import registrations as commands
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.errors import UnknownPerson
from services.registration.domain.members import Applicant
from services.registration.domain.registrations import Change
from services.registration.handlers.attention import recheck_companions
from services.registration.handlers.invitations import accept_invitation
from services.registration.handlers.seats import offer_free_seats
from services.registration.handlers.testimonies import hand_over, step_down
from services.registration.ports.stores import Registrations


async def register_attendee(command: commands.RegisterAttendee, store: Registrations) -> Change:
    """Give a person a seat, or a place in the line."""
    club_event = await store.club_event(command.club_event_id)
    existing = await store.active_registration(command.club_event_id, command.person_id)
    applicant = await store.applicant(club_event, command.person_id, command.org)
    desk = ClubEventDesk(club_event, store.offer_times)
    change = desk.register(command, applicant, existing=existing)
    store.save_registration(change)
    store.save_club_event(club_event)
    await accept_invitation(club_event, change.registration, store)
    return change


async def register_group(command: commands.RegisterGroup, store: Registrations) -> Sequence[Change]:
    """Give a group its seats, all of them or as many as fit."""
    club_event = await store.club_event(command.club_event_id)
    people = [member.person_id for member in command.people]
    existing = {person_id: await store.active_registration(club_event.id, person_id) for person_id in people}
    applicants = [await _applicant(index, command, club_event, store) for index in range(len(people))]
    desk = ClubEventDesk(club_event, store.offer_times)
    changes = desk.register_group(command, applicants, existing)
    for change in changes:
        store.save_registration(change)
        await accept_invitation(club_event, change.registration, store)
    store.save_club_event(club_event)
    return changes


async def cancel_registration(command: commands.CancelRegistration, store: Registrations) -> Change:
    """Take back a seat, and offer it to the next in line."""
    club_event = await store.club_event(command.club_event_id)
    registration = await store.registration(club_event, command.registration_id)
    frees_a_seat = registration.has_seat
    desk = ClubEventDesk(club_event, store.offer_times)
    change = desk.cancel(command, registration)
    store.save_registration(change)
    store.save_club_event(club_event)
    await step_down(club_event, registration, store)
    await recheck_companions(club_event, registration.org, store)
    if frees_a_seat:
        await offer_free_seats(desk, store, at=command.at)
    return change


async def transfer_registration(command: commands.TransferRegistration, store: Registrations) -> Change:
    """Let a colleague have the seat."""
    club_event = await store.club_event(command.club_event_id)
    registration = await store.registration(club_event, command.registration_id)
    existing = await store.active_registration(club_event.id, command.person_id)
    applicant = await store.applicant(
        club_event, command.person_id, registration.org, taking_over=registration.id
    )
    former = registration.person_id
    change = ClubEventDesk(club_event).transfer(command, registration, applicant, existing=existing)
    store.save_registration(change)
    store.save_club_event(club_event)
    await accept_invitation(club_event, registration, store)
    await hand_over(registration, store, former=former)
    await recheck_companions(club_event, registration.org, store)
    return change


async def _applicant(
    index: int, command: commands.RegisterGroup, club_event: ClubEvent, store: Registrations
) -> Applicant:
    try:
        return await store.applicant(club_event, command.people[index].person_id, command.org)
    except UnknownPerson as refused:
        refused.facts["field"] = f"people.{index}"
        raise
