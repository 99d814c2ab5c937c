"""Owns ways to break transactions, versions and the memory of what was done, each of which must be found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import InsertOne, ReplaceOne
from pymongo.errors import ConnectionFailure

from shared.storage import mongo, outbox, unit_of_work
from shared.storage.once import Once
from shared.storage.unit_of_work import UnitOfWork
from tests.simulation.mutations.replaced import Replaced


def _forgetful(collection: str) -> Iterable[Replaced]:
    def remember(  # noqa: PLR0913  # as the real one
        self: Once, work: UnitOfWork, row_id: str, *, at: Any, answer: Any = None, fingerprint: str = ""
    ) -> None:
        row = {"_id": row_id, "answer": answer, "fingerprint": fingerprint, "at": at}
        again = self.collection == collection
        write: Any = ReplaceOne({"_id": row_id}, row, upsert=True) if again else InsertOne(row)
        work.write(self.collection, write)
        if not again:
            work.known[self.collection, row_id] = row

    find = Once.find

    async def found(self: Once, database: Any, ids: Iterable[str]) -> Mapping[str, Any]:
        return {} if self.collection == collection else await find(self, database, ids)

    yield Once, "remember", remember
    yield Once, "find", found


def messages_without_dedup() -> Iterable[Replaced]:
    """A message that comes twice is applied twice."""
    return _forgetful("inbox")


def commands_without_dedup() -> Iterable[Replaced]:
    """A command that is asked twice is done twice."""
    return _forgetful("idempotency")


def no_version_check() -> Iterable[Replaced]:
    """An aggregate is written whoever has changed it meanwhile."""

    def unguarded(saved: Any) -> Any:
        version = saved.aggregate.version
        document = saved.document(saved.aggregate) | {"version": version + 1}
        return ReplaceOne({"_id": saved.aggregate.id}, document, upsert=True)

    async def together(database: Any, writes: Sequence[mongo.Writes]) -> None:
        free = [mongo.Writes(one.collection, one.operations, guarded=False) for one in writes]
        await mongo.write_together(database, free)

    yield unit_of_work, "_guarded", unguarded
    yield unit_of_work, "write_together", together


def no_transaction() -> Iterable[Replaced]:
    """What belongs together is written piece by piece."""

    def apart(database: Any, writes: Sequence[mongo.Writes]) -> None:
        for batch in writes:
            result = database[batch.collection].bulk_write(batch.operations)
            expected = sum(not isinstance(operation, InsertOne) for operation in batch.operations)
            if batch.guarded and result.matched_count + result.deleted_count < expected:
                raise mongo.Contention(batch.collection)

    yield mongo, "_write_together", apart


def unknown_commit_is_done() -> Iterable[Replaced]:
    """A commit whose answer was lost is taken for done."""
    commit = UnitOfWork.commit

    async def hopeful(self: UnitOfWork) -> None:
        try:
            await commit(self)
        except ConnectionFailure:
            for saved in self._saved.values():
                saved.aggregate.version += 1

    yield UnitOfWork, "commit", hopeful


def outbox_after_commit() -> Iterable[Replaced]:
    """Events are written down after the commit of what they tell."""
    commit = UnitOfWork.commit

    async def late(self: UnitOfWork) -> None:
        rows, self._rows = self._rows, []
        await commit(self)
        for row in rows:
            update = {"$set": {key: value for key, value in row.document().items() if key != "_id"}}
            await self.database[outbox.COLLECTION].update_one({"_id": row.id}, update, upsert=True)

    yield UnitOfWork, "commit", late
