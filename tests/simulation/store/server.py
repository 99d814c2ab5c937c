"""Owns one service's database server: its clock, its collections, its commits, and how it fails to answer."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from tests.simulation.loop import OWNER, Process, VirtualLoop, stand_still
from tests.simulation.store.errors import connection_lost, write_conflict
from tests.simulation.store.table import Locked, Table, Transaction
from tests.simulation.weather import KILLS, Fault, Weather

T = TypeVar("T")
Document = dict[str, Any]
Written = tuple[str, Any, Document | None, Document | None]
"""Collection, `_id`, what stood there, what stands there now."""


class Server:
    """The server of one database."""

    def __init__(self, name: str, loop: VirtualLoop, weather: Weather, clock: Callable[[], datetime]) -> None:
        self.name = name
        self.loop = loop
        self.weather = weather
        self.now = clock
        self.tables: dict[str, Table] = {}
        self.commits = 0
        self.watchers: list[Callable[[Written], None]] = []
        """Told of every write once it is visible."""
        self.on_commit: list[Callable[[], None]] = []
        """Told when all that was written together is visible."""
        self._away_until = 0.0
        self._open: dict[Transaction, Process | None] = {}

    def table(self, name: str) -> Table:
        """A collection, made when it is first named."""
        found = self.tables.get(name)
        if found is None:
            found = self.tables[name] = Table(name)
        return found

    async def ask(self, what: str, do: Callable[[], T]) -> T:
        """What the server answers to a process, after a while."""
        process = self._asking()
        await self._wait(self.weather.seconds())
        fault = self._fault(process, what)
        if fault is None:
            return await self._done(do)
        if fault is Fault.SLOW:
            await self._wait(self.weather.long_seconds())
        if fault is Fault.REFUSED:
            raise connection_lost()
        if fault is Fault.DIES_BEFORE:
            await self._die(process)
        answer = await self._done(do)
        if fault is Fault.DIES_AFTER:
            await self._die(process)
        if fault is Fault.LOST:
            raise connection_lost()
        if fault is Fault.SLOW_ANSWER:
            await self._wait(self.weather.long_seconds())
        return answer

    def ask_in_thread(
        self, what: str, do: Callable[[], T], *, transaction: Transaction | None = None, commits: bool = False
    ) -> T:
        """The same from a thread, maybe within a transaction."""
        process = self._asking()
        stand_still(self.weather.seconds())
        fault = self._fault(process, what)
        if fault is Fault.SLOW:
            stand_still(self.weather.long_seconds())
        if fault is Fault.REFUSED:
            raise connection_lost(in_transaction=transaction is not None, at_commit=commits)
        if fault is Fault.CONFLICT and transaction is not None:
            raise write_conflict(self.name)
        if fault is Fault.DIES_BEFORE and process is not None:
            process.kill()
            stand_still(0)
        answer = self._done_in_thread(do)
        if fault is Fault.DIES_AFTER and process is not None:
            process.kill()
            stand_still(0)
        if fault is Fault.LOST:
            raise connection_lost(in_transaction=transaction is not None, at_commit=commits)
        if fault is Fault.SLOW_ANSWER:
            stand_still(self.weather.long_seconds())
        return answer

    def begin(self) -> Transaction:
        """A transaction of the process that asks, which is given up should that one die."""
        process = OWNER.get()
        transaction = Transaction(self.commits)
        self._open[transaction] = process
        return transaction

    def commit(self, transaction: Transaction) -> None:
        """Make all that it wrote visible at once."""
        if transaction.is_over:
            raise write_conflict(self.name)
        self._apply(
            [(table, document_id, document) for (table, document_id), document in transaction.writes.items()]
        )
        self.abort(transaction)

    def abort(self, transaction: Transaction) -> None:
        """Let go of all that it holds."""
        transaction.is_over = True
        self._open.pop(transaction, None)
        for table, document_id in transaction.writes:
            if table.locks.get(document_id) is transaction:
                del table.locks[document_id]
            for index, key in transaction.reserved:
                if table.reserved.get((index.name, key), (None,))[0] is transaction:
                    del table.reserved[index.name, key]

    def abort_all_of(self, process: Process) -> None:
        """What the server does when the connections of a process break."""
        for transaction in [one for one, owner in self._open.items() if owner is process]:
            self.abort(transaction)

    def write(
        self, table: Table, document_id: Any, document: Document | None, transaction: Transaction | None
    ) -> None:
        """Write one document, at once where there is no transaction."""
        table.write(document_id, document, transaction)
        if transaction is None:
            self._apply([(table, document_id, document)])

    def _apply(self, writes: Iterable[tuple[Table, Any, Document | None]]) -> None:
        self.commits += 1
        told = [
            (table.name, document_id, table.apply(document_id, document, self.commits), document)
            for table, document_id, document in writes
        ]
        for watcher in tuple(self.watchers):
            for written in told:
                watcher(written)
        for call in self.on_commit:
            call()

    def _asking(self) -> Process | None:
        process = OWNER.get()
        if process is not None and process.is_dead:
            raise connection_lost()
        return process

    def _fault(self, process: Process | None, what: str) -> Fault | None:
        fault = self.weather.fault(process, self.name, what)
        if fault is Fault.OUTAGE:
            self._away_until = self.loop.now + self.weather.long_seconds()
        if self.loop.now < self._away_until and fault not in KILLS:
            return Fault.REFUSED
        return fault

    async def _done(self, do: Callable[[], T]) -> T:
        while True:
            try:
                return do()
            except Locked:
                await self._wait(0.001)

    def _done_in_thread(self, do: Callable[[], T]) -> T:
        while True:
            try:
                return do()
            except Locked:
                stand_still(0.001)

    def _wait(self, seconds: float) -> Awaitable[None]:
        future = self.loop.create_future()
        self.loop.call_later(seconds, wake, future)
        return future

    async def _die(self, process: Process | None) -> None:
        if process is not None:
            process.kill()
            await self.loop.create_future()


def wake(future: Any) -> None:
    """Let go on who waits, if they still do."""
    if not future.done():
        future.set_result(None)
