"""Owns the form of what people can ask about what is held of them. Decides nothing."""

from dataclasses import dataclass
from uuid import UUID

from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestAccess(Command):
    """Ask for all that the club holds of a person."""

    person_id: UUID
    export_id: UUID
