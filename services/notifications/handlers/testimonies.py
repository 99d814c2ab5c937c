"""Owns one function per event about a testimony: the speaker is asked, the staff is told. Decides nothing."""

from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.notices import notice_of_speaking
from services.notifications.domain.programme_lines import line_of_speaker, line_of_testimony
from services.notifications.handlers.concerned import concerned
from services.notifications.ports.notices import Notifications
from shared.events.envelope import Envelope
from shared.events.registration import (
    SpeakerInvited,
    TestimonyConfirmed,
    TestimonyDeclined,
    TestimonyProposed,
    TestimonyWithdrawn,
)


async def send_speaker_invitation(event: Envelope[SpeakerInvited], store: Notifications) -> None:
    """Ask somebody whether they will speak, with the links to answer by.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    contact, _ = await concerned(event, store)
    if not contact.is_erased:
        store.queue(EmailDelivery.of(event.id, notice_of_speaking(event), at=store.at))


async def show_speaker(
    event: Envelope[TestimonyConfirmed] | Envelope[TestimonyDeclined], store: Notifications
) -> None:
    """Tell the staff who will speak, or will not.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    contact, club_event = await concerned(event, store)
    await store.add_to_feed(line_of_speaker(event, contact=contact, club_event=club_event))


async def show_testimony(
    event: Envelope[TestimonyProposed] | Envelope[TestimonyWithdrawn], store: Notifications
) -> None:
    """Tell the staff what members could tell, or no longer."""
    await store.add_to_feed(line_of_testimony(event))
