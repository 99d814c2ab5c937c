"""Owns one function per command about freed seats: load, decide, save. Decides nothing itself."""

from datetime import datetime
from uuid import UUID

from services.registration.domain import seat_changes
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands import registrations as commands
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.registrations import Change
from services.registration.domain.seat_offers import SeatOffers
from services.registration.handlers.attention import recheck_companions
from services.registration.ports.stores import Registrations

OFFERS_AT_ONCE = 100
"""Offers made in one transaction, and mails that leave together."""


async def offer_free_seats(
    desk: ClubEventDesk, store: Registrations, *, at: datetime, passing: UUID | None = None
) -> None:
    """Offer every free seat to the first in line who can have it, and save the gathering.

    Where more than `OFFERS_AT_ONCE` are free, the others follow in units of work of their own
    (`offer_remaining_seats`), and newcomers wait until then. To be called with whatever may have freed one,
    in the same unit of work. `passing` is a registration that has just let a seat go by, and is not to be
    offered it again.
    """
    offers, left = SeatOffers(desk), OFFERS_AT_ONCE
    for mode in desk.club_event.seats.modes:
        while left and (vacancy := offers.vacancy(mode, at=at, most=left)):
            candidates = await store.next_in_line(desk.club_event, vacancy, passing=passing)
            changes = offers.offer(candidates, at=at)
            for offered in changes:
                store.save_registration(offered)
            if not changes:
                break
            left -= len(changes)
    desk.club_event.offering = not left and any(
        offers.vacancy(mode, at=at) for mode in desk.club_event.seats.modes
    )
    store.save_club_event(desk.club_event, offers.left_to_staff(at=at))


async def answer_offer(command: commands.AnswerOffer, store: Registrations) -> Change:
    """Take the answer to an offer; a seat that is let go is offered to the next."""
    club_event = await store.club_event(command.club_event_id)
    registration = await store.registration(club_event, command.registration_id)
    candidate = await store.candidate(club_event, registration)
    desk = ClubEventDesk(club_event, store.offer_times)
    change = SeatOffers(desk).answer(command, candidate)
    store.save_registration(change)
    store.save_club_event(club_event)
    if not registration.has_seat:
        await recheck_companions(club_event, registration.org, store)
        await offer_free_seats(desk, store, at=command.at, passing=registration.id)
    return change


async def expire_offer(command: commands.ExpireOffer, store: Registrations) -> Change:
    """Hold a seat no longer, and offer it to the next."""
    club_event = await store.club_event(command.club_event_id)
    registration = await store.registration(club_event, command.registration_id)
    put_off = club_event.state is ClubEventState.POSTPONED
    ahead = await store.ahead_in_line(registration) if put_off else 0
    desk = ClubEventDesk(club_event, store.offer_times)
    change = SeatOffers(desk).expire(command, registration, ahead=ahead)
    store.save_registration(change)
    await recheck_companions(club_event, registration.org, store)
    await offer_free_seats(desk, store, at=command.at)
    return change


async def shorten_offers(command: commands.ShortenOffers, store: Registrations) -> ClubEvent:
    """Leave less time to answer some of the offers of a gathering that begins earlier than it did."""
    club_event = await store.club_event(command.club_event_id)
    offers = SeatOffers(ClubEventDesk(club_event, store.offer_times))
    held = await store.held_offers.beyond(club_event.id, offers.latest, limit=command.limit)
    for change in offers.shorten(command, held):
        store.save_registration(change)
    store.save_club_event(club_event)
    return club_event


async def seat_called_person(command: commands.SeatCalledPerson, store: Registrations) -> Change:
    """Give a free seat to somebody in line, whom staff has called."""
    club_event = await store.club_event(command.club_event_id)
    registration = await store.registration(club_event, command.registration_id)
    candidate = await store.candidate(club_event, registration)
    desk = ClubEventDesk(club_event, store.offer_times)
    change = SeatOffers(desk).seat_called(command, candidate)
    store.save_registration(change)
    store.save_club_event(club_event)
    return change


async def change_seats(command: commands.ChangeSeats, store: Registrations) -> ClubEvent:
    """Set other places or other rules, and offer what they free."""
    club_event = await store.club_event(command.club_event_id)
    store.save_club_event(club_event, seat_changes.change_seats(club_event, command))
    await offer_free_seats(ClubEventDesk(club_event, store.offer_times), store, at=command.at)
    return club_event


async def offer_remaining_seats(command: commands.OfferRemainingSeats, store: Registrations) -> ClubEvent:
    """Offer some of the seats that were too many to be offered at once."""
    club_event = await store.club_event(command.club_event_id)
    await offer_free_seats(ClubEventDesk(club_event, store.offer_times), store, at=command.at)
    return club_event
