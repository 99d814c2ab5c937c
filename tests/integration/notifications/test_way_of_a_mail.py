"""Checks the whole way with real servers: event in, mail at the catcher, line in the feed, once."""

from dataclasses import replace

from services.notifications.domain.deliveries import LEASE, DeliveryState
from services.notifications.repository.outgoing import MongoOutgoing
from services.notifications.repository.queries import MongoDeliveryQueries, MongoStaffFeedQueries
from services.notifications.repository.store import MongoNotifications
from services.notifications.settings import Settings
from shared.clock import utc_now
from shared.messaging.publisher import RabbitPublisher
from shared.storage.mongo import Database
from shared.storage.outbox import EVENTS_EXCHANGE
from shared.storage.unit_of_work import UnitOfWork
from tests.eventually import eventually
from tests.integration.notifications.conftest import Catcher, tell, working
from tests.unit.notifications.given import (
    ACTIVATED,
    ANNOUNCED,
    CANCELLED,
    CONFIRMED,
    PERSON,
    POLITICAL_MORNING,
    WAITLISTED,
    ZOE,
    event_of,
    queued,
)


async def keep_copies(database: Database) -> None:
    work = UnitOfWork(database)
    MongoNotifications(work).keep_contact(ZOE)
    MongoNotifications(work).keep_club_event(POLITICAL_MORNING)
    await work.commit()


async def all_sent(database: Database, count: int) -> None:
    async def holds() -> bool:
        mails = await MongoDeliveryQueries(database).of_person(PERSON, after=None, limit=200)
        return [mail.state for mail in mails] == [DeliveryState.SENT] * count

    await eventually(holds, what=f"{count} mails sent")


async def test_events_delivered_twice_make_each_one_mail_and_one_line(
    settings: Settings, publisher: RabbitPublisher, database: Database, catcher: Catcher
) -> None:
    facts = [event_of(CONFIRMED), event_of(WAITLISTED), event_of(CANCELLED, sequence=2)]
    copies = [event_of(ACTIVATED), event_of(ANNOUNCED, sequence=2)]
    async with working(settings):
        await tell(publisher, [*copies, *facts, *copies, *facts])
        await all_sent(database, 3)
    assert len(set(catcher.message_ids())) == len(catcher.message_ids()) == 3
    entries = await MongoStaffFeedQueries(database).after(0, limit=10)
    assert sorted(entry.line.code for entry in entries) == [
        "RegistrationCancelled",
        "RegistrationConfirmed",
        "RegistrationWaitlisted",
    ]
    assert await database["inbox"].count_documents({}) == 6


async def test_who_is_told_before_being_known_is_told_later(
    settings: Settings, publisher: RabbitPublisher, database: Database, catcher: Catcher
) -> None:
    async with working(settings):
        await tell(publisher, [event_of(CONFIRMED)])
        await tell(publisher, [event_of(ANNOUNCED, sequence=2), event_of(ACTIVATED)])
        await all_sent(database, 1)
    assert len(catcher.message_ids()) == 1


async def test_mails_follow_once_the_mail_server_is_back(
    settings: Settings, publisher: RabbitPublisher, database: Database, catcher: Catcher
) -> None:
    await keep_copies(database)
    await catcher.stop()
    async with working(settings):
        await tell(publisher, [event_of(CONFIRMED) for _ in range(10)])

        async def all_put_off() -> bool:
            mails = await MongoDeliveryQueries(database).of_person(PERSON, after=None, limit=20)
            return [mail.state for mail in mails] == [DeliveryState.SOFT_BOUNCED] * 10

        await eventually(all_put_off)
        await catcher.start()
        await all_sent(database, 10)
    assert len(set(catcher.message_ids())) == len(catcher.message_ids()) == 10


async def test_mail_whose_sender_was_killed_is_sent_when_its_lease_is_over(
    settings: Settings, database: Database, catcher: Catcher
) -> None:
    await keep_copies(database)
    killed_at = utc_now() - LEASE
    delivery = replace(queued(), due_at=killed_at)
    work = UnitOfWork(database)
    MongoNotifications(work).queue(delivery)
    await work.commit()
    taken = await MongoOutgoing(database).take_due(killed_at)
    assert taken is not None
    async with working(settings):
        await all_sent(database, 1)
    assert catcher.message_ids() == [f"<{delivery.id}@example.org>"]


async def test_message_that_cannot_be_read_is_a_dead_letter_and_others_go_on(
    settings: Settings, publisher: RabbitPublisher, database: Database
) -> None:
    await keep_copies(database)
    async with working(settings):
        for body in (b"\xff", b"{}", event_of(CONFIRMED).to_bytes().replace(b"person_id", b"person")):
            await publisher.publish(
                body, exchange=EVENTS_EXCHANGE, routing_key=CONFIRMED.type(), message_id="broken"
            )
        await tell(publisher, [event_of(CONFIRMED)])
        await all_sent(database, 1)

        async def kept() -> bool:
            return await database["dead_letters"].count_documents({}) == 3

        await eventually(kept)
