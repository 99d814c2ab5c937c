"""Owns the unit of work: all that one batch of decisions changes, written in one transaction.

It loads nothing itself and decides nothing: repositories read through `database`, keep what they read in
`known`, and stage their writes here. Nothing is written before `commit`, and then all of it or nothing.

The transaction holds writes only. What makes it right although reads came before it: every aggregate is
written with the condition that its `version` is still the one that was read, and every fact that must be
unique has a unique index.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from pymongo import DeleteOne, InsertOne, ReplaceOne, UpdateOne

from shared.commands import Actor
from shared.errors import DomainError, TooEarly
from shared.events.envelope import Envelope, Payload
from shared.ids import new_id
from shared.storage import outbox
from shared.storage.mongo import Contention, Database, Document, Operation, Writes, write_together

OLDEST_SECONDS = 600.0
"""What was read longer ago is not written any more: a person erased meanwhile must not come back."""

AggregateId = UUID | str
"""A string only where the thing is named so by others, as a key is by its thumbprint."""


class Aggregate(Protocol):
    """What a repository can save: `version` guards it, `sequence` counts the events of its history."""

    version: int
    sequence: int

    @property
    def id(self) -> AggregateId:
        """Names its document, and the subject of its events."""


A = TypeVar("A", bound=Aggregate)


@dataclass(frozen=True, slots=True)
class Origin:
    """Why something is written: who, when, and along which story."""

    source: str
    actor: Actor
    at: datetime
    correlation_id: str
    causation_id: str | None = None


@dataclass(slots=True)
class _Saved:
    aggregate: Aggregate
    document: Callable[[Any], Document] | None
    """None for an aggregate to remove."""


class UnitOfWork:
    """The writes of one batch, for one commit; what it has `saved` may then be known to the next batch."""

    def __init__(self, database: Database, origin: Origin | None = None) -> None:
        self.database = database
        self.known: dict[Any, Any] = {}
        """What this batch has read, by the repository's own keys: each thing is loaded once."""
        self._origin = origin
        self._begun = time.monotonic()
        self._saved: dict[tuple[str, AggregateId], _Saved] = {}
        self._operations: list[tuple[str, Operation]] = []
        self._conditional: list[tuple[str, UpdateOne]] = []
        self._rows: list[outbox.OutboxRow] = []

    @property
    def origin(self) -> Origin:
        """The origin of the decision being taken."""
        if self._origin is None:
            raise RuntimeError("nothing is being decided")
        return self._origin

    @origin.setter
    def origin(self, origin: Origin) -> None:
        self._origin = origin

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """Within the block one decision is taken. A refusal passes, if nothing was staged before it.

        Raises:
            RuntimeError: the handler refused after it had staged something, which would be written.
        """
        before = self._staged
        try:
            yield
        except (DomainError, TooEarly) as refusal:
            if self._staged != before:
                raise RuntimeError(f"refused after something was staged: {refusal!r}") from refusal
            raise

    @property
    def _staged(self) -> int:
        return len(self._saved) + len(self._operations) + len(self._conditional) + len(self._rows)

    def save(
        self, collection: str, aggregate: A, document: Callable[[A], Document], events: Sequence[Payload]
    ) -> None:
        """Stage an aggregate, in the state it has at commit, and tell its events in their order."""
        self._saved[collection, aggregate.id] = _Saved(aggregate, document)
        for event in events:
            aggregate.sequence += 1
            self.record(event, aggregate.id, aggregate.sequence)

    def remove(self, collection: str, aggregate: Aggregate) -> None:
        """Stage the removal of an aggregate, in the version that was read."""
        self._saved[collection, aggregate.id] = _Saved(aggregate, None)

    def write(self, collection: str, operation: Operation) -> None:
        """Stage a write that no version guards: a projection, a log line, a removal."""
        self._operations.append((collection, operation))

    def write_if_found(self, collection: str, operation: UpdateOne) -> None:
        """Stage a change that must find its document as it says: else nothing at all is written."""
        self._conditional.append((collection, operation))

    def record(self, event: Payload, aggregate_id: AggregateId, sequence: int) -> None:
        """Stage an event of the decision being taken."""
        origin = self.origin
        envelope = Envelope[Payload].model_construct(
            id=new_id(),
            source=origin.source,
            type=event.type(),
            time=origin.at,
            subject=f"{event.aggregate}/{aggregate_id}",
            sequence=sequence,
            correlationid=origin.correlation_id,
            causationid=origin.causation_id,
            actor=str(origin.actor),
            dataschema=event.dataschema(),
            data=event,
        )
        self.publish(outbox.OutboxRow.of(envelope))

    def publish(self, row: outbox.OutboxRow) -> None:
        """Stage a message for the relay."""
        self._rows.append(row)

    def saved(self) -> dict[Any, Any]:
        """The aggregates that it saves, by the keys that they are known by."""
        aggregates = {id(saved.aggregate) for saved in self._saved.values() if saved.document is not None}
        return {key: known for key, known in self.known.items() if id(known) in aggregates}

    async def commit(self) -> None:
        """Write all that was staged, durably, in one transaction.

        Raises:
            Contention: another writer was faster, or it took too long; nothing is written.
            DriverError: MongoDB refused, or did not answer; `shared.storage.mongo` tells which.
        """
        if time.monotonic() - self._begun > OLDEST_SECONDS:
            raise Contention("what was read is too old to decide on")
        guarded: dict[str, list[Operation]] = {}
        for (collection, _), saved in self._saved.items():
            guarded.setdefault(collection, []).append(_guarded(saved))
        for collection, change in self._conditional:
            guarded.setdefault(collection, []).append(change)
        free: dict[str, list[Operation]] = {}
        for collection, operation in self._operations:
            free.setdefault(collection, []).append(operation)
        if self._rows:
            free[outbox.COLLECTION] = outbox.inserts(self._rows)
        writes = [Writes(collection, operations, guarded=True) for collection, operations in guarded.items()]
        writes += [Writes(collection, operations, guarded=False) for collection, operations in free.items()]
        if writes:
            await write_together(self.database, writes)
        for saved in self._saved.values():
            saved.aggregate.version += 1


def _guarded(saved: _Saved) -> Operation:
    version = saved.aggregate.version
    as_read = {"_id": saved.aggregate.id, "version": version}
    if saved.document is None:
        return DeleteOne(as_read)
    document = saved.document(saved.aggregate) | {"version": version + 1}
    return ReplaceOne(as_read, document) if version else InsertOne(document)
