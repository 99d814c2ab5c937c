"""Owns what becomes of the seats of people who are forgotten. Decides nothing itself."""

from services.registration.domain.club_event import PUBLIC_BEFORE_HELD
from services.registration.domain.desk import ClubEventDesk
from services.registration.handlers.attention import recheck_companions
from services.registration.handlers.seats import offer_free_seats
from services.registration.handlers.testimonies import forget_testimonies
from services.registration.ports.stores import Registrations
from shared.events.directory import PersonErased
from shared.events.envelope import Envelope


async def give_back_seats(event: Envelope[PersonErased], store: Registrations) -> None:
    """Cancel what an erased person has at gatherings to come; what that frees is offered to the next."""
    for registration in await store.active_registrations_of_person(event.data.person_id):
        club_event = await store.club_event(registration.club_event_id)
        if club_event.state in PUBLIC_BEFORE_HELD:
            desk, frees_a_seat = ClubEventDesk(club_event, store.offer_times), registration.has_seat
            store.save_registration(desk.release(registration))
            store.save_club_event(club_event)
            await recheck_companions(club_event, registration.org, store)
            if frees_a_seat:
                await offer_free_seats(desk, store, at=store.at)
    await forget_testimonies(event.data.person_id, store)
