"""Owns the reading of all that one service holds of a person, as it declares it. Changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.events.access import CollectedPiece, Value
from shared.personal_data import PersonalData, Place
from shared.retention import Retention
from shared.storage.mongo import Database, Document

READ_AT_MOST = 2_000
"""Of each collection: what a person has done in years; more would not fit into one message."""


async def collect(
    database: Database, personal_data: PersonalData, retention: Retention, person_id: UUID
) -> tuple[CollectedPiece, ...]:
    """Everything that is held of a person, by category; nothing of a category that holds none."""
    pieces = [await _piece(database, place, retention, person_id) for place in personal_data.places]
    return tuple(piece for piece in pieces if piece.rows)


async def _piece(database: Database, place: Place, retention: Retention, person_id: UUID) -> CollectedPiece:
    found = database[place.collection].find({place.person: person_id}, limit=READ_AT_MOST + 1)
    documents = [document async for document in found]
    items = [item for document in documents[:READ_AT_MOST] for item in _items(document, place)]
    names = await _names(database, place, items)
    return CollectedPiece(
        category=place.category,
        purpose=place.purpose,
        basis=place.basis,
        kept=_kept(place, retention),
        rows=tuple(_row(item, place, names) for item in items),
        is_cut=len(documents) > READ_AT_MOST,
    )


def _items(document: Document, place: Place) -> Sequence[Document]:
    return document.get(place.within, ()) if place.within else (document,)


async def _names(database: Database, place: Place, items: Sequence[Document]) -> Mapping[Any, str]:
    """What the things are called that the items only name by id."""
    names: dict[Any, str] = {}
    for path, (collection, title) in place.named.items():
        ids = list({value for item in items for value in _listed(_at(item, path)) if value is not None})
        async for document in database[collection].find({"_id": {"$in": ids}}, {title: 1}):
            names[document["_id"]] = str(_at(document, title))
    return names


def _row(item: Document, place: Place, names: Mapping[Any, str]) -> dict[str, Value]:
    """What is held, under its French names; what is empty is left out."""
    row: dict[str, Value] = {}
    for path, label in place.fields.items():
        value = _at(item, path)
        if value in (None, "", []):
            continue
        code = value if isinstance(value, str) else ""
        called = [names[each] for each in _listed(value) if each in names] if path in place.named else []
        row[label] = place.words.get(code) or ", ".join(called) or _plain(value)
    return row


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _at(item: Any, path: str) -> Any:
    for name in path.split("."):
        item = item.get(name) if isinstance(item, dict) else None
    return item


def _plain(value: Any) -> Value:
    """The value as the contract has it."""
    if isinstance(value, dict):
        value = [held for held in value.values() if held is not None]
    if isinstance(value, list):
        return ", ".join(str(_plain(held)) for held in value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, bool | int) else str(value)


def _kept(place: Place, retention: Retention) -> str:
    if place.kept is None:
        return "tant que la personne est connue du club"
    return f"{retention.limit(place.kept.limit).days} jours"
