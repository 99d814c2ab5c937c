"""Owns what the server does with each kind of write, alone or in a bulk. Knows no session and no thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import ObjectId

from tests.simulation.store.expressions import Update, updated
from tests.simulation.store.filters import is_operators
from tests.simulation.store.server import Server
from tests.simulation.store.table import Document, Table, Transaction
from tests.simulation.store.values import kept


@dataclass(slots=True)
class Result:
    """What the driver's results tell."""

    matched_count: int = 0
    modified_count: int = 0
    deleted_count: int = 0
    inserted_count: int = 0
    upserted_id: Any = None


@dataclass(slots=True)
class Writer:
    """Takes the operations of one bulk, as the driver hands them over, and does them in their order."""

    server: Server
    table: Table
    transaction: Transaction | None
    result: Result

    def add_insert(self, document: Document) -> None:
        """Insert a document, which gets an `_id` where it has none."""
        if "_id" not in document:
            document["_id"] = ObjectId()
        self._insert(kept(document))
        self.result.inserted_count += 1

    def add_update(
        self, selector: Mapping[str, Any], update: Update, multi: bool, upsert: bool | None, **options: Any
    ) -> None:
        """Update one document, or all that are found."""
        _require_plain(options)
        found = self._found(selector, everything=multi)
        for document in found:
            self._change(document, updated(document, update, self.now, inserting=False))
        if not found and upsert:
            fresh = updated(_fresh(selector), update, self.now, inserting=True)
            self._insert(fresh)
            self.result.upserted_id = fresh["_id"]

    def add_replace(
        self, selector: Mapping[str, Any], replacement: Document, upsert: bool | None, **options: Any
    ) -> None:
        """Put a document in the place of another one."""
        _require_plain(options)
        found = self._found(selector, everything=False)
        if found:
            self._change(found[0], {"_id": found[0]["_id"]} | kept(replacement))
        elif upsert:
            self._insert(_fresh(selector) | kept(replacement))

    def add_delete(self, selector: Mapping[str, Any], limit: int, **options: Any) -> None:
        """Remove one document, or all that are found where the limit is zero."""
        _require_plain(options)
        for document in self._found(selector, everything=not limit):
            self.server.write(self.table, document["_id"], None, self.transaction)
            self.result.deleted_count += 1

    @property
    def now(self) -> datetime:
        """What the server's clock says."""
        return self.server.now()

    def _found(self, selector: Mapping[str, Any], *, everything: bool) -> list[Document]:
        found = list(self.table.find(selector, self.now, self.transaction))
        return found if everything else found[:1]

    def _insert(self, document: Document) -> None:
        self.table.require_new(document["_id"], self.transaction)
        self.server.write(self.table, document["_id"], document, self.transaction)

    def _change(self, before: Document, after: Document) -> None:
        self.result.matched_count += 1
        self.result.modified_count += before != after
        self.server.write(self.table, before["_id"], after, self.transaction)


def _fresh(selector: Mapping[str, Any]) -> Document:
    """What an upsert starts with: all that the filter says of it."""
    fresh = {
        path: kept(asked)
        for path, asked in selector.items()
        if not path.startswith("$") and not is_operators(asked)
    }
    if any("." in path for path in fresh):
        raise NotImplementedError("an upsert by a dotted path")
    return {"_id": fresh.pop("_id") if "_id" in fresh else ObjectId()} | fresh


def _require_plain(options: Mapping[str, Any]) -> None:
    if any(value is not None for value in options.values()):
        raise NotImplementedError(f"options of a write: {options}")
