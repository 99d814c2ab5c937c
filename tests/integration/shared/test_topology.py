"""What stands on the broker: made once, however often it is asked for, and never taken for something else."""

from functools import partial
from typing import Any

import aio_pika
import httpx
import pytest
from aio_pika.exceptions import ChannelPreconditionFailed

from shared.events.registration import ClubEventCancelled, ClubEventDrafted
from shared.messaging.topology import (
    DELIVERY_LIMIT,
    RETRIES_SECONDS,
    UNHEARD,
    UNROUTED,
    declare_unheard,
    on_broker,
)
from shared.messaging.worker import declare_queues
from tests.eventually import eventually
from tests.integration.shared.tallies import SERVICE, noting
from tests.running.broker import broker_at
from tests.servers import RabbitmqAddress


@pytest.fixture
async def standing(rabbitmq: RabbitmqAddress, rabbitmq_url: str) -> dict[str, dict[str, Any]]:
    """Queue → what the broker says of it, once all was asked for twice."""
    for _ in range(2):
        await declare_queues(rabbitmq_url, SERVICE, [noting()])
    vhost = rabbitmq_url.rsplit("/", 1)[1]
    async with httpx.AsyncClient(base_url=rabbitmq.management_url) as management:
        queues = (await management.get(f"/api/queues/{vhost}")).raise_for_status().json()
    return {queue["name"]: queue for queue in queues}


async def test_every_queue_is_durable_and_replicated(standing: dict[str, dict[str, Any]]) -> None:
    assert standing.keys() == {
        f"{SERVICE}.note_title",
        f"{SERVICE}.scrub_person",
        f"{SERVICE}.collect_personal_data",
        f"{SERVICE}.alone",
        f"{SERVICE}.dead-letters",
        UNROUTED,
        *RETRIES_SECONDS,
    }
    assert all(queue["durable"] for queue in standing.values())
    assert {queue["type"] for queue in standing.values()} == {"quorum"}


async def test_what_leaves_a_queue_is_dead_lettered_at_least_once(
    standing: dict[str, dict[str, Any]],
) -> None:
    for name in (f"{SERVICE}.note_title", *RETRIES_SECONDS):
        arguments = standing[name]["arguments"]
        assert arguments["x-dead-letter-strategy"] == "at-least-once"
        assert arguments["x-overflow"] == "reject-publish"
        assert arguments["x-delivery-limit"] == DELIVERY_LIMIT
    assert {name: standing[name]["arguments"]["x-message-ttl"] / 1000 for name in RETRIES_SECONDS} == {
        "retry.5s": 5,
        "retry.30s": 30,
        "retry.5m": 300,
        "retry.30m": 1800,
    }


async def test_a_queue_of_another_shape_is_told_and_not_waited_for(rabbitmq_url: str) -> None:
    async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
        await channel.declare_queue(f"{SERVICE}.note_title", durable=True)
    with pytest.raises(ChannelPreconditionFailed, match="note_title"):
        await declare_queues(rabbitmq_url, SERVICE, [noting()])


async def test_what_no_service_hears_lies_apart_and_rings_no_alarm(rabbitmq_url: str) -> None:
    events = (ClubEventDrafted, ClubEventCancelled)
    for heard in (events, (ClubEventCancelled,)):  # what is heard no longer is from then on among the unheard
        await on_broker(rabbitmq_url, partial(declare_unheard, contracts=events, heard=heard))
    async with broker_at(rabbitmq_url) as broker:
        for contract in events:
            exchange = await broker.channel.get_exchange("events")
            await exchange.publish(aio_pika.Message(b"{}"), contract.type(), mandatory=True)

        async def both_come() -> bool:
            return (await broker.waiting(UNHEARD), await broker.waiting(UNROUTED)) == (1, 1)

        await eventually(both_come, what="one is unheard, the other unrouted")
