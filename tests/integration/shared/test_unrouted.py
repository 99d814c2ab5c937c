"""What no queue wants rings an alarm for as long as it lies there."""

import pytest
from structlog.testing import capture_logs

from shared.messaging.topology import UNROUTED
from shared.messaging.unrouted import watch_unrouted
from shared.messaging.worker import declare_queues
from tests.running.broker import broker_at


@pytest.fixture
async def declared(rabbitmq_url: str) -> str:
    await declare_queues(rabbitmq_url, "registration", ())
    return rabbitmq_url


async def test_an_empty_queue_is_silent(declared: str) -> None:
    with capture_logs() as logs:
        await watch_unrouted(declared)
    assert logs == []


async def test_messages_are_counted_and_stay(declared: str) -> None:
    async with broker_at(declared) as broker:
        for _ in range(3):
            await broker.put(UNROUTED, b"{}")
    for _ in range(2):
        with capture_logs() as logs:
            await watch_unrouted(declared)
        assert [(entry["log_level"], entry["count"]) for entry in logs] == [("error", 3)]


async def test_a_broker_that_does_not_answer_is_asked_again_next_time() -> None:
    with capture_logs() as logs:
        await watch_unrouted("amqp://guest:guest@127.0.0.1:1/")
    assert [entry["log_level"] for entry in logs] == ["info"]
