"""What stands still is said, with its age, though every queue is empty and the API answers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from pymongo.errors import ServerSelectionTimeoutError

from shared.clock import utc_now
from shared.events.envelope import Envelope
from shared.events.registration import ClubEventDrafted
from shared.health import Health
from shared.ids import new_id
from shared.messaging import pulse
from shared.messaging.worker import Worker, declare_queues
from shared.storage.dead_letters import DeadLetters
from shared.storage.mongo import Database
from shared.storage.postponed import Postponed
from shared.storage.pulses import Pulses
from shared.storage.unit_of_work import UnitOfWork
from shared.timers import Timer
from tests.eventually import eventually
from tests.integration.shared.conftest import Working
from tests.integration.shared.tallies import application, execute, note_title, noting, told, worker
from tests.integration.shared.team import asked_by_team
from tests.running.broker import broker_at

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
NOWHERE = "amqp://guest:guest@127.0.0.1:1/"
QUEUE = "registration.note_title"


class MovedClock:
    """The time of what is under test: that of the machine, and what the test adds."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        """The present instant."""
        return utc_now() + self.ahead


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.1)


async def found(database: Database, clock: Callable[[], datetime]) -> list[tuple[str, str]]:
    return [(one.code, one.about) for one in await Health(database, clock).findings()]


async def sentences(database: Database, clock: Callable[[], datetime]) -> str:
    return "\n".join(one.sentence for one in await Health(database, clock).findings())


@asynccontextmanager
async def pulsing(made: Worker, clock: MovedClock, *timers: Timer) -> AsyncIterator[pulse.InHand]:
    """A worker that says how it is, and does nothing else; with what it has in hand."""
    made.clock, in_hand = clock, pulse.InHand(clock)
    running = asyncio.create_task(made._pulse(in_hand, timers).run())
    try:
        yield in_hand
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def ten_accepted(database: Database) -> None:
    app = application(database)
    for amount in range(1, 11):
        await execute(app, new_id(), amount)


async def test_a_service_whose_work_goes_on_is_healthy(
    database: Database, working: Working, clock: MovedClock
) -> None:
    async with working():
        await ten_accepted(database)

        async def well() -> bool:
            return await found(database, clock) == [] and await database["notes"].count_documents({}) == 10

        await eventually(well, what="all is well")
        async with asked_by_team(database, clock) as client:
            for path in ("ready", "healthy"):
                answer = await client.get(f"/health/{path}")
                assert (answer.status_code, answer.json()) == (200, {"status": "ok", "warnings": []})


async def test_what_the_relay_never_sent_is_named_though_every_queue_is_empty(
    database: Database, rabbitmq_url: str, clock: MovedClock
) -> None:
    await declare_queues(rabbitmq_url, "registration", [noting()])
    await ten_accepted(database)
    async with asked_by_team(database, clock) as client:
        clock.ahead = 30 * SECOND
        assert ("unsent", "outbox") not in await found(database, clock)
        clock.ahead = 3 * MINUTE + SECOND
        async with broker_at(rabbitmq_url) as broker:
            assert await broker.waiting(QUEUE) == 0
        ready, healthy = await client.get("/health/ready"), await client.get("/health/healthy")
        report = (await client.get("/health/report")).json()
    assert (ready.status_code, ready.json()["status"]) == (200, "ok"), "it takes requests all the same"
    assert healthy.status_code == 503
    [unsent] = [one for one in ready.json()["warnings"] if one["code"] == "unsent"]
    assert "depuis 3\u00a0min" in unsent["sentence"]
    assert unsent in healthy.json()["warnings"]
    assert unsent in report["findings"]
    assert 180 < report["oldest_unsent_seconds"] < 240


async def test_a_worker_that_is_gone_is_missed_after_a_minute(
    database: Database, working: Working, clock: MovedClock
) -> None:
    async with working():

        async def lives() -> bool:
            return await found(database, clock) == [] and len(await Pulses(database).workers()) == 1

        await eventually(lives, what="the worker is seen")
    clock.ahead = 2 * MINUTE
    assert ("no_worker", "worker") in await found(database, clock)
    assert f"plus personne ne lit registration.scrub_person, registration.collect_personal_data, {QUEUE}" in (
        await sentences(database, clock)
    )


async def test_a_worker_that_was_killed_is_missed_too(database: Database, clock: MovedClock) -> None:
    async with pulsing(worker(database, NOWHERE), clock):

        async def lives() -> bool:
            return len(await Pulses(database).workers()) == 1

        await eventually(lives, what="the worker is seen")
    await database["workers"].update_many({}, {"$set": {"left_at": None}})
    assert await found(database, clock) == []
    clock.ahead = 61 * SECOND
    assert ("no_worker", "worker") in await found(database, clock)


async def test_a_queue_that_nobody_reads_is_named(
    database: Database, rabbitmq_url: str, clock: MovedClock
) -> None:
    """The process lives, and its consumer is gone."""
    await declare_queues(rabbitmq_url, "registration", [noting()])
    async with broker_at(rabbitmq_url) as broker:
        await broker.put(QUEUE, told("waits").to_bytes())
    async with pulsing(worker(database, rabbitmq_url), clock):

        async def looked() -> bool:
            pulses = await Pulses(database).workers()
            return bool(pulses) and any(queue.ready_since for queue in pulses[0].queues)

        await eventually(looked, what="it has seen the message")
        assert await found(database, clock) == []
        clock.ahead = 61 * SECOND

        async def named() -> bool:
            return {("no_consumer", QUEUE), ("behind", QUEUE)} <= set(await found(database, clock))

        await eventually(named, what="it is named")


async def test_a_broker_that_is_away_is_named_and_the_api_stays_in_service(
    database: Database, clock: MovedClock
) -> None:
    async with pulsing(worker(database, NOWHERE), clock):

        async def noticed() -> bool:
            pulses = await Pulses(database).workers()
            return bool(pulses) and pulses[0].broker_lost_at is not None

        await eventually(noticed, what="the broker is missed")
        clock.ahead = 61 * SECOND

        async def named() -> bool:
            return await found(database, clock) == [("broker_lost", "RabbitMQ")]

        await eventually(named, what="it is named")
        async with asked_by_team(database, clock) as client:
            assert (await client.get("/health/ready")).status_code == 200
            assert (await client.get("/health/healthy")).status_code == 503


async def test_a_projection_that_waits_for_what_is_missing_is_behind(
    database: Database, working: Working, rabbitmq_url: str
) -> None:
    failures = [ZeroDivisionError()]

    async def note_title_at_last(event: Envelope[ClubEventDrafted], work: UnitOfWork) -> None:
        if failures:
            raise failures.pop()
        await note_title(event, work)

    note_title_at_last.__name__ = "note_title"
    async with working(noting(note_title_at_last)), broker_at(rabbitmq_url) as broker:
        await broker.put(QUEUE, told("at last").to_bytes())

        async def waits() -> bool:
            return bool(await Postponed(database).behind(utc_now()))

        await eventually(waits, what="the message waits")
        later = MovedClock()
        later.ahead = 2 * MINUTE
        assert ("behind", QUEUE) in await found(database, later)
        assert "1 en attente d’un nouvel essai" in await sentences(database, later)

        async def caught_up() -> bool:
            return not await Postponed(database).behind(utc_now())

        await eventually(caught_up, what="it has caught up")
    assert [note["title"] async for note in database["notes"].find()] == ["at last"]


async def test_a_message_that_a_handler_does_not_finish_is_named(
    database: Database, clock: MovedClock
) -> None:
    async with pulsing(worker(database, NOWHERE), clock) as in_hand:
        with in_hand.holding(QUEUE):

            async def named() -> bool:
                return f"{QUEUE} est arrêté sur un même message" in await sentences(database, clock)

            async def held() -> bool:
                pulses = await Pulses(database).workers()
                return bool(pulses) and any(queue.in_hand_since for queue in pulses[0].queues)

            await eventually(held, what="it is seen")
            assert not await named()
            clock.ahead = 61 * SECOND
            await eventually(named, what="it is named")


async def test_a_timer_that_has_not_run_is_named_with_its_last_failure(
    database: Database, clock: MovedClock
) -> None:
    fails = True

    async def do() -> None:
        if fails:
            raise ZeroDivisionError

    timer = Timer("remind_people", 0.05, do)
    running = asyncio.create_task(timer.run(database, clock))
    async with pulsing(worker(database, NOWHERE), clock, timer):

        async def failed() -> bool:
            return bool(await Pulses(database).runs(["remind_people"])) and not await late()

        async def late() -> bool:
            return ("timer_late", "remind_people") in await found(database, clock)

        await eventually(failed, what="it has failed")
        clock.ahead = 2 * MINUTE
        await eventually(late, what="it is named")
        said = await sentences(database, clock)
        assert "La tâche remind_people, prévue toutes les 0\u00a0s, n’a pas abouti depuis 2\u00a0min." in said
        assert "Dernier échec\u00a0: ZeroDivisionError." in said
        fails = False

        async def well() -> bool:
            return not await late()

        await eventually(well, what="it ran")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_dead_letters_are_reported_and_stop_no_work(database: Database, clock: MovedClock) -> None:
    await DeadLetters(database, clock).keep(b"{", queue=QUEUE, reason="not JSON: at 1")
    assert "dead_letters" not in {code for code, _ in await found(database, clock)}
    async with asked_by_team(database, clock) as client:
        report = (await client.get("/health/report")).json()
    assert report["dead_letters"] == 1
    assert report["disk_free_bytes"] > 0
    assert "dead_letters" in {one["code"] for one in report["findings"]}


async def test_an_api_without_its_database_takes_no_requests(
    database: Database, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise ServerSelectionTimeoutError("away")

    async with asked_by_team(database, clock) as client:
        monkeypatch.setattr(Health, "findings", away)
        for path in ("ready", "healthy"):
            answer = await client.get(f"/health/{path}")
            assert (answer.status_code, answer.json()["status"]) == (503, "database unavailable")


async def test_what_is_read_of_a_full_outbox_is_one_row(database: Database) -> None:
    await ten_accepted(database)
    await database.command({"profile": 2})
    await Health(database, utc_now).findings()
    await database.command({"profile": 0})
    read = [seen async for seen in database["system.profile"].find({"op": {"$in": ["query", "command"]}})]
    plans = {seen["planSummary"] for seen in read if seen.get("planSummary")}
    assert not [plan for plan in plans if plan.startswith("COLLSCAN")]
    [oldest] = [seen for seen in read if seen["ns"].endswith(".outbox")]
    assert (oldest["docsExamined"], oldest["nreturned"]) == (1, 1)
