"""Owns one collection as the server has it: documents, locks, and transactions that see a moment of it.

Snapshot isolation as MongoDB's: a transaction reads what was committed when it began; what another one has
written since, or is writing, it may not write, and unique keys are held from the write on.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo import IndexModel

from tests.simulation.store.errors import duplicate_key, write_conflict
from tests.simulation.store.filters import is_operators, matcher
from tests.simulation.store.indexes import Index
from tests.simulation.store.values import MISSING

Document = dict[str, Any]


FEW = 8
"""Candidates that are looked at rather than asking one more index."""


class Locked(Exception):
    """A transaction is writing it: who writes without one waits until that one is over."""


@dataclass(eq=False, slots=True)
class Transaction:
    """What one transaction has written so far, which nobody else sees."""

    snapshot: int
    writes: dict[tuple["Table", Any], Document | None] = field(default_factory=dict)
    reserved: list[tuple[Index, tuple[Any, ...]]] = field(default_factory=list)
    is_over: bool = False


class Table:
    """One collection."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.documents: dict[Any, Document] = {}
        self.indexes: list[Index] = []
        self.stamps: dict[Any, int] = {}
        """When each document was written last, in commits of the server."""
        self.locks: dict[Any, Transaction] = {}
        self.reserved: dict[tuple[str, tuple[Any, ...]], tuple[Transaction, Any]] = {}

    def copy(self) -> "Table":
        """The same, to be changed apart; documents are never changed in place."""
        twin = Table(self.name)
        twin.documents, twin.stamps = dict(self.documents), dict(self.stamps)
        twin.indexes = [index.copy() for index in self.indexes]
        return twin

    def add_index(self, model: IndexModel) -> None:
        """Make an index, unless it is there."""
        if any(index.name == model.document["name"] for index in self.indexes):
            return
        index = Index(model)
        for document_id, document in self.documents.items():
            index.change(document_id, None, document)
        self.indexes.append(index)

    def find(
        self, wanted: Mapping[str, Any], now: datetime, transaction: Transaction | None = None
    ) -> Iterator[Document]:
        """Documents in no particular order, as they are kept: to be copied before they are given away."""
        written = self._written(transaction)
        candidates = self._candidates(wanted)
        wants: Callable[[Document], bool] | None = matcher(wanted, now) if wanted else None
        if written:
            candidates = [*candidates, *(one for one in written if one not in candidates)]
        for document_id in tuple(candidates):
            found = written.get(document_id, MISSING) if written else MISSING
            document = self.documents.get(document_id) if found is MISSING else found
            if document is not None and (wants is None or wants(document)):
                yield document

    def write(self, document_id: Any, document: Document | None, transaction: Transaction | None) -> None:
        """Write a document, or remove it.

        Raises:
            OperationFailure: a unique key is taken, or another transaction was faster.
            Locked: outside transactions, to be tried again later.
        """
        holder = self.locks.get(document_id, transaction)
        if holder is not transaction:
            raise Locked if transaction is None else write_conflict(self.name)
        if transaction is not None and self.stamps.get(document_id, 0) > transaction.snapshot:
            raise write_conflict(self.name)
        self._require_unique(document_id, document, transaction)
        if transaction is not None:
            self.locks[document_id] = transaction
            transaction.writes[self, document_id] = document

    def require_new(self, document_id: Any, transaction: Transaction | None) -> None:
        """Refuse an `_id` that is taken."""
        if document_id in self._written(transaction):
            is_taken = self._written(transaction)[document_id] is not None
        else:
            is_taken = document_id in self.documents
        if not is_taken:
            return
        if transaction is not None and self.stamps.get(document_id, 0) > transaction.snapshot:
            raise write_conflict(self.name)
        raise duplicate_key(self.name, "_id_", document_id)

    def apply(self, document_id: Any, document: Document | None, stamp: int) -> Document | None:
        """Make a write visible to everybody; what stood there before."""
        before = self.documents.pop(document_id, None) if document is None else None
        if document is not None:
            before = self.documents.get(document_id)
            self.documents[document_id] = document
        for index in self.indexes:
            index.change(document_id, before, document)
        self.stamps[document_id] = stamp
        self.locks.pop(document_id, None)
        return before

    def _written(self, transaction: Transaction | None) -> Mapping[Any, Document | None]:
        if transaction is None or not transaction.writes:
            return {}
        return {key: document for (table, key), document in transaction.writes.items() if table is self}

    def _candidates(self, wanted: Mapping[str, Any]) -> Iterable[Any]:
        asked = wanted.get("_id", MISSING)
        if asked is not MISSING and not is_operators(asked):
            return {asked: None}
        if is_operators(asked) and "$in" in asked:
            return dict.fromkeys(asked["$in"])
        best: Collection[Any] = self.documents
        for index in self.indexes:
            found = index.candidates(wanted)
            if found is not None and len(found) < len(best):
                best = found
                if len(best) < FEW:
                    break
        return best

    def _require_unique(
        self, document_id: Any, document: Document | None, transaction: Transaction | None
    ) -> None:
        for index in self.indexes:
            key = index.key(document) if index.is_unique else None
            if key is None:
                continue
            holder, by = self.reserved.get((index.name, key), (transaction, document_id))
            if holder is not transaction:
                raise Locked if transaction is None else write_conflict(self.name)
            owner = index.by_key.get(key, document_id)
            if owner != document_id and self._still_has(owner, index, key, transaction):
                if transaction is not None and self.stamps.get(owner, 0) > transaction.snapshot:
                    raise write_conflict(self.name)
                raise duplicate_key(self.name, index.name, key)
            if by != document_id and self._still_has(by, index, key, transaction):
                raise duplicate_key(self.name, index.name, key)
            if transaction is not None:
                self.reserved[index.name, key] = (transaction, document_id)
                transaction.reserved.append((index, key))

    def _still_has(
        self, document_id: Any, index: Index, key: tuple[Any, ...], transaction: Transaction | None
    ) -> bool:
        """Whether a document has this key for the one who writes, who may have written it before."""
        document = self._written(transaction).get(document_id, self.documents.get(document_id))
        return index.key(document) == key
