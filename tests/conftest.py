"""Owns the fixtures that give a test real servers, and in them a place that no other test sees."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from hypothesis import settings
from pymongo import MongoClient
from xdist.scheduler import LoadScopeScheduling

from tests.servers import RabbitmqAddress, running_mongodb, running_rabbitmq

TESTS = Path(__file__).parent
MANY = 1_000
"""Documents that take longer to remove one by one than their collection and its indexes to be made again."""

# What a property says is true on a slow machine too, and the same on every machine.
settings.register_profile("essaim", deadline=None, derandomize=True, database=None)
settings.load_profile("essaim")


class LayersTogether(LoadScopeScheduling):  # type: ignore[misc]  # it comes without types
    """Gives all tests of a layer that has a running system to one process, the others one by one."""

    def _split_scope(self, nodeid: str) -> str:
        _, layer, *_ = nodeid.split("/")
        return layer if layer in {"e2e", "faults"} else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LayersTogether:
    """Say which process runs which test, where there are several."""
    return LayersTogether(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep each folder together, in whatever order its tests are."""
    items.sort(key=lambda item: item.path.relative_to(TESTS).parts[:-1])


@pytest.fixture(scope="session")
def mongodb_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real replica set, shared by all tests: keep to `database_name`."""
    with running_mongodb(tmp_path_factory.mktemp("mongodb")) as url:
        yield url


@pytest.fixture
def database_name(request: pytest.FixtureRequest, mongodb_url: str) -> Iterator[str]:
    """The name of a database for the test alone, emptied afterwards.

    The tests of a folder have it one after the other, so that its collections and indexes are made once.
    """
    database_name = f"test-{os.getpid()}-{request.path.parent.name}"
    yield database_name
    with MongoClient[dict[str, object]](mongodb_url) as client:
        database = client[database_name]
        database.command("profile", 0)
        database.drop_collection("system.profile")
        for name in database.list_collection_names():
            if database[name].estimated_document_count() > MANY:
                database.drop_collection(name)  # whose file stays open for a while: not each time
            else:
                database[name].delete_many({})


@pytest.fixture(scope="session")
def rabbitmq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitmqAddress]:
    """The addresses of a real RabbitMQ, shared by all tests: keep to `rabbitmq_url`."""
    with running_rabbitmq(tmp_path_factory.mktemp("rabbitmq")) as address:
        yield address


@pytest.fixture
def rabbitmq_url(rabbitmq: RabbitmqAddress) -> Iterator[str]:
    """The AMQP address of a virtual host of the test's own, removed afterwards with all that is in it."""
    name = f"test-{uuid4().hex}"
    with httpx.Client(base_url=rabbitmq.management_url, timeout=30) as management:
        management.put(f"/api/vhosts/{name}").raise_for_status()
        yield rabbitmq.amqp_url.rstrip("/") + "/" + quote(name)
        management.delete(f"/api/vhosts/{name}").raise_for_status()
