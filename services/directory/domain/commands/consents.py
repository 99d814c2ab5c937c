"""Owns the form of what can be asked about consents. Decides nothing."""

from dataclasses import dataclass
from uuid import UUID

from services.directory.domain.wordings import Purpose
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeConsent(Command):
    """Give a consent or withdraw it, or write down that the person did."""

    person_id: UUID
    purpose: Purpose
    granted: bool
    wording_version: int
    """Of the text that the person had before them."""
