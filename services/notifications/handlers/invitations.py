"""Owns one function per event about an invitation: the person is told, or the staff. Decides nothing."""

from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.notices import notice_of_invitation
from services.notifications.domain.programme_lines import line_of_invitation
from services.notifications.handlers.concerned import concerned
from services.notifications.ports.notices import Notifications
from shared.events.envelope import Envelope
from shared.events.registration import InvitationDeclined, InvitationFact


async def send_invitation(event: Envelope[InvitationFact], store: Notifications) -> None:
    """Tell somebody that they are invited, with the links to answer by, or no longer are.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    contact, _ = await concerned(event, store)
    if not contact.is_erased:
        store.queue(EmailDelivery.of(event.id, notice_of_invitation(event), at=store.at))


async def show_declined_invitation(event: Envelope[InvitationDeclined], store: Notifications) -> None:
    """Tell the staff that a guest will not come; of who comes, the registration tells.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    contact, club_event = await concerned(event, store)
    await store.add_to_feed(line_of_invitation(event, contact=contact, club_event=club_event))
