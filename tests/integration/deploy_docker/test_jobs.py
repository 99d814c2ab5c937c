"""Checks the jobs that a fresh system needs, on real servers: each may run again."""

import json
from urllib.parse import urlsplit

import aio_pika
import httpx
import pytest
from aio_pika.exceptions import ChannelPreconditionFailed

from deploy.rabbitmq.definitions import DEFINITIONS, Refused, Settings, give
from deploy.rabbitmq.queues import declare_all
from tests.servers import RabbitmqAddress


@pytest.fixture
def broker(rabbitmq: RabbitmqAddress) -> Settings:
    management = urlsplit(rabbitmq.management_url)
    return Settings(
        host=str(management.hostname),
        management_port=int(management.port or 0),
        user=str(management.username),
        password=str(management.password),
    )


def test_a_broker_takes_the_definitions_again_and_again(broker: Settings, rabbitmq: RabbitmqAddress) -> None:
    for _ in range(2):
        give(broker, DEFINITIONS.read_bytes())
    wanted = json.loads(DEFINITIONS.read_bytes())["policies"]
    assert httpx.get(f"{rabbitmq.management_url}/api/policies").json() == wanted


def test_what_a_broker_refuses_is_told(broker: Settings) -> None:
    with pytest.raises(Refused, match="401"):
        give(broker.model_copy(update={"password": "wrong"}), DEFINITIONS.read_bytes())
    with pytest.raises(Refused, match="400"):
        give(broker, b"{")


async def test_a_queue_of_another_shape_is_told_and_not_waited_for(rabbitmq_url: str) -> None:
    async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
        await channel.declare_queue("registration.keep_people", durable=True)
    with pytest.raises(ChannelPreconditionFailed, match=r"registration\.keep_people"):
        await declare_all(rabbitmq_url)
