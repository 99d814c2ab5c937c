"""Owns a version of a convention's text as the parties were asked to read it. Decides nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.conventions.domain.convention.parties import Party
from services.conventions.domain.convention.terms import LegalForm, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class TextVersion:
    """What stood in the text when it went to the parties: it never changes."""

    convention_id: UUID
    version: int
    at: datetime
    legal_form: LegalForm
    parties: tuple[Party, ...]
    terms: Terms

    @property
    def id(self) -> str:
        """One for each version."""
        return version_id(self.convention_id, self.version)


def version_id(convention_id: UUID, version: int) -> str:
    """The id of a version of a convention's text."""
    return f"{convention_id}-{version}"
