"""Owns one function per fact that only the staff is told of. Decides nothing itself."""

from services.notifications.domain.club_feed import ClubFact, line_of_club, line_of_round
from services.notifications.domain.programme_lines import line_of_draft, line_of_need, line_of_opening
from services.notifications.domain.staff_feed import (
    line_of,
    line_of_bounce,
    line_of_consent,
    line_of_erasure,
    line_of_late_erasure,
    line_of_seats_left,
    line_of_webhook,
)
from services.notifications.handlers.concerned import concerned, gathering, known
from services.notifications.ports.notices import Notifications
from shared.errors import TooEarly
from shared.events.directory import ConsentChanged, ErasureOverdue, ErasureRequested, RenewalRoundOpened
from shared.events.envelope import Envelope
from shared.events.notifications import EmailBounced, WebhookSwitchedOff
from shared.events.registration import (
    ClubEventDrafted,
    NeedFact,
    OpeningDropped,
    RegistrationFlagged,
    SeatsLeftToStaff,
)


async def show_flag(event: Envelope[RegistrationFlagged], store: Notifications) -> None:
    """Tell the staff that somebody who has a seat may no longer come.

    Raises:
        TooEarly: the person or the gathering is not known yet.
    """
    contact, club_event = await concerned(event, store)
    await store.add_to_feed(line_of(event, contact=contact, club_event=club_event))


async def show_need(event: Envelope[NeedFact], store: Notifications) -> None:
    """Tell the staff what becomes of the needs of members."""
    await store.add_to_feed(line_of_need(event))


async def show_draft(event: Envelope[ClubEventDrafted], store: Notifications) -> None:
    """Tell the staff that a colleague begins to prepare a gathering."""
    await store.add_to_feed(line_of_draft(event))


async def show_seats_left(event: Envelope[SeatsLeftToStaff], store: Notifications) -> None:
    """Tell the staff to call those who wait.

    Raises:
        TooEarly: the gathering is not known yet.
    """
    club_event = await gathering(event.data.club_event_id, store)
    await store.add_to_feed(line_of_seats_left(event, club_event=club_event))


async def show_dropped_opening(event: Envelope[OpeningDropped], store: Notifications) -> None:
    """Tell the staff that registrations do not open by themselves as it planned.

    Raises:
        TooEarly: the gathering is not known yet.
    """
    club_event = await gathering(event.data.club_event_id, store)
    await store.add_to_feed(line_of_opening(event, club_event=club_event))


async def show_erasure(event: Envelope[ErasureRequested], store: Notifications) -> None:
    """Tell the staff that a person asks to be forgotten.

    Raises:
        TooEarly: the person is not known yet.
    """
    contact = await known(event.data.person_id, store)
    await store.add_to_feed(line_of_erasure(event, contact=contact))


async def show_late_erasure(event: Envelope[ErasureOverdue], store: Notifications) -> None:
    """Tell the staff that services are late in forgetting a person."""
    await store.add_to_feed(line_of_late_erasure(event))


async def show_consent(event: Envelope[ConsentChanged], store: Notifications) -> None:
    """Tell the staff what a person consents to from now on, or no longer.

    Raises:
        TooEarly: the person is not known yet.
    """
    contact = await known(event.data.person_id, store)
    await store.add_to_feed(line_of_consent(event, contact=contact))


async def show_club_fact(event: Envelope[ClubFact], store: Notifications) -> None:
    """Tell the staff what happened to a member, its fee or its offers.

    Raises:
        TooEarly: the organisation is not known yet.
    """
    organisation = await store.organisation(event.data.org)
    if organisation is None:
        raise TooEarly(f"organisation/{event.data.org}: not known yet")
    await store.add_to_feed(line_of_club(event, organisation=organisation))


async def show_round(event: Envelope[RenewalRoundOpened], store: Notifications) -> None:
    """Tell the staff that the day came to decide for many members."""
    if line := line_of_round(event):
        await store.add_to_feed(line)


async def show_bounce(event: Envelope[EmailBounced], store: Notifications) -> None:
    """Tell the staff that a mail came back.

    Raises:
        TooEarly: the person is not known yet.
    """
    contact = await known(event.data.person_id, store)
    await store.add_to_feed(line_of_bounce(event, contact=contact))


async def show_webhook_off(event: Envelope[WebhookSwitchedOff], store: Notifications) -> None:
    """Tell the staff that nothing is sent to a partner any more."""
    await store.add_to_feed(line_of_webhook(event))
