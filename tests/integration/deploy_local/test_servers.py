"""The servers that the local commands start: they keep their data, come back, and leave nothing behind."""

from collections.abc import Iterator
from pathlib import Path

import aio_pika
import pytest
from pymongo import MongoClient

from deploy.local.failures import LocalFailure
from deploy.local.mongodb import MongodbServer


@pytest.fixture
def mongodb_server(tmp_path: Path) -> Iterator[MongodbServer]:
    server = MongodbServer(tmp_path / "mongodb", log=tmp_path / "mongodb.log")
    yield server
    server.kill()


def test_mongodb_keeps_a_majority_write_through_a_kill(mongodb_server: MongodbServer) -> None:
    mongodb_server.start()
    with MongoClient[dict[str, object]](mongodb_server.url, w="majority") as client:
        client["kept"]["things"].insert_one({"_id": "one"})
        mongodb_server.kill()
        mongodb_server.start()
        assert client["kept"]["things"].find_one() == {"_id": "one"}


def test_mongodb_tells_which_port_is_taken(mongodb_server: MongodbServer, tmp_path: Path) -> None:
    mongodb_server.start()
    second = MongodbServer(tmp_path / "second", log=tmp_path / "second.log", port=mongodb_server.port)
    with pytest.raises(LocalFailure, match=str(mongodb_server.port)):
        second.start()


def test_mongodb_that_cannot_start_names_its_log(mongodb_server: MongodbServer) -> None:
    mongodb_server.folder.mkdir()
    (mongodb_server.folder / "storage.bson").write_text("not a document")
    with pytest.raises(LocalFailure, match=r"mongodb\.log"):
        mongodb_server.start()
    assert not mongodb_server.process.is_running


async def test_each_test_has_a_database_and_a_virtual_host_of_its_own(
    mongodb_url: str, database_name: str, rabbitmq_url: str
) -> None:
    with MongoClient[dict[str, object]](mongodb_url) as client, client.start_session() as session:
        with session.start_transaction():
            client[database_name]["things"].insert_one({"_id": 1}, session=session)
        assert client[database_name]["things"].count_documents({}) == 1
    async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
        await channel.declare_exchange("events", "topic", durable=True)
