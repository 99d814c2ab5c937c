"""Owns the indexes of one collection: they find candidates fast, and tell what must be unique."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from pymongo import IndexModel

from tests.simulation.store.filters import is_operators, matcher
from tests.simulation.store.values import MISSING, at

Document = dict[str, Any]
NEVER = datetime.fromtimestamp(0, UTC)


class Index:
    """One index: its documents by the value of the first field, and by the whole key where it is unique."""

    def __init__(self, model: IndexModel) -> None:
        declared = model.document
        self.name: str = declared["name"]
        self.fields = tuple(declared["key"])
        self.is_unique: bool = declared.get("unique", False)
        self.partial: Mapping[str, Any] = declared.get("partialFilterExpression", {})
        self._wants = matcher(self.partial, NEVER) if self.partial else None
        self.members: dict[Any, None] = {}
        self.by_first: dict[Hashable, dict[Any, None]] = {}
        self.by_key: dict[tuple[Any, ...], Any] = {}

    def copy(self) -> "Index":
        """The same, to be changed apart."""
        twin = object.__new__(Index)
        twin.__dict__ |= self.__dict__
        twin.members = dict(self.members)
        twin.by_first = {value: dict(ids) for value, ids in self.by_first.items()}
        twin.by_key = dict(self.by_key)
        return twin

    def key(self, document: Document | None) -> tuple[Any, ...] | None:
        """What must be unique of a document, where anything must."""
        if document is None or not self.is_unique or (self._wants and not self._wants(document)):
            return None
        values = (at(document, field) for field in self.fields)
        return tuple(None if value is MISSING else value for value in values)

    def change(self, document_id: Any, before: Document | None, after: Document | None) -> None:
        """Follow a document that was written or removed."""
        for value in self._first(before):
            self.by_first.get(value, {}).pop(document_id, None)
        if self.is_unique and (key := self.key(before)) is not None:
            self.by_key.pop(key, None)
        if after is None or (self._wants and not self._wants(after)):
            self.members.pop(document_id, None)
            return
        self.members[document_id] = None
        for value in self._first(after):
            self.by_first.setdefault(value, {})[document_id] = None
        if self.is_unique and (key := self.key(after)) is not None:
            self.by_key[key] = document_id

    def candidates(self, wanted: Mapping[str, Any]) -> Collection[Any] | None:
        """The ids among which all that is wanted is found; None where this index does not help."""
        if not self._covers(wanted):
            return None
        asked = wanted.get(self.fields[0], MISSING)
        if is_operators(asked):
            values = asked.get("$in") if len(asked) == 1 else None
        else:
            values = None if asked is MISSING else (asked,)
        if values is None or not all(_is_plain(value) for value in values):
            return self.members if self.partial else None
        return {found: None for value in values for found in self.by_first.get(value, ())}

    def _covers(self, wanted: Mapping[str, Any]) -> bool:
        for field, asked in self.partial.items():
            found = wanted.get(field, MISSING)
            if isinstance(asked, dict) and is_operators(found):
                if not asked.items() <= found.items():
                    return False
            elif found != asked and not (asked == {"$exists": True} and _is_plain(found)):
                return False
        return True

    def _first(self, document: Document | None) -> Iterable[Hashable]:
        if document is None:
            return ()
        value = at(document, self.fields[0])
        values = value if isinstance(value, list) else (value,)
        return [each for each in values if _is_plain(each)]


def _is_plain(value: Any) -> bool:
    """Whether equal values hash alike, and null is not meant, which finds what is missing, too."""
    return value is not None and value is not MISSING and not isinstance(value, dict | list)
