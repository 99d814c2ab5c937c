"""Owns what PyMongo offers to a thread, over a server in memory: sessions, transactions, bulks, reads."""

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from tests.simulation.store import reads
from tests.simulation.store.server import Server
from tests.simulation.store.table import Document, Transaction
from tests.simulation.store.writes import Result, Writer


class SyncDatabase:
    """A service's database, in a thread."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.client = SyncClient(server)

    def __getitem__(self, name: str) -> "SyncCollection":
        """A collection."""
        return SyncCollection(self._server, name)


class SyncClient:
    """What opens sessions."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def start_session(self) -> "Session":
        """A session."""
        return Session(self._server)


class Session:
    """A session with at most one transaction."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.transaction: Transaction | None = None

    def start_transaction(self, **_: Any) -> "Session":
        """A block that ends with a commit, or where it is left by an error, without."""
        self.transaction = self._server.begin()
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        transaction, self.transaction = self.transaction, None
        if transaction is None:
            return
        try:
            if error is None:
                self._server.ask_in_thread(
                    "commit",
                    lambda: self._server.commit(transaction),
                    transaction=transaction,
                    commits=True,
                )
        finally:
            self._server.abort(transaction)


class SyncCollection:
    """One collection, in a thread."""

    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        self._table = server.table(name)

    def bulk_write(self, operations: Sequence[Any], session: Session | None = None) -> Result:
        """Do them in their order; outside a transaction each is seen at once."""
        transaction = session.transaction if session is not None else None
        writer = Writer(self._server, self._table, transaction, Result())

        def write() -> Result:
            for operation in operations:
                operation._add_to_bulk(writer)
            return writer.result

        return self._server.ask_in_thread(f"write {self._table.name}", write, transaction=transaction)

    def aggregate(self, stages: Sequence[Mapping[str, Any]], **_: Any) -> Iterator[Document]:
        """What comes of an aggregation."""
        return iter(
            self._server.ask_in_thread(
                f"read {self._table.name}", lambda: reads.aggregate(self._server, self._table, stages)
            )
        )

    def find(
        self, wanted: Mapping[str, Any], projection: Mapping[str, Any] | None = None
    ) -> Iterator[Document]:
        """Documents, in no order."""
        return iter(
            self._server.ask_in_thread(
                f"find in {self._table.name}",
                lambda: reads.find(self._server, self._table, wanted, projection),
            )
        )
