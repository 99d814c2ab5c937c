"""Owns chance: how long servers take, and when what goes wrong. All of it comes from one seed.

Knows what can go wrong, not what it does: database and broker ask, and act.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from random import Random
from typing import TypeVar

from tests.simulation.loop import Process, VirtualLoop

T = TypeVar("T")

DATABASE, BROKER = 0, 1
BROKER_TALKS = 5
"""How many talks with the database come with one with the broker."""


class Fault(StrEnum):
    """What may happen to a process as it talks with a server."""

    REFUSED = "refused"
    """The connection breaks before the server has heard anything."""
    LOST = "lost"
    """The server has done it, and its answer is lost."""
    SLOW = "slow"
    """The server hears of it late."""
    SLOW_ANSWER = "slow answer"
    CONFLICT = "conflict"
    """The server gives up the transaction, as it may at any time."""
    OUTAGE = "outage"
    """The server is away for a while."""
    DIES_BEFORE = "dies before"
    """The process dies before the server has heard anything."""
    DIES_AFTER = "dies after"
    """The process dies when the server has done it, and knows nothing of it."""


KILLS = frozenset({Fault.DIES_BEFORE, Fault.DIES_AFTER})
EVERY_FAULT = (*Fault, Fault.REFUSED, Fault.LOST, Fault.CONFLICT, Fault.LOST, Fault.SLOW)
"""What it is drawn from: the milder, the more often."""


class Weather:
    """The chance of one history. `talks_between_faults` is their mean distance; none where it is zero."""

    def __init__(self, seed: int, loop: VirtualLoop, *, talks_between_faults: int) -> None:
        self.random = Random(seed)  # noqa: S311  # to be repeated, not to be secret
        self.loop = loop
        self.is_calm = self.began_calm = not talks_between_faults
        self.talks_between_faults = talks_between_faults
        self.story: list[tuple[float, str, str]] = []
        self.is_told = False
        """Whether every talk is written down, rather than faults alone."""

    def seconds(self) -> float:
        """How long a server takes."""
        return self.random.random() ** 2 * 0.002

    def long_seconds(self) -> float:
        """How long a slow one does."""
        return self.random.choice((0.05, 0.3, 1.5, 3.0)) * (0.5 + self.random.random())

    def one_of(self, values: Sequence[T]) -> T:
        """Any of these."""
        return values[int(self.random.random() * len(values))]

    def born(self, process: Process) -> None:
        """Decide how long a new process is spared."""
        for server in (DATABASE, BROKER):
            self._spare(process, server)

    def fault(self, process: Process | None, where: str, what: str) -> Fault | None:
        """What goes wrong with this talk, mostly nothing."""
        if self.is_told:
            self.tell(process.name if process else "world", f"{where}: {what}")
        if process is None or self.is_calm:
            return None
        server = BROKER if where == "broker" else DATABASE
        process.until_fault[server] -= 1
        if process.until_fault[server] > 0:
            return None
        self._spare(process, server)
        fault: Fault = self.one_of(EVERY_FAULT)
        self.tell(process.name, f"{where}: {what}: {fault}")
        return fault

    def _spare(self, process: Process, server: int) -> None:
        """Decide after how many talks something goes wrong: there are fewer with the broker."""
        mean = self.talks_between_faults / (1 if server == DATABASE else BROKER_TALKS)
        process.until_fault[server] = 1 + int(self.random.random() * 2 * mean)

    def clear_up(self) -> None:
        """From now on nothing goes wrong."""
        self.is_calm = True

    def tell(self, who: str, what: str) -> None:
        """Write down what happened."""
        self.story.append((self.loop.now, who, what))

    def later(self, call: Callable[[], None], *, seconds: float) -> None:
        """Have the world do something."""
        self.loop.call_outside(call, delay=seconds)
