"""Owns what MongoDB makes of values: what it keeps of them, where it finds them, how it compares them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bson import Binary, ObjectId
from bson.errors import InvalidDocument

MISSING: Any = type("Missing", (), {"__repr__": lambda _: "missing"})()
_SAME = (str, int, float, bool, bytes, UUID, type(None), ObjectId)
_RANKS = ((bool, 8), ((int, float), 2), (str, 3), (dict, 4), (list, 5), (UUID, 6), (bytes, 6))


def kept(value: Any) -> Any:
    """What is read back of a value that was written.

    Raises:
        InvalidDocument: BSON has no such thing.
    """
    kind = type(value)
    if kind in _SAME:
        return value
    if kind is dict:
        return {_key(key): kept(held) for key, held in value.items()}
    if kind is list or kind is tuple:
        return [kept(held) for held in value]
    if kind is datetime:
        whole = value if value.tzinfo is UTC else _in_utc(value)
        return whole.replace(microsecond=whole.microsecond // 1000 * 1000)
    return _kept_of_subclass(value)


def _kept_of_subclass(value: Any) -> Any:
    for plain in (str, bytes, int, float):
        if isinstance(value, plain) and not isinstance(value, Binary):
            as_plain: Any = plain
            return as_plain(value)
    if isinstance(value, Mapping):
        return {_key(key): kept(held) for key, held in value.items()}
    raise InvalidDocument(f"cannot encode {value!r} of {type(value)}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise InvalidDocument(f"documents have only string keys, not {key!r}")
    return str(key)


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def copied(value: Any) -> Any:
    """The same for somebody else, who may change theirs."""
    kind = type(value)
    if kind is dict:
        return {key: copied(held) if type(held) in (dict, list) else held for key, held in value.items()}
    if kind is list:
        return [copied(held) for held in value]
    return value


def at(document: Any, path: str) -> Any:
    """What stands at a dotted path; a list of all where it leads through a list."""
    if "." not in path:
        return document.get(path, MISSING) if isinstance(document, dict) else MISSING
    name, _, rest = path.partition(".")
    inner = document.get(name, MISSING) if isinstance(document, dict) else MISSING
    if isinstance(inner, list):
        found = [at(each, rest) for each in inner]
        return [each for each in found if each is not MISSING] or MISSING
    return at(inner, rest)


def rank(value: Any) -> tuple[int, Any]:
    """Where a value stands in MongoDB's order of all values."""
    if value is MISSING or value is None:
        return (1, 0)
    if isinstance(value, datetime):
        return (9, value)
    for kinds, place in _RANKS:
        if isinstance(value, kinds):
            return (place, _within(value))
    raise NotImplementedError(f"the order of {value!r}")


def _within(value: Any) -> Any:
    if isinstance(value, dict):
        return [(rank(held)[0], key, rank(held)) for key, held in value.items()]
    if isinstance(value, list):
        return [rank(held) for held in value]
    if isinstance(value, UUID):
        return (16, 4, value.bytes)
    return (len(value), 0, value) if isinstance(value, bytes) else value
