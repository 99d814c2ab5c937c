"""Owns the aggregate `AccessExport`: all that the club holds of one person who asked, gathered from services.

It reads nothing itself: each service answers with its part.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.directory.domain.authority import require_person_or_staff
from services.directory.domain.commands.data_access import RequestAccess
from services.directory.domain.erasure import SERVICES
from services.directory.domain.errors.data_access import AccessBeingGathered, AccessNotReady
from shared.events.access import CollectedPiece, PersonalDataCollectedFact
from shared.events.directory import AccessRequested
from shared.events.envelope import Payload

GATHERED_WITHIN: Final = timedelta(hours=1)
"""Who asks again before waits for the same answers; later, they may have been lost."""

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Part = tuple[CollectedPiece, ...]


@dataclass(slots=True, kw_only=True)
class AccessExport:
    """The last request of a person, and what was answered. Its subject is `access_export/<person_id>`."""

    id: UUID
    """That of the person."""
    export_id: UUID
    requested_at: datetime
    parts: Mapping[str, Part] = field(default_factory=dict)
    """Service → what it holds of the person, by category."""
    version: int = 0
    sequence: int = 0

    @classmethod
    def never_asked(cls, command: RequestAccess) -> "AccessExport":
        """That of somebody who asks for the first time."""
        return cls(id=command.person_id, export_id=command.export_id, requested_at=command.at)

    @property
    def missing(self) -> tuple[str, ...]:
        """The services that have not answered yet."""
        return tuple(service for service in SERVICES if service not in self.parts)

    @property
    def mentioned(self) -> frozenset[UUID]:
        """Every id that stands in it as a value: some are those of organisations."""
        rows = (row for part in self.parts.values() for piece in part for row in piece.rows)
        texts = (value for row in rows for value in row.values() if isinstance(value, str))
        return frozenset(UUID(text) for text in texts if _ID.fullmatch(text))

    def request(self, command: RequestAccess) -> tuple[Payload, ...]:
        """Ask all services anew; what they answered before is forgotten.

        Raises:
            PersonOrStaffOnly: the actor is neither the person nor of the team.
            AccessBeingGathered: the answers to the last request are still coming.
        """
        require_person_or_staff(command.actor, person_id=self.id)
        if self.version and self.missing and command.at < self.requested_at + GATHERED_WITHIN:
            raise AccessBeingGathered(missing=self.missing)
        self.export_id, self.requested_at, self.parts = command.export_id, command.at, {}
        return (AccessRequested(export_id=self.export_id, person_id=self.id),)

    def keep_part(self, service: str, fact: PersonalDataCollectedFact) -> bool:
        """Keep what a service answered; False where it answers another request."""
        if fact.export_id != self.export_id:
            return False
        self.parts = {**self.parts, service: fact.collected}
        return True

    def require_ready(self) -> "AccessExport":
        """The same, once every service has answered.

        Raises:
            AccessNotReady: some have not.
        """
        if self.missing:
            raise AccessNotReady(missing=self.missing)
        return self
