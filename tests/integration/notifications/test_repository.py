"""Checks that the stores in memory and those in MongoDB keep the same promises."""

from dataclasses import replace

import pytest

from services.notifications.domain.copies import ClubEventState
from services.notifications.domain.deliveries import LEASE, DeliveryState
from services.notifications.domain.staff_feed import FeedLine, line_of
from services.notifications.repository.outgoing import MongoOutgoing
from services.notifications.repository.queries import MongoStaffFeedQueries
from services.notifications.repository.store import MongoNotifications
from shared.events.notifications import EmailBounced
from shared.storage.mongo import Contention, Database, DriverError
from shared.storage.unit_of_work import UnitOfWork
from tests.integration.notifications.stores import Stores, unit_of_work
from tests.unit.notifications.given import (
    CLUB_EVENT,
    CONFIRMED,
    NOW,
    PERSON,
    POLITICAL_MORNING,
    WAITLISTED,
    ZOE,
    event_of,
    later,
    queued,
)


def line() -> FeedLine:
    return line_of(event_of(CONFIRMED), contact=ZOE, club_event=POLITICAL_MORNING)


async def test_copies_are_read_as_they_were_kept(stores: Stores) -> None:
    online = replace(
        POLITICAL_MORNING,
        mode="online",
        place=None,
        state=ClubEventState.CANCELLED,
        cancellation_reason="Eau",
    )
    async with stores.unit() as store:
        assert await store.contact(PERSON) is None
        assert await store.club_event(CLUB_EVENT) is None
        store.keep_contact(ZOE)
        store.keep_club_event(POLITICAL_MORNING)
        assert await store.contact(PERSON) == ZOE
    async with stores.unit() as store:
        await store.read_ahead(people={PERSON}, club_events={CLUB_EVENT})
        assert await store.contact(PERSON) == ZOE
        assert await store.club_event(CLUB_EVENT) == POLITICAL_MORNING
        store.keep_club_event(online)
    async with stores.unit() as store:
        assert await store.club_event(CLUB_EVENT) == online


async def test_mail_is_taken_as_it_was_queued_and_by_one_alone(stores: Stores) -> None:
    delivery = queued(WAITLISTED, sequence=3)
    async with stores.unit() as store:
        store.queue(delivery)
    assert await stores.outgoing.take_due(later(seconds=-1)) is None
    taken = await stores.outgoing.take_due(later(seconds=1))
    delivery.lease(later(seconds=1))
    assert taken == delivery
    assert await stores.outgoing.take_due(later(seconds=2)) is None


async def test_mail_that_has_been_due_for_longest_is_first(stores: Stores) -> None:
    first, second = queued(), replace(queued(), due_at=later(seconds=1))
    async with stores.unit() as store:
        store.queue(second)
        store.queue(first)
    for delivery in (first, second):
        taken = await stores.outgoing.take_due(later(seconds=5))
        assert taken is not None
        assert taken.id == delivery.id


async def test_mail_whose_sender_died_is_taken_over_and_the_dead_one_writes_nothing(stores: Stores) -> None:
    async with stores.unit() as store:
        store.queue(queued())
    dead = await stores.outgoing.take_due(NOW)
    heir = await stores.outgoing.take_due(NOW + LEASE)
    assert dead is not None
    assert heir is not None
    assert (heir.id, heir.attempts) == (dead.id, 2)
    dead.mark_sent(NOW)
    assert not await stores.outgoing.record(dead, at=NOW)
    heir.put_off(NOW + LEASE, reason="450 busy")
    assert await stores.outgoing.record(heir, at=NOW)
    assert list(await stores.deliveries.of_person(PERSON, after=None, limit=10)) == [heir]


async def test_mail_that_bounced_is_told_once(database: Database) -> None:
    outgoing, work = MongoOutgoing(database), UnitOfWork(database)
    MongoNotifications(work).queue(queued())
    await work.commit()
    dead, heir = await outgoing.take_due(NOW), await outgoing.take_due(NOW + LEASE)
    assert dead is not None
    assert heir is not None
    for delivery in (heir, dead):
        delivery.refuse(reason="550 no such user")
    assert [await outgoing.record(delivery, at=NOW) for delivery in (heir, dead)] == [True, False]
    [row] = [row async for row in database["outbox"].find()]
    assert (row["routing_key"], row["subject"]) == (EmailBounced.type(), f"delivery/{heir.id}")


async def test_mail_sent_is_never_taken_again(stores: Stores) -> None:
    async with stores.unit() as store:
        store.queue(queued())
    taken = await stores.outgoing.take_due(NOW)
    assert taken is not None
    taken.mark_sent(later(seconds=1))
    assert await stores.outgoing.record(taken, at=NOW)
    assert await stores.outgoing.take_due(later(days=30)) is None
    [kept] = await stores.deliveries.of_person(PERSON, after=None, limit=10)
    assert (kept.state, kept.sent_at) == (DeliveryState.SENT, later(seconds=1))


async def test_mail_is_written_from_what_is_known_now(stores: Stores) -> None:
    moved = replace(ZOE, email="zoe.lefevre@example.org", sequence=2)
    async with stores.unit() as store:
        store.keep_contact(ZOE)
        store.keep_club_event(POLITICAL_MORNING)
        store.queue(queued())
    async with stores.unit() as store:
        store.keep_contact(moved)
    assert await stores.outgoing.addressed(queued()) == (moved, POLITICAL_MORNING)


async def test_mails_of_a_person_are_listed_in_their_order(stores: Stores) -> None:
    mails = [replace(queued(), queued_at=later(seconds=number // 2)) for number in range(5)]
    async with stores.unit() as store:
        for mail in mails[::-1]:
            store.queue(mail)
    mails.sort(key=lambda mail: (mail.queued_at, mail.id))
    first = await stores.deliveries.of_person(PERSON, after=None, limit=2)
    rest = await stores.deliveries.of_person(PERSON, after=(first[-1].queued_at, first[-1].id), limit=10)
    assert [*first, *rest] == mails


async def test_feed_is_read_from_both_ends(stores: Stores) -> None:
    assert await stores.feed.last_position() == 0
    lines = [line() for _ in range(5)]
    async with stores.unit() as store:
        for one in lines[:3]:
            await store.add_to_feed(one)
    async with stores.unit() as store:
        for one in lines[3:]:
            await store.add_to_feed(one)
    everything = await stores.feed.after(0, limit=10)
    assert [entry.line for entry in everything] == lines
    assert [entry.position for entry in everything] == [1, 2, 3, 4, 5]
    assert list(await stores.feed.after(3, limit=1)) == [everything[3]]
    assert list(await stores.feed.before(None, limit=2)) == [everything[4], everything[3]]
    assert list(await stores.feed.before(3, limit=9)) == [everything[1], everything[0]]
    assert await stores.feed.last_position() == 5


async def test_of_two_who_write_at_the_same_place_one_must_look_again(database: Database) -> None:
    for beginning in (True, False):
        works = [unit_of_work(database) for _ in range(2)]
        for work in works:
            await MongoNotifications(work).add_to_feed(line())
        await works[0].commit()
        with pytest.raises(DriverError if beginning else Contention):
            await works[1].commit()
    entries = await MongoStaffFeedQueries(database).after(0, limit=10)
    assert [entry.position for entry in entries] == [1, 2]
