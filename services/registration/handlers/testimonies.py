"""Owns one function per command of testimonies, and per event that they follow. Decides nothing itself."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands import testimonies as commands
from services.registration.domain.commands.registrations import CancelRegistration, RegisterAttendee
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.desk_errors import AlreadyArrived
from services.registration.domain.errors import UnknownOrganisation, UnknownPerson
from services.registration.domain.needs import require_member
from services.registration.domain.registrations import Registration
from services.registration.domain.speakers import drop_speaker, mode_of, name_speaker, seat_speaker
from services.registration.domain.testimonies import Testimony, require_colleague
from services.registration.domain.testimony_errors import TestimonyStateRefuses
from services.registration.handlers.attention import recheck_companions
from services.registration.handlers.invitations import accept_invitation
from services.registration.handlers.seats import offer_free_seats
from services.registration.ports.stores import Registrations


async def propose_testimony(command: commands.ProposeTestimony, store: Registrations) -> Testimony:
    """Offer to tell."""
    organisation = await store.organisation(command.org)
    if organisation is None:
        raise UnknownOrganisation
    speaker = await store.needs.attendee(command.person_id)
    if speaker is None:
        raise UnknownPerson
    if not command.actor.is_staff:
        actor_id = command.actor.person_id
        attendee = await store.needs.attendee(actor_id) if actor_id else None
        require_member(command.actor, attendee=attendee, organisation=organisation, at=command.at)
        require_colleague(speaker, org=command.org, at=command.at)
    if command.need_id is not None:
        await store.needs.need(command.need_id)
    testimony, events = Testimony.proposed(command)
    store.testimonies.save(testimony, events)
    return testimony


async def choose_testimony(command: commands.ChooseTestimony, store: Registrations) -> Testimony:
    """Keep it for a gathering."""
    testimony = await store.testimonies.testimony(command.testimony_id)
    club_event = await store.club_event(command.club_event_id)
    store.testimonies.save(testimony, testimony.choose(command, club_event))
    store.save_club_event(club_event)  # which must not be given up at the same time
    return testimony


async def invite_speaker(command: commands.InviteSpeaker, store: Registrations) -> Testimony:
    """Ask the person whether they will speak."""
    testimony = await store.testimonies.testimony(command.testimony_id)
    club_event = await _gathering(testimony, store)
    store.testimonies.save(testimony, testimony.invite(command, club_event))
    return testimony


async def answer_testimony(command: commands.AnswerTestimony, store: Registrations) -> Testimony:
    """Speak at the gathering, with a seat beside those of the public, or not."""
    testimony = await store.testimonies.testimony(command.testimony_id)
    testimony.require_theirs(command.actor)
    club_event = await _gathering(testimony, store)
    seat = await store.active_registration(club_event.id, testimony.person_id)
    mode = mode_of(club_event, command.mode or (seat.mode if seat else None))
    store.testimonies.save(testimony, testimony.answer(command, club_event))
    if command.speaks:
        asked = RegisterAttendee(
            actor=command.actor,
            at=command.at,
            registration_id=command.registration_id,
            club_event_id=club_event.id,
            person_id=testimony.person_id,
            org=testimony.org,
            mode=mode,
        )
        await _let_come(club_event, testimony, asked, store, existing=seat)
    return testimony


async def withdraw_testimony(command: commands.WithdrawTestimony, store: Registrations) -> Testimony:
    """Take the proposal back; who was to tell nothing else gives their seat back, unless they are there."""
    testimony = await store.testimonies.testimony(command.testimony_id)
    club_event = await store.club_event(testimony.club_event_id) if testimony.club_event_id else None
    store.testimonies.save(testimony, testimony.withdraw(command, club_event))
    if club_event is not None:
        store.save_club_event(club_event, drop_speaker(club_event, testimony))
        seat = await store.active_registration(club_event.id, testimony.person_id)
        if seat is not None and seat.speaks and not await _spoken(seat, store):
            await _let_leave(club_event, seat, command, store)
    return testimony


async def step_down(club_event: ClubEvent, seat: Registration, store: Registrations) -> None:
    """Take note that somebody whose seat is given back does not speak; nothing for who was not to."""
    for testimony in await _spoken(seat, store):
        store.testimonies.save(testimony, testimony.step_down())
        store.save_club_event(club_event, drop_speaker(club_event, testimony))


async def hand_over(seat: Registration, store: Registrations, *, former: UUID) -> None:
    """Let the colleague speak who has a speaker's seat now."""
    for testimony in await store.testimonies.of_speaker(seat.club_event_id, former) if seat.speaks else ():
        testimony.hand_over(seat.person_id)
        store.testimonies.save(testimony, ())


async def forget_testimonies(person_id: UUID, store: Registrations) -> None:
    """Take back what somebody who is forgotten was to tell."""
    for testimony in await store.testimonies.to_come_of(person_id):
        club_event = await store.club_event(testimony.club_event_id) if testimony.club_event_id else None
        store.testimonies.save(testimony, testimony.forget())
        if club_event is not None:
            store.save_club_event(club_event, drop_speaker(club_event, testimony))


async def release_testimonies(club_event: ClubEvent, store: Registrations) -> None:
    """Let be chosen anew what was kept for a gathering that will not take place."""
    for testimony in await store.testimonies.at(club_event.id):
        if events := testimony.release():
            store.testimonies.save(testimony, events)


async def note_testimonies(club_event: ClubEvent, store: Registrations) -> None:
    """Take note of what was told at a gathering that has taken place; the others are free again."""
    for testimony in await store.testimonies.at(club_event.id):
        if events := testimony.give() or testimony.release():
            store.testimonies.save(testimony, events)


async def _let_come(
    club_event: ClubEvent,
    testimony: Testimony,
    asked: RegisterAttendee,
    store: Registrations,
    *,
    existing: Registration | None,
) -> None:
    applicant = await store.applicant(club_event, testimony.person_id, testimony.org)
    desk = ClubEventDesk(club_event, store.offer_times)
    role = applicant.role(on=desk.day(asked.at))
    change = seat_speaker(desk, asked, role=role, existing=existing)
    store.save_registration(change)
    await accept_invitation(club_event, change.registration, store)
    store.save_club_event(club_event, name_speaker(club_event, testimony))
    await offer_free_seats(desk, store, at=asked.at)


async def _gathering(testimony: Testimony, store: Registrations) -> ClubEvent:
    if testimony.club_event_id is None:
        raise TestimonyStateRefuses("Ce témoignage n’est retenu pour aucun évènement.", state=testimony.state)
    return await store.club_event(testimony.club_event_id)


async def _let_leave(
    club_event: ClubEvent, seat: Registration, command: commands.WithdrawTestimony, store: Registrations
) -> None:
    leaving = CancelRegistration(
        actor=command.actor, at=command.at, registration_id=seat.id, club_event_id=club_event.id
    )
    with suppress(AlreadyArrived):
        store.save_registration(ClubEventDesk(club_event).cancel(leaving, seat))
        await recheck_companions(club_event, seat.org, store)
    store.save_club_event(club_event)


async def _spoken(seat: Registration, store: Registrations) -> Sequence[Testimony]:
    return await store.testimonies.of_speaker(seat.club_event_id, seat.person_id) if seat.speaks else ()
