"""Owns one function per thing that everybody registered at a gathering is told. Decides nothing itself."""

from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.notices import concerns, notice_of_change, notice_of_reminder
from services.notifications.domain.reminders import Reminder, reminders_of
from services.notifications.ports.notices import Notifications
from shared.errors import TooEarly
from shared.events.envelope import Envelope
from shared.events.registration import ClubEventAnnounced, ClubEventFact, ClubEventRescheduled


async def tell_of_change(event: Envelope[ClubEventFact], store: Notifications) -> None:
    """Tell everybody registered that a gathering is moved, put off, changed or attended at a link.

    Raises:
        TooEarly: the copy of the gathering, from which the mails are written, is not that far.
    """
    club_event = await store.club_event(event.data.club_event_id)
    if club_event is None or club_event.sequence < event.sequence:
        raise TooEarly(f"{event.subject}: the copy is not that far")
    for seat in await store.seats_at(club_event.club_event_id):
        if concerns(event, seat):
            store.queue(EmailDelivery.of(event.id, notice_of_change(event, seat), at=store.at))


async def plan_reminders(
    event: Envelope[ClubEventAnnounced | ClubEventRescheduled], store: Notifications
) -> None:
    """Have people reminded before a gathering, on the dates that it has from now on."""
    fact = event.data
    days_before, after = store.reminder_days, event.time
    for reminder in reminders_of(fact.club_event_id, fact.when, days_before=days_before, after=after):
        store.plan(reminder)


async def remind(reminder: Reminder, store: Notifications) -> None:
    """Remind everybody who has a seat, unless the gathering is over, given up or on other dates by now."""
    club_event = await store.club_event(reminder.club_event_id)
    if club_event is None:  # not known yet: the next round looks again
        return
    if reminder.holds(club_event, at=store.at):
        for seat in await store.seats_at(club_event.club_event_id):
            if seat.confirmed:
                notice = notice_of_reminder(reminder, seat)
                store.queue(EmailDelivery.of(reminder.id, notice, at=store.at))
    store.settle(reminder)
