"""Owns pages of lists: an opaque cursor, never an offset, so that a page costs the same wherever it lies."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from shared.errors import Invalid

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=200, description="Items on one page, at most.")]
Cursor = Annotated[str | None, Query(max_length=500, description="`next_cursor` of the page before.")]


class InvalidCursor(Invalid):
    """The cursor was not made by this list."""

    code = "invalid_cursor"


class Page(BaseModel, Generic[T]):
    """Some items, and how to ask for those that follow."""

    items: Sequence[T]
    next_cursor: str | None = Field(description="To ask for the next page; none on the last one.")


def page_of(items: Sequence[T], limit: int, position: Callable[[T], tuple[Any, ...]]) -> Page[T]:
    """A page of what a query gave for `limit`; `position` is what the list is sorted by."""
    last = [str(value) for value in position(items[-1])] if len(items) == limit else None
    cursor = base64.urlsafe_b64encode(json.dumps(last).encode()).decode().rstrip("=") if last else None
    return Page(items=items, next_cursor=cursor)


def page_after(cursor: str | None, *parts: Callable[[str], Any]) -> Any:
    """The position that a page's cursor stands for, each part read by its function; None without a cursor.

    Raises:
        InvalidCursor: it was not made by this list.
    """
    if cursor is None:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(_storable(read(value)) for read, value in zip(parts, values, strict=True))
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise InvalidCursor("Ce curseur de page n’est pas valable.", field="cursor") from error


def _storable(value: Any) -> Any:
    """An instant in UTC, which a calendar may not reach from every offset; anything else as it is."""
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else value
