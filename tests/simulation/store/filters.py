"""Owns which documents a filter finds, as far as this project asks; it refuses what it does not know."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.simulation.store.expressions import evaluate
from tests.simulation.store.values import MISSING, at, rank

Document = dict[str, Any]
Test = Callable[[Any], bool]
_KINDS: Mapping[str, Any] = {
    "date": datetime,
    "string": str,
    "object": dict,
    "binData": (bytes, UUID),
    "bool": bool,
}


def matcher(wanted: Mapping[str, Any], now: datetime) -> Callable[[Document], bool]:
    """What tells whether a document is wanted."""
    tests = [_condition(path, asked, now) for path, asked in wanted.items()]
    if len(tests) == 1:
        return tests[0]
    return lambda document: all(test(document) for test in tests)


def _condition(path: str, asked: Any, now: datetime) -> Callable[[Document], bool]:
    if path == "$or":
        ways = [matcher(way, now) for way in asked]
        return lambda document: any(way(document) for way in ways)
    if path == "$and":
        ways = [matcher(way, now) for way in asked]
        return lambda document: all(way(document) for way in ways)
    if path == "$expr":
        return lambda document: bool(evaluate(asked, document, now))
    if path.startswith("$"):
        raise NotImplementedError(path)
    if is_operators(asked):
        tests = [_operator(name, operand) for name, operand in asked.items()]
        return lambda document: all(test(at(document, path)) for test in tests)
    same = _equals(asked)
    return lambda document: same(at(document, path))


def is_operators(asked: Any) -> bool:
    """Whether it is asked for by operators rather than for one value."""
    return type(asked) is dict and any(name[:1] == "$" for name in asked)


def _equals(asked: Any) -> Test:
    if asked is None:
        return lambda value: value is None or value is MISSING or (type(value) is list and None in value)
    if isinstance(asked, re.Pattern):
        raise NotImplementedError("patterns are asked for with $regex")
    return lambda value: value == asked or (type(value) is list and asked in value)


def _any_of(asked: Any) -> Test:
    tests = [_equals(each) for each in asked]
    return lambda value: any(test(value) for test in tests)


def _compares(asked: Any, holds: Callable[[Any, Any], bool]) -> Test:
    """Values are compared with those of the same kind alone."""
    place, inner = rank(asked)

    def one(value: Any) -> bool:
        if value is MISSING:
            return False
        its_place, its_inner = rank(value)
        return its_place == place and holds(its_inner, inner)

    return lambda value: one(value) or (type(value) is list and any(one(each) for each in value))


def _operator(name: str, operand: Any) -> Test:
    if name in _SIMPLE:
        return _SIMPLE[name](operand)
    if name in {"$ne", "$nin"}:
        found = _equals(operand) if name == "$ne" else _any_of(operand)
        return lambda value: not found(value)
    raise NotImplementedError(name)


def _exists(operand: Any) -> Test:
    return lambda value: (value is not MISSING) is bool(operand)


def _type(operand: Any) -> Test:
    kind = _KINDS[operand]
    return lambda value: isinstance(value, kind)


def _regex(operand: Any) -> Test:
    pattern = re.compile(operand)
    return lambda value: isinstance(value, str) and pattern.search(value) is not None


_SIMPLE: Mapping[str, Callable[[Any], Test]] = {
    "$eq": _equals,
    "$in": _any_of,
    "$exists": _exists,
    "$type": _type,
    "$regex": _regex,
    "$gt": lambda operand: _compares(operand, lambda one, other: bool(one > other)),
    "$gte": lambda operand: _compares(operand, lambda one, other: bool(one >= other)),
    "$lt": lambda operand: _compares(operand, lambda one, other: bool(one < other)),
    "$lte": lambda operand: _compares(operand, lambda one, other: bool(one <= other)),
}
