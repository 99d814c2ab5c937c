"""Owns what follows the events that the copies are fed by: load, take in, keep. Decides nothing itself."""

from typing import Any

from services.notifications.domain.copies import club_event_after, contact_after, organisation_after
from services.notifications.ports.notices import Notifications
from shared.events.envelope import Envelope
from shared.events.registration import ClubEventFact


async def keep_contacts(event: Envelope[Any], store: Notifications) -> None:
    """Follow how to write to people.

    Raises:
        TooEarly: a former event of the person is missing.
    """
    known = await store.contact(event.data.person_id)
    contact = contact_after(known, event)
    if contact is not known:
        store.keep_contact(contact)


async def keep_organisations(event: Envelope[Any], store: Notifications) -> None:
    """Follow what organisations are called.

    Raises:
        TooEarly: a former event of the organisation is missing.
    """
    known = await store.organisation(event.data.org)
    organisation = organisation_after(known, event)
    if organisation is not known:
        store.keep_organisation(organisation)


async def keep_club_events(event: Envelope[ClubEventFact], store: Notifications) -> None:
    """Follow what people are told of gatherings, from their announcement on.

    Raises:
        TooEarly: a former event of the gathering is missing.
    """
    known = await store.club_event(event.data.club_event_id)
    club_event = club_event_after(known, event)
    if club_event is not known:
        store.keep_club_event(club_event)
