"""Messages reach their handler once, in order; one that cannot be applied harms itself alone, and is kept."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo import InsertOne

from shared.clock import utc_now
from shared.events.envelope import Envelope
from shared.events.order import is_next
from shared.events.registration import ClubEventDrafted
from shared.ids import new_id
from shared.messaging.consumer import ATTEMPTS_HEADER, REASON_HEADER
from shared.messaging.topology import RETRIES_SECONDS
from shared.storage.dead_letters import DeadLetters
from shared.storage.mongo import Database, Document, StorageUnavailable
from shared.storage.unit_of_work import UnitOfWork
from tests.eventually import eventually
from tests.integration.shared.conftest import Working
from tests.integration.shared.tallies import Refused, application, execute, note_title, noting, told
from tests.running.broker import Broker, broker_at

QUEUE = "registration.note_title"


@pytest.fixture
async def broker(rabbitmq_url: str) -> AsyncIterator[Broker]:
    async with broker_at(rabbitmq_url) as broker:
        yield broker


async def notes(database: Database, count: int) -> list[str]:
    """The titles noted, in their order, once there are so many."""

    async def noted() -> bool:
        return await database["notes"].count_documents({}) >= count

    await eventually(noted, what=f"{count} notes")
    return [note["title"] async for note in database["notes"].find()]


async def letters(database: Database, count: int = 1) -> list[Document]:
    """The dead letters, once there are so many."""
    kept = DeadLetters(database, utc_now)

    async def come() -> bool:
        return len(await kept.page()) >= count

    await eventually(come, what=f"{count} dead letters")
    return await kept.page()


async def test_every_event_reaches_its_handler_once_and_in_order(
    database: Database, working: Working
) -> None:
    app, tally_id = application(database), new_id()
    async with working():
        await asyncio.gather(*(execute(app, tally_id, 1) for _ in range(200)))
        assert await notes(database, 200) == [str(total) for total in range(1, 201)]


async def test_what_is_delivered_again_has_no_second_effect(
    database: Database, working: Working, broker: Broker
) -> None:
    async with working():
        event = told("once")
        for _ in range(5):
            await broker.put(QUEUE, event.to_bytes())
        await broker.put(QUEUE, told("last").to_bytes())
        assert await notes(database, 2) == ["once", "last"]


async def test_a_poisonous_message_waits_for_its_next_attempt_and_its_neighbours_are_applied(
    database: Database, working: Working, broker: Broker
) -> None:
    async def note_or_fail(event: Envelope[ClubEventDrafted], work: UnitOfWork) -> None:
        await note_title(event, work)
        if event.data.title == "poison":
            raise ZeroDivisionError("by zero")

    note_or_fail.__name__ = "note_title"
    async with working(noting(note_or_fail)):
        for title in ("a", "b", "poison", "c"):
            await broker.put(QUEUE, told(title).to_bytes())
        assert sorted(await notes(database, 3)) == ["a", "b", "c"]
        [waiting] = await _taken(broker, "retry.5s", 1)
        assert waiting.headers[ATTEMPTS_HEADER] == 1
        assert waiting.headers[REASON_HEADER] == "ZeroDivisionError: by zero"
        assert waiting.routing_key == QUEUE


async def test_a_message_that_failed_once_comes_back_and_is_applied(
    database: Database, working: Working, broker: Broker
) -> None:
    failures = [ZeroDivisionError()]

    async def note_title_at_last(event: Envelope[ClubEventDrafted], work: UnitOfWork) -> None:
        if failures:
            raise failures.pop()
        await note_title(event, work)

    note_title_at_last.__name__ = "note_title"
    async with working(noting(note_title_at_last)):
        await broker.put(QUEUE, told("at last").to_bytes())
        assert await notes(database, 1) == ["at last"]
    assert await broker.waiting("retry.5s") == 0


async def test_after_its_last_attempt_a_message_is_kept_with_its_reason(
    database: Database, working: Working, broker: Broker
) -> None:
    async def note_title_never(_: Envelope[ClubEventDrafted], __: UnitOfWork) -> None:
        raise ZeroDivisionError("by zero")

    note_title_never.__name__ = "note_title"
    event = told("never")
    async with working(noting(note_title_never)):
        await broker.put(QUEUE, event.to_bytes(), headers={ATTEMPTS_HEADER: len(RETRIES_SECONDS)})
        [letter] = await letters(database)
    assert letter["queue"] == QUEUE
    assert letter["event_id"] == str(event.id)
    assert letter["type"] == "registration.ClubEventDrafted.v1"
    assert letter["reason"] == "ZeroDivisionError: by zero"
    assert letter["body"] == event.to_bytes()


async def test_a_refusal_is_written_down_and_not_tried_again(
    database: Database, working: Working, broker: Broker
) -> None:
    async def note_title_reluctantly(event: Envelope[ClubEventDrafted], work: UnitOfWork) -> None:
        if event.data.title == "no":
            raise Refused("Non.")
        await note_title(event, work)

    note_title_reluctantly.__name__ = "note_title"
    refused = told("no")
    async with working(noting(note_title_reluctantly)):
        await broker.put(QUEUE, refused.to_bytes())
        await broker.put(QUEUE, told("yes").to_bytes())
        assert await notes(database, 1) == ["yes"]
    row = await database["inbox"].find_one({"_id": f"note_title:{refused.id}"})
    assert row
    assert row["answer"] == "refused"
    assert await broker.waiting(QUEUE) == 0


async def test_a_message_waits_in_hand_while_the_database_does_not_answer(
    database: Database, working: Working, broker: Broker
) -> None:
    answers: list[Exception] = [StorageUnavailable()] * 6

    async def note_title_once_there(event: Envelope[ClubEventDrafted], work: UnitOfWork) -> None:
        if answers:
            raise answers.pop()
        await note_title(event, work)

    note_title_once_there.__name__ = "note_title"
    async with working(noting(note_title_once_there)):
        await broker.put(QUEUE, told("there").to_bytes())
        assert await notes(database, 1) == ["there"]
    assert await broker.waiting("retry.5s") == 0


async def test_what_comes_in_the_wrong_order_is_applied_in_the_right_one(
    database: Database, working: Working, broker: Broker
) -> None:
    async def note_title_in_order(event: Envelope[ClubEventDrafted], work: UnitOfWork) -> None:
        known = await work.database["notes"].count_documents({})
        if is_next(event, known):
            work.write("notes", InsertOne({"title": event.data.title}))

    note_title_in_order.__name__ = "note_title"
    tally_id = new_id()
    async with working(noting(note_title_in_order)):
        for number in (3, 1, 2):
            await broker.put(QUEUE, told(str(number), tally_id=tally_id, sequence=number).to_bytes())
        assert await notes(database, 3) == ["1", "2", "3"]


async def test_a_message_that_kills_its_consumers_is_given_up_by_the_broker(
    database: Database, working: Working, broker: Broker
) -> None:
    async with working():
        pass
    await broker.put(QUEUE, told("killer").to_bytes())
    queue = await broker.channel.get_queue(QUEUE)

    async def given_up() -> bool:
        message = await queue.get(fail=False)
        if message is not None:
            await message.reject(requeue=True)
        return await broker.waiting("registration.dead-letters") == 1

    await eventually(given_up, what="the broker gives the message up")
    async with working():
        [letter] = await letters(database)
    assert letter["queue"] == QUEUE
    assert letter["reason"].startswith("process ended: ")


async def _taken(broker: Broker, queue: str, count: int) -> list[Any]:
    """What lies in a queue, taken out of it, once there is so much."""
    messages: list[Any] = []
    source = await broker.channel.get_queue(queue)

    async def come() -> bool:
        message = await source.get(fail=False, no_ack=True)
        if message is not None:
            messages.append(message)
        return len(messages) >= count

    await eventually(come, what=f"{count} messages in {queue}")
    return messages
