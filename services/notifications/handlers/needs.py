"""Owns what is heard of needs: load, take in, keep, tell those who have them. Decides nothing itself."""

from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.needs import NEED_MAILS, NeedCopy, NeedNotice, is_told, need_after
from services.notifications.handlers.concerned import known
from services.notifications.ports.notices import Notifications
from shared.events.envelope import Envelope
from shared.events.registration import NeedFact


async def tell_of_needs(event: Envelope[NeedFact], store: Notifications) -> None:
    """Follow needs, and tell who told of one, and the referents of who supports it, what becomes of it.

    Raises:
        TooEarly: a former event of the need is missing, or who told of it is not known yet.
    """
    before = await store.need(event.data.need_id)
    need = need_after(before, event)
    if need is before:
        return
    if is_told(event.data):
        await _tell(event, need, store)
    store.keep_need(need)


async def _tell(event: Envelope[NeedFact], need: NeedCopy, store: Notifications) -> None:
    author = [await known(need.author, store)] if need.author else []
    contacts = {one.person_id: one for one in (*author, *await store.referents(need.supporters))}
    for contact in contacts.values():
        if not contact.is_erased:
            notice = NeedNotice(
                template=NEED_MAILS[type(event.data)],
                person_id=contact.person_id,
                at=event.time,
                fact=event.data,
            )
            store.queue(EmailDelivery.of(event.id, notice, at=store.at))
