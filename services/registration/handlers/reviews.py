"""Owns one function per decision that staff takes of a registration: load, decide, save. Decides nothing."""

from services.registration.domain import attention
from services.registration.domain.commands import registrations as commands
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.registrations import Change
from services.registration.domain.reviews import Reviews
from services.registration.handlers.attention import recheck_companions
from services.registration.handlers.seats import offer_free_seats
from services.registration.ports.stores import Registrations


async def approve_registration(command: commands.ApproveRegistration, store: Registrations) -> Change:
    """Let a request that was reviewed have a seat, or its place in the line."""
    club_event = await store.club_event(command.club_event_id)
    registration = await store.registration(club_event, command.registration_id)
    candidate = await store.candidate(club_event, registration)
    ahead = await store.ahead_in_line(registration)
    reviews = Reviews(ClubEventDesk(club_event, store.offer_times))
    change = reviews.approve(command, candidate, ahead=ahead)
    store.save_registration(change)
    store.save_club_event(club_event)
    return change


async def refuse_registration(command: commands.RefuseRegistration, store: Registrations) -> Change:
    """Turn a request that was reviewed down."""
    club_event = await store.club_event(command.club_event_id)
    registration = await store.registration(club_event, command.registration_id)
    change = Reviews(ClubEventDesk(club_event)).refuse(command, registration)
    store.save_registration(change)
    store.save_club_event(club_event)
    await recheck_companions(club_event, registration.org, store)
    return change


async def settle_attention(command: commands.SettleAttention, store: Registrations) -> Change:
    """Lift the flag; who waited may be next."""
    club_event = await store.club_event(command.club_event_id)
    registration = await store.registration(club_event, command.registration_id)
    desk = ClubEventDesk(club_event, store.offer_times)
    change = attention.settle(desk, command, registration)
    store.save_registration(change)
    await offer_free_seats(desk, store, at=command.at)
    return change
