"""Owns where a worker of virtual time meets broker, chance, time and logs. Everything else of it is real."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from tests.simulation.broker import Broker
from tests.simulation.loop import OWNER, VirtualLoop
from tests.simulation.messaging import SimulatedConsumers, SimulatedPublisher
from tests.simulation.weather import Weather


class Log:
    """What the services log goes into the story: all of it where it is told, else what went wrong."""

    def __init__(self, weather: Weather) -> None:
        self._weather = weather

    def info(self, event: str, **facts: Any) -> None:
        """What is ordinary."""
        if self._weather.is_told:
            self._tell(event, facts)

    def warning(self, event: str, **facts: Any) -> None:
        """What passes by itself."""
        if self._weather.is_told:
            self._tell(event, facts)

    def error(self, event: str, **facts: Any) -> None:
        """What somebody must look at."""
        self._tell(event, facts)

    def exception(self, event: str, **facts: Any) -> None:
        """The same, of an error that is being handled."""
        self._tell(event, facts | {"error": repr(sys.exception())})

    def _tell(self, event: str, facts: Mapping[str, Any]) -> None:
        process = OWNER.get()
        said = " ".join(f"{name}={value}" for name, value in facts.items())
        self._weather.tell(process.name if process else "world", f"log: {event} {said}")


@contextmanager
def in_virtual_time(loop: VirtualLoop, weather: Weather, broker: Broker) -> Iterator[None]:
    """Have workers talk with this broker, and take chance, ids and time from the seed."""
    log = Log(weather)

    async def connected(_: str) -> SimulatedPublisher:
        return SimulatedPublisher(broker)

    async def nothing(*_: Any) -> None:
        """What is declared once, or watched from outside."""

    async def counted(_: Any) -> dict[str, tuple[int, int]]:
        return {name: (len(queue.channels), len(queue.ready)) for name, queue in broker.queues.items()}

    watch = SimpleNamespace(monotonic=loop.time)
    worker = "shared.messaging.worker"
    replaced: dict[str, Any] = {
        f"{worker}.RabbitPublisher": SimpleNamespace(connect=connected),
        f"{worker}.RabbitBroker": lambda *_, **__: SimulatedConsumers(broker),
        f"{worker}.declare_queues": nothing,
        "shared.messaging.unrouted.watch_unrouted": nothing,
        "structlog.get_logger": lambda: log,
        "shared.ids.uuid7": _ids(loop, weather),
        "shared.jitter._chance": weather.random,
        "shared.messaging.pulse.Pulse._ask_broker": counted,
        "shared.messaging.isolation.time": watch,
        "shared.storage.turns.time": watch,
        "shared.storage.unit_of_work.time": watch,
        "shared.timers.time": watch,
    }
    patches = [patch(name, value) for name, value in replaced.items()]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def _ids(loop: VirtualLoop, weather: Weather) -> Callable[[], UUID]:
    """UUIDs of version 7: time, a counter, chance."""
    count = 0

    def made() -> UUID:
        nonlocal count
        count += 1
        milliseconds = int(loop.now * 1000) + 1_800_000_000_000
        counted = (milliseconds << 80) | (7 << 76) | ((count & 0xFFF) << 64) | (2 << 62)
        return UUID(int=counted | weather.random.getrandbits(62))

    return made
