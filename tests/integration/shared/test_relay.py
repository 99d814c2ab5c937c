"""The relay tells the broker all of the outbox: in order, whoever fails or dies, and never gives up."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import chain
from typing import Any
from uuid import UUID

import pytest
from aio_pika.abc import AbstractIncomingMessage
from pamqp.common import FieldValue
from pymongo.errors import AutoReconnect
from structlog.testing import capture_logs

from shared.clock import utc_now
from shared.events.envelope import Envelope
from shared.ids import new_id
from shared.messaging.publisher import Publisher, RabbitPublisher
from shared.messaging.relay import Relay
from shared.messaging.topology import UNROUTED, declare
from shared.storage.leases import Leases
from shared.storage.mongo import Database
from shared.storage.outbox import EVENTS_EXCHANGE, PARTITIONS, Outbox, OutboxRow
from shared.storage.unit_of_work import UnitOfWork
from tests.eventually import eventually
from tests.fakes.publisher import InMemoryPublisher
from tests.integration.shared.conftest import Working
from tests.integration.shared.tallies import SERVICE, told
from tests.running.broker import broker_at

SUBJECTS, LENGTH = 20, 10
MANY = 500
"""More than are on their way at once: a quorum queue is full a moment after it has said yes too often."""
FULL: dict[str, FieldValue] = {"x-queue-type": "quorum", "x-max-length": 2, "x-overflow": "reject-publish"}


async def write(database: Database, *events: Envelope[Any]) -> None:
    work = UnitOfWork(database)
    for event in events:
        work.publish(OutboxRow.of(event))
    await work.commit()


async def histories(database: Database) -> dict[UUID, list[str]]:
    """Write histories of several subjects; subject → the ids of its events, in their order."""
    written = {}
    for subject in [new_id() for _ in range(SUBJECTS)]:
        events = [told("x", tally_id=subject, sequence=number) for number in range(1, LENGTH + 1)]
        await write(database, *events)
        written[subject] = [str(event.id) for event in events]
    return written


def relay_of(database: Database, publisher: Publisher, *, ttl_seconds: int = 1) -> Relay:
    leases = Leases(database, "outbox", str(new_id()), partitions=PARTITIONS, ttl_seconds=ttl_seconds)
    return Relay(Outbox(database), leases, publisher, utc_now)


@pytest.fixture
async def ready(database: Database) -> Database:
    await Leases(database, "outbox", "nobody", partitions=PARTITIONS).prepare()
    return database


@asynccontextmanager
async def running(*relays: Relay) -> AsyncIterator[Sequence["asyncio.Task[None]"]]:
    tasks = [asyncio.create_task(relay.run()) for relay in relays]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def all_published(database: Database) -> None:
    async def none_pending() -> bool:
        return await database["outbox"].count_documents({"state": "pending"}) == 0

    await eventually(none_pending, what="nothing is pending")


def require_order(confirmed: list[str], written: dict[UUID, list[str]]) -> None:
    for events in written.values():
        assert [event for event in confirmed if event in events] == events


async def test_what_is_not_confirmed_waits_and_its_successors_with_it(ready: Database) -> None:
    written = await histories(ready)
    publisher = InMemoryPublisher()
    third = [events[2] for events in written.values()]
    publisher.refused.update(dict.fromkeys(third[:5], 2))
    async with running(relay_of(ready, publisher)):
        await all_published(ready)
    assert len(publisher.confirmed) == SUBJECTS * LENGTH
    require_order(publisher.confirmed, written)


async def test_while_the_broker_is_away_it_waits_and_goes_on_at_once_when_it_is_back(
    ready: Database,
) -> None:
    written, publisher = await histories(ready), InMemoryPublisher(is_away=True)
    relay = relay_of(ready, publisher)
    async with running(relay):

        async def tried() -> bool:
            return publisher.asked > 0

        await eventually(tried, what="it has tried")
        publisher.is_away = False
        relay.reconnected()
        await all_published(ready)
    require_order(publisher.confirmed, written)


async def test_what_was_not_ticked_off_is_published_again_with_the_same_id(
    ready: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, publisher, outbox = told("x"), InMemoryPublisher(), Outbox(ready)
    await write(ready, event)
    tick_off, failures = Outbox.mark_published, [AutoReconnect("connection closed")]

    async def mark_published(*said: Any) -> None:
        if failures:
            raise failures.pop()
        await tick_off(*said)

    monkeypatch.setattr(Outbox, "mark_published", mark_published)
    leases = Leases(ready, "outbox", "one", partitions=PARTITIONS)
    async with running(Relay(outbox, leases, publisher, utc_now)):
        await all_published(ready)
    assert publisher.confirmed == [str(event.id)] * 2


async def test_two_share_the_work_and_none_is_published_twice(ready: Database) -> None:
    one, other = InMemoryPublisher(), InMemoryPublisher()
    async with running(relay_of(ready, one, ttl_seconds=10), relay_of(ready, other, ttl_seconds=10)):

        async def both_hold() -> bool:
            holders = await ready["leases"].distinct("holder")
            return len([holder for holder in holders if holder]) == 2

        await eventually(both_hold, what="both hold leases")
        written = await histories(ready)
        await all_published(ready)
    assert one.confirmed
    assert other.confirmed
    assert sorted(one.confirmed + other.confirmed) == sorted(chain.from_iterable(written.values()))
    require_order(
        one.confirmed, {subject: events for subject, events in written.items() if events[0] in one.confirmed}
    )


async def test_what_a_dead_one_held_is_taken_over(ready: Database) -> None:
    dead = Leases(ready, "outbox", "dead", partitions=PARTITIONS, ttl_seconds=1)
    assert len(await dead.hold()) == PARTITIONS
    written, publisher = await histories(ready), InMemoryPublisher()
    async with running(relay_of(ready, publisher)):
        await all_published(ready)
    require_order(publisher.confirmed, written)


async def test_what_no_queue_wants_is_set_aside_and_holds_nobody_up(
    database: Database, rabbitmq_url: str, working: Working
) -> None:
    nowhere = OutboxRow(
        id=new_id(),
        subject="a/1",
        sequence=1,
        body=b"{}",
        exchange="events",
        routing_key="directory.Nobody.v1",
        at=utc_now(),
    )
    work = UnitOfWork(database)
    work.publish(nowhere)
    await work.commit()
    await write(database, told("heard"))
    async with working(), broker_at(rabbitmq_url) as broker:

        async def heard() -> bool:
            return await database["notes"].count_documents({}) == 1

        await eventually(heard, what="the event is heard")
        await all_published(database)
        assert await broker.waiting(UNROUTED) == 1


async def test_while_a_queue_is_full_it_waits_longer_each_time_and_says_so(
    ready: Database, rabbitmq_url: str
) -> None:
    events = [told("x", tally_id=new_id()) for _ in range(MANY)]
    await write(ready, *events)
    publisher = await RabbitPublisher.connect(rabbitmq_url)
    async with broker_at(rabbitmq_url) as broker:
        await declare(broker.channel, SERVICE, [])
        full = await broker.channel.declare_queue("full", durable=True, arguments=FULL)
        await full.bind(EVENTS_EXCHANGE, events[0].type)
        with capture_logs() as logs:
            async with running(relay_of(ready, publisher, ttl_seconds=10)):

                async def said_twice() -> bool:
                    return len([line for line in logs if line["event"] == "relay waits"]) == 2

                await eventually(said_twice, what="it says twice that it waits")
                waits = [line["seconds"] for line in logs if line["event"] == "relay waits"]
                assert waits == [1.0, 2.0], "it does not ask on and on"
                assert await ready["outbox"].count_documents({"state": "pending"})
                heard: set[str] = set()

                async def hear(message: AbstractIncomingMessage) -> None:
                    heard.add(str(message.message_id))
                    await message.ack()

                await full.consume(hear)
                await all_published(ready)

                async def all_heard() -> bool:
                    return heard == {str(event.id) for event in events}

                await eventually(all_heard, what="all is heard, once there is room")
    await publisher.close()
