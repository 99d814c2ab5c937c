"""Owns what aggregation expressions and updates make of a document; it refuses what it does not know."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.simulation.store.values import MISSING, at, copied, kept, rank

Document = dict[str, Any]


def evaluate(expression: Any, document: Document, now: datetime) -> Any:
    """The value of an expression for a document."""
    if isinstance(expression, str) and expression.startswith("$"):
        return _named(expression, document, now)
    if isinstance(expression, dict):
        if len(expression) == 1 and (name := next(iter(expression))).startswith("$"):
            return _operation(name, expression[name], document, now)
        return {key: evaluate(inner, document, now) for key, inner in expression.items()}
    if isinstance(expression, list):
        return [evaluate(inner, document, now) for inner in expression]
    return expression


def _named(name: str, document: Document, now: datetime) -> Any:
    if name == "$$NOW":
        return now
    if name == "$$ROOT":
        return document
    if name.startswith("$$"):
        raise NotImplementedError(name)
    return at(document, name[1:])


def _operation(name: str, operand: Any, document: Document, now: datetime) -> Any:
    if name == "$literal":
        return operand
    values = [evaluate(each, document, now) for each in operand]
    if name == "$cond":
        return values[1] if values[0] else values[2]
    if name == "$ifNull":
        return values[1] if values[0] is MISSING or values[0] is None else values[0]
    if name == "$concat":
        return "".join(values)
    if name in {"$add", "$subtract"}:
        return _shifted(values, -1 if name == "$subtract" else 1)
    one, other = (rank(value) if value is not MISSING else (0, 0) for value in values)
    if name in {"$lt", "$gte"}:
        return (one < other) is (name == "$lt")
    raise NotImplementedError(name)


def _shifted(values: Sequence[Any], sign: int) -> Any:
    first, second = values
    if isinstance(first, datetime):
        return first + sign * timedelta(milliseconds=second)
    return first + sign * second


Update = Mapping[str, Any] | Sequence[Mapping[str, Any]]


def updated(document: Document, update: Update, now: datetime, *, inserting: bool) -> Document:
    """What an update makes of a document."""
    if isinstance(update, Mapping):
        return _by_operators(document, update, inserting=inserting)
    for stage in update:
        ((name, asked),) = stage.items()
        if name == "$set":
            document = document | {
                key: kept(value)
                for key, inner in asked.items()
                if (value := evaluate(inner, document, now)) is not MISSING
            }
        elif name == "$replaceWith":
            document = {"_id": document["_id"]} | kept(evaluate(asked, document, now))
        else:
            raise NotImplementedError(name)
    return document


def _by_operators(document: Document, update: Mapping[str, Any], *, inserting: bool) -> Document:
    changed: Document = copied(document)
    for name, fields in update.items():
        if name == "$setOnInsert" and not inserting:
            continue
        for path, value in fields.items():
            holder, key = _holder(changed, path)
            if name in {"$set", "$setOnInsert"}:
                holder[key] = kept(value)
            elif name == "$inc":
                holder[key] = holder.get(key, 0) + value
            elif name == "$unset":
                holder.pop(key, None)
            else:
                raise NotImplementedError(name)
    return changed


def _holder(document: Document, path: str) -> tuple[Document, str]:
    *above, key = path.split(".")
    for name in above:
        document = document.setdefault(name, {})
        if not isinstance(document, dict):
            raise NotImplementedError(f"{path} leads through a list")
    return document, key
