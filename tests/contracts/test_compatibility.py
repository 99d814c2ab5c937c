"""Every rule of growth, with a change that breaks it; and the changes that are free."""

from typing import Any

import pytest

from deploy.contracts.compatibility import Break, Rule, breaks

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
NULL = {"type": "null"}


def thing(properties: dict[str, Any], *required: str, **keywords: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)} | keywords


def holding(schema: dict[str, Any]) -> dict[str, Any]:
    return thing({"a": schema}, "a")


PIECE = {"$defs": {"Piece": thing({"b": TEXT}, "b")}}
USES_PIECE: dict[str, dict[str, Any]] = {
    "plain": {"$ref": "#/$defs/Piece"},
    "nullable": {"anyOf": [{"$ref": "#/$defs/Piece"}, NULL]},
    "listed": {"type": "array", "items": {"$ref": "#/$defs/Piece"}},
    "mapped": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Piece"}},
}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (thing({"a": TEXT}), thing({}), Break(Rule.PROPERTY_REMOVED, "a")),
        (thing({"a": TEXT}, "a"), thing({}), Break(Rule.PROPERTY_REMOVED, "a")),
        (thing({}), thing({"a": TEXT}, "a"), Break(Rule.NEW_PROPERTY_REQUIRED, "a")),
        (thing({"a": TEXT}), thing({"a": TEXT}, "a"), Break(Rule.BECAME_REQUIRED, "a")),
        (thing({"a": TEXT}, "a"), thing({"a": TEXT}), Break(Rule.BECAME_OPTIONAL, "a")),
    ],
)
def test_properties_neither_leave_nor_change_their_presence(
    old: dict[str, Any], new: dict[str, Any], expected: Break
) -> None:
    assert breaks(old, new) == (expected,)


@pytest.mark.parametrize(
    "closed", [{"additionalProperties": False}, {"additionalProperties": TEXT}, {"propertyNames": TEXT}]
)
def test_a_closed_object_takes_no_new_property(closed: dict[str, Any]) -> None:
    old, new = thing({}, **closed), thing({"a": TEXT}, **closed)
    assert breaks(old, new) == (Break(Rule.CLOSED_OBJECT_GREW, "a"),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TEXT, NUMBER),
        (NUMBER, {"type": "number"}),
        (TEXT, {"anyOf": [TEXT, NULL]}),
        ({"anyOf": [TEXT, NULL]}, {"anyOf": [NUMBER, NULL]}),
        ({"anyOf": [TEXT, NULL]}, {"anyOf": [TEXT, NUMBER, NULL]}),
        (TEXT, {}),
    ],
)
def test_a_type_never_changes(one: dict[str, Any], other: dict[str, Any]) -> None:
    for old, new in ((one, other), (other, one)):
        (found,) = breaks(holding(old), holding(new))
        assert (found.rule, found.where) == (Rule.TYPE_CHANGED, "a")


@pytest.mark.parametrize(
    ("schema", "keyword", "wider"),
    [
        (TEXT | {"enum": ["x"]}, "enum", ["x", "y"]),
        (TEXT | {"const": "x"}, "const", "y"),
        (TEXT | {"pattern": "^x$"}, "pattern", "^xy?$"),
        (TEXT | {"format": "uuid"}, "format", "email"),
        (TEXT | {"default": "x"}, "default", "y"),
        (TEXT | {"minLength": 2}, "minLength", 1),
        (TEXT | {"maxLength": 2}, "maxLength", 3),
        (NUMBER | {"minimum": 1}, "minimum", 0),
        (NUMBER | {"maximum": 1}, "maximum", 2),
        (NUMBER | {"exclusiveMinimum": 1}, "exclusiveMinimum", 0),
        (NUMBER | {"exclusiveMaximum": 1}, "exclusiveMaximum", 2),
        (NUMBER | {"multipleOf": 4}, "multipleOf", 2),
        ({"type": "array", "minItems": 1}, "minItems", 0),
        ({"type": "array", "maxItems": 1}, "maxItems", 2),
        ({"type": "array", "uniqueItems": True}, "uniqueItems", False),
        ({"type": "object", "minProperties": 1}, "minProperties", 0),
        ({"type": "object", "maxProperties": 1}, "maxProperties", 2),
    ],
)
def test_a_constraint_neither_widens_nor_narrows_nor_comes_nor_goes(
    schema: dict[str, Any], keyword: str, wider: object
) -> None:
    changed = schema | {keyword: wider}
    without = {name: value for name, value in schema.items() if name != keyword}
    for old, new in ((schema, changed), (changed, schema), (schema, without), (without, schema)):
        (found,) = breaks(holding(old), holding(new))
        assert (found.rule, found.where, found.keyword) == (Rule.KEYWORD_CHANGED, "a", keyword)


@pytest.mark.parametrize("use", USES_PIECE.values(), ids=USES_PIECE)
def test_a_piece_obeys_the_same_rules_wherever_it_is_used(use: dict[str, Any]) -> None:
    old = holding(use) | PIECE
    new = holding(use) | {"$defs": {"Piece": thing({"b": NUMBER}, "b")}}
    (found,) = breaks(old, new)
    assert found.rule is Rule.TYPE_CHANGED
    assert found.where.startswith("a")
    assert found.where.endswith(".b")


def test_what_is_written_beside_a_reference_counts() -> None:
    old = (
        thing({"a": {"$ref": "#/$defs/Piece"}, "z": {"$ref": "#/$defs/Piece", "default": {"b": "1"}}}) | PIECE
    )
    new = (
        thing({"a": {"$ref": "#/$defs/Piece"}, "z": {"$ref": "#/$defs/Piece", "default": {"b": "2"}}}) | PIECE
    )
    (found,) = breaks(old, new)
    assert (found.rule, found.where, found.keyword) == (Rule.KEYWORD_CHANGED, "z", "default")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ({"type": "array", "items": TEXT}, {"type": "array", "items": NUMBER}, "a[]"),
        ({"type": "array", "items": TEXT}, {"type": "array"}, "a[]"),
        (
            {"type": "object", "additionalProperties": TEXT},
            {"type": "object", "additionalProperties": NUMBER},
            "a{}",
        ),
        ({"type": "object"}, {"type": "object", "additionalProperties": False}, "a{}"),
        ({"type": "object", "additionalProperties": False}, {"type": "object"}, "a{}"),
        ({"type": "object", "propertyNames": TEXT}, {"type": "object"}, "a{}"),
    ],
)
def test_what_a_list_or_a_map_holds_never_changes(
    old: dict[str, Any], new: dict[str, Any], where: str
) -> None:
    (found,) = breaks(holding(old), holding(new))
    assert (found.rule, found.where) == (Rule.TYPE_CHANGED, where)


@pytest.mark.parametrize("keyword", ["oneOf", "allOf", "prefixItems"])
def test_alternatives_are_neither_added_nor_dropped_nor_changed(keyword: str) -> None:
    one: dict[str, Any] = {keyword: [TEXT]}
    two, other = {keyword: [TEXT, NUMBER]}, {keyword: [NUMBER]}
    assert [found.keyword for found in breaks(holding(one), holding(two))] == [keyword]
    assert [found.keyword for found in breaks(holding(two), holding(one))] == [keyword]
    assert [found.rule for found in breaks(holding(one), holding(other))] == [Rule.TYPE_CHANGED]


def test_a_keyword_that_the_comparison_does_not_know_is_refused_even_unchanged() -> None:
    schema = holding({"not": TEXT})
    assert breaks(schema, schema) == (Break(Rule.UNKNOWN_KEYWORD, "a", "not"),)


NODE = thing({"child": {"anyOf": [{"$ref": "#/$defs/Node"}, NULL]}, "a": TEXT}, "child", "a")


def test_a_piece_that_holds_itself_is_compared_once() -> None:
    old = {"$defs": {"Node": NODE}, "$ref": "#/$defs/Node"}
    new = {"$defs": {"Node": holding(NUMBER) | {"required": ["a"]}}, "$ref": "#/$defs/Node"}
    assert breaks(old, old) == ()
    assert {found.rule for found in breaks(old, new)} == {Rule.PROPERTY_REMOVED, Rule.TYPE_CHANGED}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (thing({"a": TEXT}, "a"), thing({"a": TEXT, "b": TEXT | {"default": ""}}, "a")),
        (thing({}, additionalProperties=True), thing({"a": TEXT})),
        (holding(TEXT), holding(TEXT | {"title": "A", "description": "The first letter."})),
        (holding(TEXT), holding(TEXT | {"deprecated": True, "examples": ["x"], "$comment": "old"})),
        (holding(TEXT | {"enum": ["x", "y"]}), holding(TEXT | {"enum": ["y", "x"]})),
        (
            holding({"$ref": "#/$defs/Piece"}) | PIECE,
            holding({"$ref": "#/$defs/Renamed"}) | {"$defs": {"Renamed": PIECE["$defs"]["Piece"]}},
        ),
        (
            holding(USES_PIECE["nullable"]) | PIECE,
            holding(USES_PIECE["nullable"]) | {"$defs": {"Piece": thing({"b": TEXT, "c": TEXT}, "b")}},
        ),
    ],
    ids=["property", "open", "words", "marks", "order", "name of a piece", "property of a piece"],
)
def test_optional_properties_and_words_are_free(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert breaks(old, new) == ()
