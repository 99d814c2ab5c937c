"""Owns the taking of personal data out of the bytes of an event, which stays the same event otherwise.

It is told which fields are personal by their mark in the contracts (`shared.events.envelope.PERSONAL`), and
looks for their names at any depth, so that it serves messages too that break their contract.
"""

from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json

from shared.events.access import PersonalDataCollectedFact
from shared.events.directory import PersonFact
from shared.events.envelope import PERSONAL, Payload

CARRIERS = (PersonFact, PersonalDataCollectedFact)
"""No other contract carries personal data."""
PERSONAL_FIELDS = frozenset(
    name for carrier in CARRIERS for name, field in carrier.model_fields.items() if PERSONAL in field.metadata
)


def person_told_by(body: bytes) -> str | None:
    """The person whose personal data an event carries, as events name them; None for any other message."""
    try:
        document = from_json(body)
    except ValueError:
        return None
    if not isinstance(document, dict) or not _names(document) & PERSONAL_FIELDS:
        return None
    data = document.get("data")
    person_id = data.get("person_id") if isinstance(data, dict) else None
    return f"{PersonFact.aggregate}/{person_id}" if person_id else str(document.get("subject"))


def person_carried_by(payload: Payload) -> str | None:
    """The subject of the person whose personal data a payload carries, if it carries any."""
    return subject_of(payload.person_id) if isinstance(payload, CARRIERS) else None


def redacted(body: bytes) -> bytes:
    """The same event with nothing in its personal fields; nothing at all of what is no JSON."""
    try:
        document = from_json(body)
    except ValueError:
        return b""
    return to_json(_blanked(document))


def subject_of(person_id: UUID) -> str:
    """What the events of a person name as their subject."""
    return f"{PersonFact.aggregate}/{person_id}"


def _names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_names(held) for held in value.values()))
    if isinstance(value, list):
        return set().union(*(_names(held) for held in value))
    return set()


def _blanked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _nothing(held) if name in PERSONAL_FIELDS else _blanked(held)
            for name, held in value.items()
        }
    return [_blanked(held) for held in value] if isinstance(value, list) else value


def _nothing(value: Any) -> Any:
    if isinstance(value, list):
        return []
    return None if value is None else ""
