"""Owns one function per kind of fact of directory that people are written to about. Decides nothing."""

from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.members.notices import (
    MEMBER_MAILS,
    PERSONAL_MAILS,
    MemberFact,
    MemberNotice,
    PersonalFact,
    PersonalNotice,
    is_told,
    line_of_nobody,
)
from services.notifications.handlers.concerned import known
from services.notifications.ports.notices import Notifications
from shared.errors import TooEarly
from shared.events.envelope import Envelope


async def tell_members(event: Envelope[MemberFact], store: Notifications) -> None:
    """Tell the referents of a member what becomes of its membership and its fee; the staff, if it has none.

    Raises:
        TooEarly: the organisation is not known yet.
    """
    fact = event.data
    organisation = await store.organisation(fact.org)
    if organisation is None:
        raise TooEarly(f"organisation/{fact.org}: not known yet")
    if not is_told(fact):
        return
    referents = [one for one in await store.referents((fact.org,)) if not one.is_erased]
    for referent in referents:
        notice = MemberNotice(
            template=MEMBER_MAILS[type(fact)], person_id=referent.person_id, at=event.time, fact=fact
        )
        store.queue(EmailDelivery.of(event.id, notice, at=store.at))
    if not referents:
        await store.add_to_feed(line_of_nobody(event, organisation))


async def tell_person(event: Envelope[PersonalFact], store: Notifications) -> None:
    """Tell somebody what the club has done about themself.

    Raises:
        TooEarly: the person is not known yet.
    """
    contact = await known(event.data.person_id, store)
    if is_told(event.data) and not contact.is_erased:
        template = PERSONAL_MAILS[type(event.data)]
        notice = PersonalNotice(template=template, person_id=contact.person_id, at=event.time)
        store.queue(EmailDelivery.of(event.id, notice, at=store.at))
