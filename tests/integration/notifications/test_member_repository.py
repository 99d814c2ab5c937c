"""Checks that mails about members and people are kept and written alike in memory and in MongoDB."""

from services.notifications.domain.copies import OrganisationCopy
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.members.notices import MemberNotice, PersonalNotice
from services.notifications.domain.notices import Notice, Template
from shared.events.directory import FeeReminded
from tests.integration.notifications.stores import Stores
from tests.unit.notifications.given import NOW, PERSON, ZOE, event_of
from tests.unit.notifications.given_exchange import sample

REMINDED = sample(FeeReminded)
MEMBER = OrganisationCopy(org=REMINDED.org, sequence=1, name="Manduel")
OF_MEMBER = MemberNotice(template=Template.FEE_REMINDED, person_id=PERSON, at=NOW, fact=REMINDED)
OF_PERSON = PersonalNotice(template=Template.PERSON_INVITED, person_id=PERSON, at=NOW)


def mail_of(notice: Notice) -> EmailDelivery:
    return EmailDelivery.of(event_of(REMINDED).id, notice, at=NOW)


async def test_mails_are_taken_as_they_were_queued(stores: Stores) -> None:
    mails = [mail_of(OF_MEMBER), mail_of(OF_PERSON)]
    async with stores.unit() as store:
        for mail in mails:
            store.queue(mail)
    kept = await stores.deliveries.of_person(PERSON, after=None, limit=10)
    assert {mail.id: mail for mail in kept} == {mail.id: mail for mail in mails}


async def test_mails_are_written_from_the_copies_of_now(stores: Stores) -> None:
    async with stores.unit() as store:
        store.keep_contact(ZOE)
        store.keep_organisation(MEMBER)
    assert await stores.outgoing.addressed(mail_of(OF_MEMBER)) == (ZOE, MEMBER)
    assert await stores.outgoing.addressed(mail_of(OF_PERSON)) == (ZOE, ZOE)
