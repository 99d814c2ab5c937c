"""Owns one function per event about a seat: the person is told, and the staff. Decides nothing itself."""

from services.notifications.domain.copies import ClubEventCopy, ClubEventState, Contact
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.notices import notice_of, notices_of_transfer
from services.notifications.domain.seats import seat_after, seat_after_transfer
from services.notifications.domain.staff_feed import line_of, line_of_transfer
from services.notifications.handlers.concerned import concerned
from services.notifications.ports.notices import Notifications
from shared.errors import TooEarly
from shared.events.envelope import Envelope
from shared.events.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationRefused,
    RegistrationRequested,
    RegistrationTransferred,
    RegistrationWaitlisted,
    SeatOffered,
    SeatOfferExpired,
)


async def send_confirmation(event: Envelope[RegistrationConfirmed], store: Notifications) -> None:
    """Tell the person, with an invitation, and the staff.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    await _tell(event, store, *await concerned(event, store))


async def send_waiting_list_notice(event: Envelope[RegistrationWaitlisted], store: Notifications) -> None:
    """Tell the person, and the staff.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    await _tell(event, store, *await concerned(event, store))


async def send_cancellation(event: Envelope[RegistrationCancelled], store: Notifications) -> None:
    """Tell the person, withdrawing the invitation, and the staff.

    Raises:
        TooEarly: the person or the gathering is not known yet, or not yet that it was given up.
    """
    contact, club_event = await concerned(event, store)
    given_up = event.data.reason_code == "club_event_cancelled"
    if given_up and club_event.state is not ClubEventState.CANCELLED:
        raise TooEarly(f"club_event/{club_event.club_event_id}: why it was given up is not known yet")
    await _tell(event, store, contact, club_event)


async def send_review_notice(event: Envelope[RegistrationRequested], store: Notifications) -> None:
    """Tell the person that the request has come in, and the staff that it is to be reviewed.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    await _tell(event, store, *await concerned(event, store))


async def send_refusal(event: Envelope[RegistrationRefused], store: Notifications) -> None:
    """Tell the person, and the staff.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    await _tell(event, store, *await concerned(event, store))


async def send_offer(event: Envelope[SeatOffered], store: Notifications) -> None:
    """Tell the person, with the links to answer by, and the staff.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    await _tell(event, store, *await concerned(event, store))


async def send_end_of_offer(event: Envelope[SeatOfferExpired], store: Notifications) -> None:
    """Tell the person, and the staff.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    await _tell(event, store, *await concerned(event, store))


async def send_transfer(event: Envelope[RegistrationTransferred], store: Notifications) -> None:
    """Invite who has the seat now, withdraw the invitation of who had it, and tell the staff.

    Raises:
        TooEarly: one of them, or the gathering, is not known yet.
    """
    contact = await store.contact(event.data.to_person_id)
    former = await store.contact(event.data.from_person_id)
    club_event = await store.club_event(event.data.club_event_id)
    if contact is None or former is None or club_event is None:
        raise TooEarly(f"{event.subject}: who or what it is about is not known yet")
    for notice in notices_of_transfer(event):
        store.queue(EmailDelivery.of(event.id, notice, at=store.at))
    store.keep_seat(seat_after_transfer(event))
    line = line_of_transfer(event, former=former, contact=contact, club_event=club_event)
    await store.add_to_feed(line)


async def _tell(
    event: Envelope[RegistrationFact], store: Notifications, contact: Contact, club_event: ClubEventCopy
) -> None:
    store.keep_seat(seat_after(event))
    if not contact.is_erased:
        store.queue(EmailDelivery.of(event.id, notice_of(event), at=store.at))
    await store.add_to_feed(line_of(event, contact=contact, club_event=club_event))
