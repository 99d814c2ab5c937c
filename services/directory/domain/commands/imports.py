"""Owns the forms of what can be asked about spreadsheets to take in. Decides nothing."""

from dataclasses import dataclass, field
from uuid import UUID

from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class BeginImport(Command):
    """Have the rows of a file looked at, and taken in if that is asked and none is refused."""

    import_id: UUID
    content: bytes = field(repr=False)
    rows: int
    """How many hold something, the headings apart."""
    apply: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ApplyImport(Command):
    """Have a file taken in that was looked at."""

    import_id: UUID
