"""What comes back again and again is handled alone: it may end its process, and harms itself alone."""

import asyncio
from collections.abc import AsyncIterator

import aio_pika
import pytest
from aio_pika.abc import AbstractIncomingMessage

from shared.clock import utc_now
from shared.messaging import isolation
from shared.messaging.consumer import ATTEMPTS_HEADER
from shared.messaging.pulse import InHand
from shared.messaging.topology import ALONE_LIMIT, DELIVERY_LIMIT, SUSPECT_FROM
from shared.storage.dead_letters import DeadLetters
from shared.storage.mongo import Database
from tests.eventually import eventually
from tests.integration.shared.conftest import Working
from tests.integration.shared.tallies import told
from tests.running.broker import Broker, broker_at

QUEUE, ALONE = "registration.note_title", "registration.alone"
NEIGHBOURS = ["a", "b", "c", "d"]


@pytest.fixture
async def broker(rabbitmq_url: str, working: Working) -> AsyncIterator[Broker]:
    """A hand on the broker, where the queues stand."""
    async with working():
        pass
    async with broker_at(rabbitmq_url) as broker:
        yield broker


async def die(rabbitmq_url: str, queue: str, prefetch: int, *, holding: int) -> list[int]:
    """Be a process that ends with so many messages in hand; how often each has come back before."""
    returns: list[int] = []
    enough = asyncio.Event()

    async def take(message: AbstractIncomingMessage) -> None:
        returns.append(int(str(message.headers.get("x-delivery-count") or 0)))
        if len(returns) >= holding:
            enough.set()

    async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
        await channel.set_qos(prefetch)
        await (await channel.get_queue(queue)).consume(take)
        await asyncio.wait_for(enough.wait(), timeout=30)
    return returns


async def noted(database: Database, count: int) -> list[str]:
    async def come() -> bool:
        return await database["notes"].count_documents({}) >= count

    await eventually(come, what=f"{count} notes")
    return sorted([note["title"] async for note in database["notes"].find()])


async def test_what_was_in_hand_when_processes_ended_is_done_and_not_given_up(
    database: Database, working: Working, broker: Broker, rabbitmq_url: str
) -> None:
    for title in NEIGHBOURS:
        await broker.put(QUEUE, told(title).to_bytes(), headers={ATTEMPTS_HEADER: 2})
    for life in range(SUSPECT_FROM):
        assert await die(rabbitmq_url, QUEUE, 200, holding=4) == [life] * 4, "all of them are counted"
    async with working():
        assert await noted(database, 4) == NEIGHBOURS
    assert await DeadLetters(database, utc_now).page() == []
    for queue in (QUEUE, ALONE, "registration.dead-letters"):
        assert await broker.waiting(queue) == 0


async def test_a_message_that_ends_each_process_is_given_up_with_that_reason_and_its_neighbours_are_done(
    database: Database, working: Working, broker: Broker, rabbitmq_url: str
) -> None:
    """It has moved where it is alone in a process's hand: those who wait behind it are not counted."""
    exchange = await broker.channel.get_exchange("alone")
    killer = told("killer")
    for event in (killer, *map(told, NEIGHBOURS)):
        message = aio_pika.Message(event.to_bytes(), message_id=str(event.id), delivery_mode=2)
        await exchange.publish(message, QUEUE)
    for life in range(ALONE_LIMIT + 1):
        assert await die(rabbitmq_url, ALONE, isolation.PREFETCH, holding=1) == [life]
    assert SUSPECT_FROM + 1 + ALONE_LIMIT + 1 <= DELIVERY_LIMIT
    async with working():
        assert await noted(database, 4) == NEIGHBOURS

        async def given_up() -> bool:
            return bool(await DeadLetters(database, utc_now).page())

        await eventually(given_up, what="the dead letter")
    [letter] = await DeadLetters(database, utc_now).page()
    assert (letter["queue"], letter["event_id"]) == (QUEUE, str(killer.id))
    assert letter["reason"].startswith("process ended: ")
    [group] = await DeadLetters(database, utc_now).groups()
    assert group["error"] == "process ended"


async def test_it_waits_for_what_is_in_hand_and_not_for_what_comes_after() -> None:
    in_hand, done = InHand(utc_now), []

    async def handle(name: str, until: asyncio.Event) -> None:
        with in_hand.holding(QUEUE):
            await until.wait()
            done.append(name)

    first, second = asyncio.Event(), asyncio.Event()
    tasks = [asyncio.create_task(handle("first", first))]
    await asyncio.sleep(0)
    waiting = asyncio.create_task(in_hand.is_done(30))
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(handle("second", second)))
    await asyncio.sleep(0)
    first.set()
    await waiting
    assert done == ["first"]
    await in_hand.is_done(0.01)
    assert done == ["first"], "not for ever"
    second.set()
    await asyncio.gather(*tasks)
