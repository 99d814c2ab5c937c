"""Owns requests that cannot be right, made from an API's own description. Sends none.

Each differs from a right request in one place, so that no other error hides what that one would do. A field
gets every fifth of the wrong values, the next field the fifths that follow; all of them, where the
environment asks for more histories.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from tests.histories import histories

UNKNOWN_ID = str(UUID(int=1))
VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1e308,
    "",
    " ",
    "\x00",
    "\ud800",
    "x" * 20_000,
    "0000-00-00",
    "9999-12-31",
    "$where",
    [],
    ["x"],
    {},
    {"$gt": ""},
    {"\ud800": 1},
)
BODIES = (b"", b"null", b"[]", b'"text"', b"1", b"{", b"\xff\xfe", b"[" * 5_000, b'{"a": NaN}')
IN_URLS = ("x", "%00", "%FF", UNKNOWN_ID, "..%2F..", "-1", "1e400", "%F0%9F%90%9D", "x" * 2_000)
SHARES = max(1, 5 // histories(1))
POSITIONS: tuple[Any, ...] = (None, 1, "", [], {}, [None, None], ["\ud800", "\ud800"], [{}, []], ["x"] * 3)


@dataclass(frozen=True)
class Garbage:
    """A request to send."""

    method: str
    path: str
    content: bytes | None = None
    query: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path} {dict(self.query)} {(self.content or b'')[:80]!r}"


def garbage(openapi: Mapping[str, Any], right: Mapping[str, Mapping[str, Any]]) -> Iterator[Garbage]:
    """Wrong requests to every operation; `right` has an example of each body: `POST /people` → body."""
    turn = count()
    for path, operations in openapi["paths"].items():
        for name, operation in operations.items():
            method = name.upper()
            yield from _wrong_paths(method, path)
            parameters = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
            yield from _wrong_queries(method, _filled(path), [one["name"] for one in parameters])
            if "requestBody" in operation:
                yield from _wrong_bodies(method, _filled(path), right[f"{method} {path}"], turn)


def _wrong_paths(method: str, path: str) -> Iterator[Garbage]:
    if "{" in path:
        for value in IN_URLS:
            yield Garbage(method, _filled(path, value), b"{}")


def _wrong_queries(method: str, path: str, names: list[str]) -> Iterator[Garbage]:
    for name in names:
        values = ["", "\x00", "é", *(value for value in IN_URLS if "%" not in value)]
        if name == "cursor":
            values += [base64.urlsafe_b64encode(_json(position)).decode() for position in POSITIONS]
        for value in values:
            yield Garbage(method, path, query={name: value})


def _wrong_bodies(method: str, path: str, right: Mapping[str, Any], turn: Iterator[int]) -> Iterator[Garbage]:
    for content in BODIES:
        yield Garbage(method, path, content)
    yield Garbage(method, path, _json({**right, "unexpected": 1}))
    yield Garbage(method, path, _json({**right, "\ud800": 1}))
    for wrong in _changed(right, turn):
        yield Garbage(method, path, _json(wrong))


def _changed(right: Mapping[str, Any], turn: Iterator[int]) -> Iterator[Mapping[str, Any]]:
    for name, value in right.items():
        yield {key: right[key] for key in right if key != name}
        yield from ({**right, name: wrong} for wrong in VALUES[next(turn) % SHARES :: SHARES])
        if isinstance(value, dict):
            yield from ({**right, name: wrong} for wrong in _changed(value, turn))


def _filled(path: str, value: str = UNKNOWN_ID) -> str:
    return "/".join(value if part.startswith("{") else part for part in path.split("/"))


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
