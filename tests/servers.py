"""Owns where the tests' real servers come from. Gives addresses only: what a test keeps in them is its own.

Servers named in the environment come first, then containers where an engine answers, then local processes.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from testcontainers.core.container import DockerContainer

from deploy.local.mongodb import REPLICA_SET, MongodbServer, accepts_writes
from deploy.local.rabbitmq import RabbitmqServer, accepts_connections

MONGODB_IMAGE = "mongo:7.0"
RABBITMQ_IMAGE = "rabbitmq:3.13-management"
MONGODB_PORT, AMQP_PORT, MANAGEMENT_PORT = 27017, 5672, 15672
CONTAINER_SECONDS = 120.0


@dataclass(frozen=True)
class RabbitmqAddress:
    """Where a node answers, and where it is told to make virtual hosts."""

    amqp_url: str
    management_url: str


@contextmanager
def running_mongodb(folder: Path) -> Iterator[str]:
    """Give the address of a replica set that accepts writes."""
    if given := os.environ.get("ESSAIM_MONGODB_URL"):
        yield given
    elif container_engine_answers():
        command = f"--replSet {REPLICA_SET} --bind_ip_all"
        with DockerContainer(MONGODB_IMAGE, ports=[MONGODB_PORT], command=command) as container:
            host, port = container.get_container_host_ip(), container.get_exposed_port(MONGODB_PORT)
            _wait_until(lambda: accepts_writes(host, port, member=f"localhost:{MONGODB_PORT}"))
            yield f"mongodb://{host}:{port}/?directConnection=true"
    else:
        server = MongodbServer(folder / "data", log=folder / "mongodb.log")
        server.start()
        try:
            yield server.url
        finally:
            server.kill()


@contextmanager
def running_rabbitmq(folder: Path) -> Iterator[RabbitmqAddress]:
    """Give the addresses of a node that accepts connections."""
    if given := os.environ.get("ESSAIM_RABBITMQ_URL"):
        yield RabbitmqAddress(given, management_url(given))
    elif container_engine_answers():
        with DockerContainer(RABBITMQ_IMAGE, ports=[AMQP_PORT, MANAGEMENT_PORT]) as container:
            host, amqp = container.get_container_host_ip(), container.get_exposed_port(AMQP_PORT)
            management = f"http://guest:guest@{host}:{container.get_exposed_port(MANAGEMENT_PORT)}"
            _wait_until(lambda: accepts_connections(management, AMQP_PORT))
            yield RabbitmqAddress(f"amqp://guest:guest@{host}:{amqp}/", management)
    else:
        server = RabbitmqServer(folder / "data", log=folder / "rabbitmq.log")
        server.start()
        try:
            yield RabbitmqAddress(server.url, server.management_url)
        finally:
            server.kill()


def management_url(amqp_url: str) -> str:
    """Tell where the node at an AMQP address has its management API, unless the environment says so."""
    usual = urlsplit(amqp_url)
    user = f"{usual.username or 'guest'}:{usual.password or 'guest'}"
    return os.environ.get(
        "ESSAIM_RABBITMQ_MANAGEMENT_URL", f"http://{user}@{usual.hostname}:{MANAGEMENT_PORT}"
    )


def container_engine_answers() -> bool:
    """Tell whether containers can be started here."""
    program = shutil.which("docker")
    if program is None:
        return False
    return subprocess.run([program, "info"], capture_output=True, check=False).returncode == 0


def _wait_until(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + CONTAINER_SECONDS
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError("the server in the container does not answer")
        time.sleep(0.1)
