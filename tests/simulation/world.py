"""Owns the whole system in one process: databases, broker, and the processes of the services, who may die.

Whoever dies is started again, with empty memory. It asks nothing of the system and judges nothing.
"""

import asyncio
import gc
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.application import Application
from shared.storage import outbox
from shared.storage.indexes import ensure_indexes
from shared.storage.mongo import StorageUnavailable
from shared.telemetry import story
from tests.simulation.broker import Broker
from tests.simulation.declaring import declare_everything
from tests.simulation.loop import EVE_SECONDS, Process, VirtualLoop
from tests.simulation.seams import in_virtual_time
from tests.simulation.services import SERVICES
from tests.simulation.store.database import Database
from tests.simulation.store.server import Server
from tests.simulation.store.table import Table
from tests.simulation.weather import Weather

BEGINNING = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
Tables = Mapping[str, Mapping[str, Table]]
"""What lies in each service's database."""


@dataclass(slots=True)
class Api:
    """The API process of a service that lives at present."""

    process: Process
    application: Application[Any]
    waiting: dict[int, Any] = field(default_factory=dict)
    """Answers that clients wait for."""


class World:
    """All servers and processes of one history."""

    def __init__(self, loop: VirtualLoop, weather: Weather, tables: Tables) -> None:
        self.loop = loop
        self.weather = weather
        self.broker = Broker(loop, weather)
        self.servers = {name: Server(name, loop, weather, self.now) for name in SERVICES}
        for name, held in tables.items():
            self.servers[name].tables = {table.name: table.copy() for table in held.values()}
        self.apis: dict[str, list[Api]] = {}
        self._read_at, self._now = EVE_SECONDS, BEGINNING
        self.unexpected: list[str] = []
        """Workers that ended by themselves."""
        declare_everything(self.broker)

    def now(self) -> datetime:
        """The present instant, to the millisecond."""
        if self.loop.now != self._read_at:
            self._read_at = self.loop.now
            self._now = BEGINNING + timedelta(milliseconds=int((self._read_at - EVE_SECONDS) * 1000))
        return self._now

    def start(self, *, apis: int, workers: int) -> None:
        """Start so many processes of each kind for each service."""
        for name in SERVICES:
            self.apis[name] = []
            for number in range(apis):
                self._start_api(name, number)
            for number in range(workers):
                self._start_worker(name, number)

    def database(self, service: str) -> Any:
        """What processes of a service have of its database."""
        return Database(self.servers[service])

    async def prepare(self, service: str) -> None:
        """Make the collections and indexes of a service."""
        await ensure_indexes(self.database(service), SERVICES[service].indexes)

    def is_quiet(self) -> bool:
        """Whether no event waits: neither to be published, nor to be applied."""
        waiting = self.broker.moving.total() or self.broker.waiting(self.servers)
        return not waiting and not any(
            row["state"] == "pending"
            for server in self.servers.values()
            for row in server.table(outbox.COLLECTION).documents.values()
        )

    def _process(self, name: str, service: str) -> Process:
        process = Process(name, self.loop)
        self.weather.born(process)
        process.on_death.append(lambda: self.weather.tell(name, "died"))
        process.on_death.append(lambda: self.servers[service].abort_all_of(process))
        return process

    def _start_api(self, service: str, number: int) -> None:
        process = self._process(f"{service}.api{number}", service)
        api = Api(process, SERVICES[service].application(self.database(service)))
        self.apis[service].insert(number, api)

        def again() -> None:
            self.apis[service].remove(api)
            for answer in api.waiting.values():
                if not answer.done():
                    answer.set_exception(StorageUnavailable("the process died"))
            seconds = self.weather.long_seconds()
            self.loop.call_outside(self._start_api, service, number, delay=seconds)

        process.on_death.append(again)

    def _start_worker(self, service: str, number: int) -> None:
        name = f"{service}.worker{number}"
        process = self._process(name, service)
        self.weather.tell(name, "starts")

        def again() -> None:
            seconds = self.weather.long_seconds()
            self.loop.call_outside(self._start_worker, service, number, delay=seconds)

        process.on_death.append(again)
        process.start(self._work(service, process))

    async def _work(self, service: str, process: Process) -> None:
        worker = SERVICES[service].worker(self.database(service), self.now)
        try:
            with story(""):
                await worker.run()
        except Exception as error:  # noqa: BLE001  # a worker that leaves is a finding
            self.unexpected.append(f"{process.name} left: {error!r}")
        else:
            self.unexpected.append(f"{process.name} left")
        process.kill()


@contextmanager
def world_of(seed: int, *, tables: Tables, talks_between_faults: int) -> Iterator[World]:
    """A world whose every chance comes from this seed."""
    loop = VirtualLoop()
    weather = Weather(seed, loop, talks_between_faults=talks_between_faults)
    world = World(loop, weather, tables)
    with in_virtual_time(loop, weather, world.broker), _much_garbage():
        try:
            yield world
        finally:
            _end(world)


@contextmanager
def _much_garbage() -> Iterator[None]:
    """Look for garbage in circles seldom: a history makes much that lives as long as it does."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 100, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def run(world: World, work: Coroutine[Any, Any, Any]) -> Any:
    """Run the world until this is over."""
    asyncio.set_event_loop(None)
    return world.loop.run_until_complete(work)


def _end(world: World) -> None:
    """Free what still lives."""
    loop = world.loop
    for process in [process for process in loop.processes if not process.is_dead]:
        process.on_death.clear()
        process.kill()
        process.bury()
    loop.close()
