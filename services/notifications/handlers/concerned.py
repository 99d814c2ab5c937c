"""Owns the finding of whom and what an event is about, which may not be known yet. Tells nobody."""

from uuid import UUID

from services.notifications.domain.copies import ClubEventCopy, Contact
from services.notifications.ports.notices import Notifications
from shared.errors import TooEarly
from shared.events.envelope import Envelope
from shared.events.registration import InvitationFact, RegistrationFact, SpeakerFact


async def known(person_id: UUID, store: Notifications) -> Contact:
    """Whom an event names.

    Raises:
        TooEarly: nobody told of the person yet.
    """
    contact = await store.contact(person_id)
    if contact is None:
        raise TooEarly(f"person/{person_id}: not known yet")
    return contact


async def gathering(club_event_id: UUID, store: Notifications) -> ClubEventCopy:
    """The gathering that an event is about.

    Raises:
        TooEarly: nobody told of it yet.
    """
    club_event = await store.club_event(club_event_id)
    if club_event is None:
        raise TooEarly(f"club_event/{club_event_id}: not known yet")
    return club_event


async def concerned(
    event: Envelope[RegistrationFact] | Envelope[InvitationFact] | Envelope[SpeakerFact], store: Notifications
) -> tuple[Contact, ClubEventCopy]:
    """Whom an event about a registration, an invitation or a speaker names, and the gathering.

    Raises:
        TooEarly: nobody told of one of them yet.
    """
    contact = await known(event.data.person_id, store)
    return contact, await gathering(event.data.club_event_id, store)
