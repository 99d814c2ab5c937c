"""Dead letters are kept once, listed by handler and error, and sent back: one, a group, or all."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from shared.clock import utc_now
from shared.commands import SYSTEM
from shared.messaging.inbox import Inbox
from shared.messaging.publisher import RabbitPublisher
from shared.messaging.topology import UNROUTED
from shared.retention import Retention
from shared.storage import dead_letters
from shared.storage.dead_letters import Choice, DeadLetters
from shared.storage.keeping import remove_what_is_over
from shared.storage.letter_acts import LetterActs
from shared.storage.mongo import Database, Document
from shared.storage.outbox import Outbox
from tests.eventually import eventually
from tests.integration.shared.conftest import Working
from tests.integration.shared.tallies import NOBODY, noting, told
from tests.integration.shared.team import STAFF
from tests.running.broker import Broker, broker_at

ONE, OTHER = "registration.note_title", "registration.keep_people"
DAY = datetime(2024, 3, 12, 9, 30, tzinfo=UTC)


@pytest.fixture
async def broker(rabbitmq_url: str) -> AsyncIterator[Broker]:
    async with broker_at(rabbitmq_url) as broker:
        yield broker


@pytest.fixture
async def kept(database: Database) -> DeadLetters:
    """Six letters: of two handlers, given up for two kinds of error, an hour after each other."""
    for hour, (queue, reason) in enumerate(
        [
            (ONE, "not JSON: at 1"),
            (ONE, "not JSON: at 7"),
            (ONE, "TooEarly: event 3 came while 2 is missing"),
            (OTHER, "TooEarly: event 2 came while 1 is missing"),
            (OTHER, "TooEarly: event 9 came while 1 is missing"),
            (OTHER, "not a JSON object"),
        ]
    ):
        then = DAY + hour * timedelta(hours=1)
        await DeadLetters(database, partial(_same, then)).keep(
            told(str(hour)).to_bytes(), queue=queue, reason=reason
        )
    return DeadLetters(database, utc_now)


def _same(at: datetime) -> datetime:
    return at


async def left(letters: DeadLetters) -> list[str]:
    return [letter["reason"] for letter in await letters.page()]


async def test_the_same_letter_again_is_the_same(database: Database) -> None:
    letters, body = DeadLetters(database, utc_now), told("x").to_bytes()
    for reason in ("first", "second"):
        await letters.keep(body, queue=ONE, reason=reason)
    assert await left(letters) == ["second"]


async def test_what_cannot_be_read_is_told_apart_by_its_bytes(database: Database) -> None:
    letters = DeadLetters(database, utc_now)
    for body in (b"{", b"}", b"{"):
        await letters.keep(body, queue=ONE, reason="not JSON: x")
    assert len(await letters.page()) == 2


async def test_letters_are_counted_by_handler_and_kind_of_error(kept: DeadLetters) -> None:
    def group(queue: str, error: str, *hours: int) -> object:
        times = [DAY + hour * timedelta(hours=1) for hour in hours]
        return {
            "queue": queue,
            "error": error,
            "count": len(hours),
            "first_at": min(times),
            "last_at": max(times),
        }

    assert await kept.groups() == [
        group(OTHER, "TooEarly", 3, 4),
        group(OTHER, "not a JSON object", 5),
        group(ONE, "TooEarly", 2),
        group(ONE, "not JSON", 0, 1),
    ]


async def test_one_group_is_sent_back_and_the_others_stay(kept: DeadLetters, database: Database) -> None:
    assert await kept.replay(SYSTEM, Choice(queue=ONE, reason="not JSON")) == 2
    assert len(await left(kept)) == 4
    rows = [row async for row in database["outbox"].find()]
    assert {(row["exchange"], row["routing_key"]) for row in rows} == {("replay", ONE)}
    assert {json.loads(row["body"])["data"]["title"] for row in rows} == {"0", "1"}


async def test_one_letter_is_sent_back_once(kept: DeadLetters) -> None:
    [letter, *_] = await kept.page(queue=ONE)
    assert await kept.replay(SYSTEM, Choice(letter_id=letter["_id"])) == 1
    assert await kept.replay(SYSTEM, Choice(letter_id=letter["_id"])) == 0


async def test_all_are_sent_back_once_although_two_ask_at_once(
    kept: DeadLetters, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "SETTLED_AT_ONCE", 2)
    replayed = await asyncio.gather(*(kept.replay(SYSTEM, Choice()) for _ in range(4)))
    assert sum(replayed) == 6
    assert await left(kept) == []
    assert await database["outbox"].count_documents({}) == 6


async def test_what_comes_back_at_once_does_not_go_round_for_ever(
    kept: DeadLetters, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "SETTLED_AT_ONCE", 2)
    send_back = DeadLetters._settle_these

    async def send_and_give_up(self: DeadLetters, letters: list[Document], *rest: object) -> int:
        sent = await send_back(self, letters, *rest)  # type: ignore[arg-type]
        for letter in letters:
            await DeadLetters(database, utc_now).keep(letter["body"], queue=letter["queue"], reason="again")
        return sent

    monkeypatch.setattr(DeadLetters, "_settle_these", send_and_give_up)
    assert await kept.replay(SYSTEM, Choice()) == 6
    assert await left(kept) == ["again"] * 6


async def test_a_letter_sent_back_reaches_its_handler(
    database: Database, working: Working, broker: Broker
) -> None:
    letters, event = DeadLetters(database, utc_now), told("again")
    async with working():
        await letters.keep(event.to_bytes(), queue=ONE, reason="x")
        await letters.replay(SYSTEM, Choice())

        async def noted() -> bool:
            return await database["notes"].count_documents({"title": "again"}) == 1

        await eventually(noted, what="the letter is applied")
    assert await broker.waiting(UNROUTED) == 0


async def test_a_letter_whose_queue_is_gone_is_set_aside_and_holds_nobody_up(
    database: Database, working: Working, broker: Broker
) -> None:
    letters = DeadLetters(database, utc_now)
    await letters.keep(told("lost").to_bytes(), queue="registration.note_nothing_any_more", reason="x")
    await letters.keep(told("found").to_bytes(), queue=ONE, reason="x")
    async with working():
        await letters.replay(SYSTEM, Choice())

        async def both_sent() -> bool:
            return await database["outbox"].count_documents({"state": "pending"}) == 0

        await eventually(both_sent, what="both are sent back")
        assert await broker.waiting(UNROUTED) == 1


async def test_what_was_done_is_written_down_with_who_and_when(kept: DeadLetters, database: Database) -> None:
    [first, second, *_] = await kept.page(queue=ONE)
    begun = utc_now()
    await kept.replay(STAFF, Choice(letter_id=first["_id"]))
    await kept.discard(STAFF, Choice(letter_id=second["_id"]), note="connu et sans suite")
    later, earlier = await LetterActs(database).page()
    assert (earlier["act"], earlier["letter"], earlier["by"]) == ("replayed", first["_id"], str(STAFF))
    assert (later["act"], later["letter"], later["note"]) == (
        "discarded",
        second["_id"],
        "connu et sans suite",
    )
    assert begun <= earlier["at"] <= later["at"] <= utc_now()
    assert [act["_id"] for act in await LetterActs(database).page(before=later["_id"])] == [earlier["_id"]]


async def test_a_letter_discarded_is_listed_no_more_and_can_still_be_read(
    kept: DeadLetters, database: Database
) -> None:
    [letter, *_] = await kept.page(queue=OTHER)
    assert await kept.discard(STAFF, Choice(letter_id=letter["_id"]), note="non") == 1
    assert letter["_id"] not in [one["_id"] for one in await kept.page()]
    assert sum(group["count"] for group in await kept.groups()) == 5
    still = await kept.find(letter["_id"])
    assert still is not None
    assert (still["state"], still["body"]) == ("discarded", letter["body"])
    assert await kept.replay(STAFF, Choice(letter_id=letter["_id"])) == 0, "it is not sent back"
    assert await database["outbox"].count_documents({}) == 0


async def test_some_are_sent_back_at_a_time_the_oldest_first(kept: DeadLetters) -> None:
    before = utc_now()
    first = [letter["_id"] for letter in await kept.page(queue=ONE)]
    assert await kept.replay(STAFF, Choice(queue=ONE, before=before), limit=2) == 2
    assert [letter["_id"] for letter in await kept.page(queue=ONE)] == first[2:]
    assert await kept.replay(STAFF, Choice(queue=ONE, before=before), limit=2) == 1


async def test_a_letter_sent_back_keeps_its_id_and_nothing_that_the_broker_added(
    database: Database, working: Working, broker: Broker, rabbitmq_url: str
) -> None:
    event = told("again")
    async with working():
        pass  # its queues stand
    queue = await broker.channel.get_queue(ONE)
    letters = DeadLetters(database, utc_now)
    await letters.keep(event.to_bytes(), queue=ONE, reason="process ended: x")
    await letters.replay(SYSTEM, Choice())
    [row] = await Outbox(database).pending(range(16), limit=9)
    publisher = await RabbitPublisher.connect(rabbitmq_url)
    await publisher.publish(
        row.body,
        exchange=row.exchange,
        routing_key=row.routing_key,
        message_id=row.message_id or "",
        headers=row.headers,
    )
    await publisher.close()
    message = await queue.get(no_ack=True)
    assert (message.message_id, message.body) == (str(event.id), event.to_bytes())
    assert message.headers in ({}, {"x-delivery-count": 0}), "its deliveries are counted anew"


async def forget(database: Database, now: datetime) -> None:
    """What MongoDB does by itself from time to time, on the clock under test: it leaves what has no date."""
    index = (await database["inbox"].index_information())["forgotten"]
    [(field, _)] = index["key"]
    over = now - timedelta(seconds=index["expireAfterSeconds"])
    await database["inbox"].delete_many({field: {"$lt": over}})


async def test_a_letter_sent_back_on_day_91_is_not_done_twice(database: Database) -> None:
    """Its effect was committed; the row that says so outlives its 90 days with the letter."""
    day_0, day_91 = utc_now() - timedelta(days=91), utc_now()
    early, late, other = told("early"), told("late"), told("other")
    then = Inbox("registration", database, lambda: day_0)
    await then.apply(early, noting())
    await then.apply(other, noting())
    for event in (early, late):
        await DeadLetters(database, lambda: day_0).keep(event.to_bytes(), queue=ONE, reason="x: y")
    await then.apply(late, noting())  # a copy was in somebody's hand when the letter was kept
    retention = Retention(dead_letters_days=180)
    await remove_what_is_over(database, NOBODY, retention, lambda: day_0)

    await forget(database, day_91)
    assert await DeadLetters(database, lambda: day_91).replay(STAFF, Choice()) == 2
    now = Inbox("registration", database, lambda: day_91)
    for event in (early, late, other):
        await now.apply(event, noting())
    assert sorted([note["title"] async for note in database["notes"].find()]) == [
        "early",
        "late",
        *["other"] * 2,
    ]
    rows = [row async for row in database["inbox"].find()]
    assert {row["at"] for row in rows} == {day_91}, "their time begins anew"


async def test_the_memory_of_a_letter_that_is_removed_has_its_end_again(database: Database) -> None:
    event, then = told("x"), utc_now() - timedelta(days=200)
    await Inbox("registration", database, lambda: then).apply(event, noting())
    await DeadLetters(database, lambda: then).keep(event.to_bytes(), queue=ONE, reason="x: y")
    [row] = [row async for row in database["inbox"].find()]
    assert "at" not in row
    await remove_what_is_over(database, NOBODY, Retention(dead_letters_days=180), utc_now)
    [row] = [row async for row in database["inbox"].find()]
    assert utc_now() - row["at"] < timedelta(minutes=1)
