"""Owns the surface of the driver that this project uses, over a server in memory; it refuses the rest.

`Database` is what handlers get in the place of Motor's, its `delegate` what `shared.storage.mongo` uses in
threads in the place of PyMongo's.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from pymongo import IndexModel

from tests.simulation.store import reads
from tests.simulation.store.changes import Changes
from tests.simulation.store.server import Server
from tests.simulation.store.threads import SyncDatabase
from tests.simulation.store.writes import Result, Writer

Document = dict[str, Any]
Order = Sequence[tuple[str, int]]


class Database:
    """A service's database."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.name = server.name
        self.delegate = SyncDatabase(server)

    def __getitem__(self, name: str) -> "Collection":
        """A collection."""
        return Collection(self.server, name)


class Cursor:
    """Documents that are read when they are first asked for, all of them in one moment."""

    def __init__(self, server: Server, what: str, read: Callable[[], list[Document]]) -> None:
        self._server, self._what, self._read = server, what, read
        self._left: list[Document] | None = None

    def __aiter__(self) -> "Cursor":
        return self

    async def __anext__(self) -> Document:
        if self._left is None:
            self._left = (await self._server.ask(self._what, self._read))[::-1]
        if not self._left:
            raise StopAsyncIteration
        return self._left.pop()

    async def to_list(self, length: int | None = None) -> list[Document]:
        """All of them."""
        return [document async for document in self][:length]


class Collection:
    """One collection, as Motor has it."""

    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        self._table = server.table(name)
        self.name = name

    def with_options(self, **_: Any) -> "Collection":
        """The same: here every write that is answered lasts."""
        return self

    def find(
        self,
        wanted: Mapping[str, Any] | None = None,
        projection: Mapping[str, Any] | None = None,
        *,
        sort: Order = (),
        limit: int = 0,
    ) -> Cursor:
        """Documents, in order where one is asked for."""
        return Cursor(
            self._server,
            f"find in {self.name}",
            lambda: reads.find(self._server, self._table, wanted or {}, projection, sort=sort, limit=limit),
        )

    async def find_one(
        self, wanted: Mapping[str, Any], projection: Mapping[str, Any] | None = None, *, sort: Order = ()
    ) -> Document | None:
        """The first document that is found."""
        found = self.find(wanted, projection, sort=sort, limit=1)
        return next(iter([document async for document in found]), None)

    def aggregate(self, stages: Sequence[Mapping[str, Any]]) -> Cursor:
        """What comes of an aggregation."""
        return Cursor(
            self._server,
            f"aggregate {self.name}",
            lambda: reads.aggregate(self._server, self._table, stages),
        )

    async def count_documents(self, wanted: Mapping[str, Any]) -> int:
        """How many are found."""
        return len([one async for one in self.find(wanted, {"_id": 1})])

    async def insert_one(self, document: Document) -> Result:
        """Insert a document."""
        return await self._write("insert", lambda writer: writer.add_insert(document))

    async def insert_many(self, documents: Sequence[Document]) -> Result:
        """Insert documents, one after the other."""

        def insert(writer: Writer) -> None:
            for document in documents:
                writer.add_insert(document)

        return await self._write("insert", insert)

    async def update_one(self, wanted: Mapping[str, Any], update: Any, *, upsert: bool = False) -> Result:
        """Update the first that is found."""
        return await self._write("update", lambda writer: writer.add_update(wanted, update, False, upsert))

    async def update_many(self, wanted: Mapping[str, Any], update: Any) -> Result:
        """Update all that are found."""
        return await self._write("update", lambda writer: writer.add_update(wanted, update, True, False))

    async def replace_one(
        self, wanted: Mapping[str, Any], document: Document, *, upsert: bool = False
    ) -> Result:
        """Put a document in the place of the first that is found."""
        return await self._write("replace", lambda writer: writer.add_replace(wanted, document, upsert))

    async def delete_one(self, wanted: Mapping[str, Any]) -> Result:
        """Remove the first that is found."""
        return await self._write("delete", lambda writer: writer.add_delete(wanted, 1))

    async def delete_many(self, wanted: Mapping[str, Any]) -> Result:
        """Remove all that are found."""
        return await self._write("delete", lambda writer: writer.add_delete(wanted, 0))

    async def find_one_and_update(self, wanted: Mapping[str, Any], update: Any, **options: Any) -> Any:
        """Update the first that is found, in its order; what it was before, or is after."""
        return await self._server.ask(
            f"claim in {self.name}", lambda: reads.claim(self._server, self._table, wanted, update, options)
        )

    async def create_indexes(self, models: Sequence[IndexModel]) -> None:
        """Make indexes, where they are not there yet."""
        for model in models:
            self._table.add_index(model)

    @asynccontextmanager
    async def watch(self, pipeline: Sequence[Mapping[str, Any]]) -> AsyncIterator[Changes]:
        """What is written from now on, as far as the pipeline lets it pass."""
        changes = Changes(self._server, self.name, pipeline)
        self._server.watchers.append(changes.note)
        try:
            yield changes
        finally:
            self._server.watchers.remove(changes.note)

    async def _write(self, what: str, do: Callable[[Writer], object]) -> Result:
        def write() -> Result:
            writer = Writer(self._server, self._table, None, Result())
            do(writer)
            return writer.result

        return await self._server.ask(f"{what} in {self.name}", write)
