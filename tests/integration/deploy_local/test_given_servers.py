"""Checks that servers given by their address are asked first, and what is wrong with one is one sentence."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.failures import LocalFailure
from deploy.local.given_servers import require_given
from deploy.local.mongodb import mongod_program
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.processes import ChildProcess
from deploy.local.settings import LocalSettings
from tests.servers import RabbitmqAddress

NOBODY = f"{LOOPBACK}:1"


def given(*, mongodb_url: str | None = None, rabbitmq_url: str | None = None) -> LocalSettings:
    return LocalSettings(mongodb_url=mongodb_url, rabbitmq_url=rabbitmq_url)


def test_servers_that_answer_are_taken(mongodb_url: str, rabbitmq: RabbitmqAddress) -> None:
    require_given(given(mongodb_url=mongodb_url, rabbitmq_url=rabbitmq.amqp_url))


def test_none_given_is_none_asked() -> None:
    require_given(given())


def test_a_database_that_does_not_answer_is_named_by_its_variable() -> None:
    with pytest.raises(LocalFailure, match=r"^MongoDB ne répond pas à l’adresse de ESSAIM_MONGODB_URL\.$"):
        require_given(given(mongodb_url=f"mongodb://{NOBODY}/?serverSelectionTimeoutMS=200"))


@pytest.mark.parametrize("url", [f"amqp://guest:secret@{NOBODY}/", "nonsense"])
def test_a_broker_that_does_not_answer_is_named_by_its_variable(url: str) -> None:
    with pytest.raises(LocalFailure, match=r"^RabbitMQ ne répond pas à l’adresse de ESSAIM_RABBITMQ_URL\.$"):
        require_given(given(rabbitmq_url=url))


def test_a_wrong_password_is_told_and_not_shown(rabbitmq: RabbitmqAddress) -> None:
    wrong = re.sub("//.*@", "//nobody:secret@", rabbitmq.amqp_url)
    with pytest.raises(LocalFailure, match="refuse l’accès") as refused:
        require_given(given(rabbitmq_url=wrong))
    assert "secret" not in str(refused.value)


@pytest.fixture
def lone_mongodb(tmp_path: Path) -> Iterator[str]:
    """A server that is no replica set."""
    port, data = free_port(), tmp_path / "data"
    data.mkdir()
    words = ("--dbpath", data, "--port", str(port), "--bind_ip", LOOPBACK, "--nounixsocket")
    server = ChildProcess("mongod", [mongod_program(), *words], log=tmp_path / "log", environment=os.environ)
    server.start()
    yield f"mongodb://{LOOPBACK}:{port}"
    server.kill()


def test_a_database_without_transactions_is_refused(lone_mongodb: str) -> None:
    with pytest.raises(LocalFailure, match="n’est pas un replica set"):
        require_given(given(mongodb_url=lone_mongodb))
