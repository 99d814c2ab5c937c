"""Owns the seam to the driver: connection, sessions, change streams. Knows no collection.

Motor is used only where PyMongo's `AsyncMongoClient` has the same interface; what differs between the two
(how a session, a change stream and an aggregation are opened) is wrapped here, so that moving is a matter
of this file. See docs/decisions/0004-motor-and-its-seam.md.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from bson.codec_options import CodecOptions
from motor.core import AgnosticClient, AgnosticCollection, AgnosticDatabase
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import DeleteMany, DeleteOne, InsertOne, ReplaceOne, UpdateMany, UpdateOne
from pymongo.database import Database as SyncDatabase
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.failpoints import Failpoint, reach

T = TypeVar("T")

Document = dict[str, Any]
Client = AgnosticClient[Document]
Database = AgnosticDatabase[Document]
Collection = AgnosticCollection[Document]
Operation = InsertOne[Document] | UpdateOne | UpdateMany | ReplaceOne[Document] | DeleteOne | DeleteMany

DriverError = PyMongoError
"""Whatever the driver raises: `is_contention` and `is_unavailable` tell what it means."""

DURABLE = WriteConcern(w="majority", j=True, wtimeout=10_000)
SERVER_SELECTION_TIMEOUT_MS = 3_000
DUPLICATE_KEY = 11_000


class StorageUnavailable(Exception):
    """MongoDB did not answer in time: what was asked may be asked again with the same key."""


def connect(url: str) -> Client:
    """A client of the replica set at `url`; connects on first use, and again whenever it is lost."""
    return AsyncIOMotorClient(
        url,
        serverSelectionTimeoutMS=SERVER_SELECTION_TIMEOUT_MS,
        uuidRepresentation="standard",
        tz_aware=True,
        retryWrites=True,
    )


def open_database(client: Client, name: str) -> Database:
    """A service's own database, whose writes are acknowledged by a majority and journaled."""
    return client.get_database(
        name,
        codec_options=CodecOptions(tz_aware=True, uuid_representation=4),
        write_concern=DURABLE,
        read_concern=ReadConcern("majority"),
    )


class Contention(Exception):
    """Another writer was faster: load and decide again."""


@dataclass(frozen=True, slots=True)
class Query:
    """Documents of one collection, and what takes each of them."""

    collection: str
    wanted: Mapping[str, Any]
    take: Callable[[Document], None]


_QUERY = "_query"
READ_AT_ONCE = 10_000


async def find_together(database: Database, queries: Sequence[Query]) -> None:
    """Hand every document found to its query, all read in one of the driver's threads (`write_together`)."""
    find = partial(_find_together, database.delegate, queries)
    found = await asyncio.get_running_loop().run_in_executor(None, find)
    for query, documents in zip(queries, found, strict=True):
        for document in documents:
            query.take(document)


def _find_together(database: SyncDatabase[Document], queries: Sequence[Query]) -> list[list[Document]]:
    """One question to the server: each of its answers wakes a thread, which waits for its turn to run."""
    stages: list[Document] = []
    for number, query in enumerate(queries):
        pipeline: list[Document] = [{"$match": query.wanted}, {"$set": {_QUERY: number}}]
        stages += [{"$unionWith": {"coll": query.collection, "pipeline": pipeline}}] if stages else pipeline
    found: list[list[Document]] = [[] for _ in queries]
    for document in database[queries[0].collection].aggregate(stages, batchSize=READ_AT_ONCE):
        found[document.pop(_QUERY)].append(document)
    return found


async def read_together(database: Database, read: Callable[[SyncDatabase[Document]], T]) -> T:
    """What several reads give, each after the other, all done in one of the driver's threads."""
    return await asyncio.get_running_loop().run_in_executor(None, read, database.delegate)


@dataclass(frozen=True, slots=True)
class Writes:
    """Operations on one collection. Where `guarded`, each update or removal must find its document."""

    collection: str
    operations: Sequence[Operation]
    guarded: bool


async def write_together(database: Database, writes: Sequence[Writes]) -> None:
    """All of it in one transaction, durable when this returns.

    The whole transaction runs in one of the driver's threads: its five or six steps would each wait for their
    turn in a busy event loop, and everybody behind them.

    Raises:
        Contention: a guarded operation did not find its document; nothing is written.
        DriverError: MongoDB refused, or did not answer.
    """
    await asyncio.get_running_loop().run_in_executor(None, _write_together, database.delegate, writes)


def _write_together(database: SyncDatabase[Document], writes: Sequence[Writes]) -> None:
    with database.client.start_session() as session, session.start_transaction(write_concern=DURABLE):
        for batch in writes:
            result = database[batch.collection].bulk_write(batch.operations, session=session)
            expected = sum(not isinstance(operation, InsertOne) for operation in batch.operations)
            if batch.guarded and result.matched_count + result.deleted_count < expected:
                raise Contention(f"{batch.collection}: an aggregate changed since it was read")
        reach(Failpoint.MID_COMMIT)
    reach(Failpoint.AFTER_COMMIT)


@asynccontextmanager
async def watch(collection: Collection, pipeline: Sequence[Mapping[str, Any]]) -> AsyncIterator[Any]:
    """A change stream. It may end or raise at any time: a hint that something is new, never the proof."""
    async with collection.watch(list(pipeline)) as stream:
        yield stream


def is_contention(error: PyMongoError) -> bool:
    """Whether another writer was faster, so that loading and deciding again is the right answer."""
    if isinstance(error, ConnectionFailure):
        return False
    if isinstance(error, OperationFailure):
        return error.has_error_label("TransientTransactionError") or is_duplicate(error)
    return False


def is_duplicate(error: PyMongoError) -> bool:
    """Whether a unique index refused a document."""
    if not isinstance(error, OperationFailure):
        return False
    details = error.details or {}
    codes = {error.code, *(item.get("code") for item in details.get("writeErrors", ()))}
    return DUPLICATE_KEY in codes


def is_unavailable(error: PyMongoError) -> bool:
    """Whether the server did not answer, or its answer to a commit was lost."""
    return isinstance(error, ConnectionFailure) or error.has_error_label("UnknownTransactionCommitResult")
