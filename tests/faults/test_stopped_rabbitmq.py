"""The RabbitMQ that the local commands start keeps what it has through a stop, and leaves nothing behind."""

from collections.abc import Iterator
from pathlib import Path

import aio_pika
import httpx
import pytest

from deploy.local.ports import require_free
from deploy.local.rabbitmq import RabbitmqServer


@pytest.fixture
def rabbitmq_server(tmp_path: Path) -> Iterator[RabbitmqServer]:
    server = RabbitmqServer(tmp_path / "rabbitmq", log=tmp_path / "rabbitmq.log")
    yield server
    server.kill()


async def test_rabbitmq_keeps_its_queues_and_ends_with_its_port_mapper(
    rabbitmq_server: RabbitmqServer,
) -> None:
    rabbitmq_server.start()
    async with await aio_pika.connect(rabbitmq_server.url) as connection, connection.channel() as channel:
        await channel.declare_queue("kept", durable=True)

    rabbitmq_server.stop()
    require_free(*rabbitmq_server.ports, wanted_by="the test")

    rabbitmq_server.start()
    async with httpx.AsyncClient(base_url=rabbitmq_server.management_url) as management:
        assert (await management.get("/api/queues/%2F/kept")).is_success
