"""Owns the rule of growth: what may differ between two revisions of one JSON Schema.

Deliberately not a proof about sets of documents: two revisions must be equal, but for new optional properties
and for words that no program reads. It knows the keywords that pydantic writes and refuses any other.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

Schema = Mapping[str, Any]

WORDS = frozenset({"title", "description", "examples", "$comment", "deprecated"})
NUMBERS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
SIZES = frozenset({"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"})
VALUES = {"$schema", "$id", "type", "format", "enum", "const", "pattern", "default", "uniqueItems"}
VALUES |= NUMBERS | SIZES
ONE = frozenset({"items", "additionalProperties", "propertyNames"})
"""Keywords that hold one schema; absent, they allow everything."""
SEVERAL = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})
OBJECT = frozenset({"properties", "required"})
ELSEWHERE = frozenset({"$defs", "$ref"})
"""Followed where they are used."""
KNOWN = WORDS | VALUES | ONE | SEVERAL | OBJECT | ELSEWHERE


class Rule(StrEnum):
    """Why two revisions cannot live together."""

    PROPERTY_REMOVED = "property_removed"
    NEW_PROPERTY_REQUIRED = "new_property_required"
    BECAME_REQUIRED = "became_required"
    BECAME_OPTIONAL = "became_optional"
    CLOSED_OBJECT_GREW = "closed_object_grew"
    TYPE_CHANGED = "type_changed"
    KEYWORD_CHANGED = "keyword_changed"
    UNKNOWN_KEYWORD = "unknown_keyword"


@dataclass(frozen=True, slots=True)
class Break:
    """One difference that old readers or old writers would not survive."""

    rule: Rule
    where: str
    """The way to it: `roles[].org`; empty at the root."""
    keyword: str = ""
    before: str = ""
    after: str = ""


def breaks(old: Schema, new: Schema) -> tuple[Break, ...]:
    """Every difference that keeps `old` and `new` from reading each other's documents; none if they can."""
    return tuple(_Comparison(old, new).differences("", old, new))


@dataclass(slots=True)
class _Comparison:
    """Two whole documents, side by side."""

    old_root: Schema
    new_root: Schema
    followed: set[tuple[str, str]] = field(default_factory=set)

    def differences(self, where: str, old: Schema, new: Schema) -> Iterator[Break]:
        """What differs between two schemas at the same place."""
        if "$ref" in old or "$ref" in new:
            pair = (_text(old), _text(new))
            if pair in self.followed:  # a schema that holds itself
                return
            self.followed.add(pair)
            old, new = _resolved(old, self.old_root), _resolved(new, self.new_root)
        kinds = _kind(old, self.old_root), _kind(new, self.new_root)
        if kinds[0] != kinds[1]:
            yield Break(Rule.TYPE_CHANGED, where, "type", *kinds)
            return
        for keyword in sorted((old.keys() | new.keys()) - KNOWN):
            yield Break(Rule.UNKNOWN_KEYWORD, where, keyword)
        yield from self._properties(where, old, new)
        yield from self._values(where, old, new)
        yield from self._nested(where, old, new)

    def _properties(self, where: str, old: Schema, new: Schema) -> Iterator[Break]:
        before, after = old.get("properties", {}), new.get("properties", {})
        must_before, must_after = set(old.get("required", ())), set(new.get("required", ()))
        for name in before:
            path = f"{where}.{name}".lstrip(".")
            if name not in after:
                yield Break(Rule.PROPERTY_REMOVED, path)
                continue
            if name in must_after - must_before:
                yield Break(Rule.BECAME_REQUIRED, path)
            if name in must_before - must_after:
                yield Break(Rule.BECAME_OPTIONAL, path)
            yield from self.differences(path, before[name], after[name])
        for name in sorted(after.keys() - before.keys()):
            path = f"{where}.{name}".lstrip(".")
            if name in must_after:
                yield Break(Rule.NEW_PROPERTY_REQUIRED, path)
            elif not _is_open(old):
                yield Break(Rule.CLOSED_OBJECT_GREW, path)

    def _values(self, where: str, old: Schema, new: Schema) -> Iterator[Break]:
        for keyword in sorted((old.keys() | new.keys()) & VALUES):
            before, after = _value(old, keyword), _value(new, keyword)
            if before != after:
                yield Break(Rule.KEYWORD_CHANGED, where, keyword, before, after)

    def _nested(self, where: str, old: Schema, new: Schema) -> Iterator[Break]:
        for keyword in sorted((old.keys() | new.keys()) & ONE):
            mark = "[]" if keyword == "items" else "{}"
            yield from self.differences(where + mark, _held(old, keyword), _held(new, keyword))
        for keyword in sorted((old.keys() | new.keys()) & SEVERAL):
            before, after = old.get(keyword, ()), new.get(keyword, ())
            if len(before) != len(after):
                yield Break(Rule.KEYWORD_CHANGED, where, keyword, str(len(before)), str(len(after)))
                continue
            for one, other in zip(before, after, strict=True):
                yield from self.differences(where, one, other)


def _held(schema: Schema, keyword: str) -> Schema:
    """The schema under a keyword; absent or `true` allow everything, `false` is a type of its own."""
    held = schema.get(keyword, True)
    if isinstance(held, bool):
        return {} if held else {"type": "nothing"}
    return cast("Schema", held)


def _resolved(schema: Schema, root: Schema) -> Schema:
    """What a `$ref` stands for, with what is written beside it."""
    while "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        schema = root["$defs"][name] | {key: value for key, value in schema.items() if key != "$ref"}
    return schema


def _kind(schema: Schema, root: Schema) -> str:
    """The JSON types that it allows, as a person writes them: `string | null`."""
    if "anyOf" in schema:
        return " | ".join(_kind(_resolved(one, root), root) for one in schema["anyOf"])
    return str(schema.get("type", "any"))


def _is_open(schema: Schema) -> bool:
    """Whether readers of this object accept a property that it does not name."""
    return schema.get("additionalProperties", True) in (True, {}) and "propertyNames" not in schema


def _value(schema: Schema, keyword: str) -> str:
    value = schema.get(keyword)
    if keyword == "enum" and value is not None:
        value = sorted(value, key=_text)
    return "" if keyword not in schema else _text(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
