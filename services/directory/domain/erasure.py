"""Owns the aggregate `Erasure`: the forgetting of one person, from the request to the last service's word.

It scrubs nothing: `Person.erase` and each service do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.directory.domain.authority import require_admin_or_system, require_person_or_staff
from services.directory.domain.commands.erasures import (
    AlertOnErasure,
    EraseInactive,
    ErasePerson,
    RefuseErasure,
    RequestErasure,
)
from services.directory.domain.errors.erasures import ErasureAlreadyRequested, ErasureNotRequested
from shared.days import club_day
from shared.events.directory import ErasureOverdue, ErasureRefused, ErasureRequested
from shared.events.envelope import Payload

Events = tuple[Payload, ...]

ANSWER_WITHIN: Final = timedelta(days=30)
"""GDPR, article 12.3: within one month of the request."""
SERVICES: Final = ("directory", "registration", "conventions", "notifications")
"""Who holds something of people, and has to say that it forgot it."""


class ErasureState(StrEnum):
    """How far it is."""

    REQUESTED = "requested"
    REFUSED = "refused"
    GRANTED = "granted"


@dataclass(slots=True, kw_only=True)
class Erasure:
    """The forgetting of one person. Its events have the subject `erasure/<person_id>`."""

    id: UUID
    """That of the person: all that is left of them."""
    requested_at: datetime
    deadline: date
    state: ErasureState = ErasureState.REQUESTED
    reason: str = ""
    refusal: str = ""
    decided_at: datetime | None = None
    scrubbed: Mapping[str, datetime] = field(default_factory=dict)
    """Service → when it said that it holds nothing any more."""
    alerted_at: datetime | None = None
    version: int = 0
    sequence: int = 0

    @classmethod
    def begun(cls, person_id: UUID, at: datetime) -> "Erasure":
        """One that nobody has decided on."""
        return cls(id=person_id, requested_at=at, deadline=club_day(at + ANSWER_WITHIN))

    @property
    def missing(self) -> tuple[str, ...]:
        """The services that may still hold something of an erased person."""
        granted = self.state is ErasureState.GRANTED
        return tuple(service for service in SERVICES if granted and service not in self.scrubbed)

    def request(self, command: RequestErasure) -> Events:
        """Ask for it, for the first time or after a refusal.

        Raises:
            PersonOrStaffOnly: the actor is neither the person nor of the team.
            ErasureAlreadyRequested: a request waits already.
        """
        require_person_or_staff(command.actor, person_id=self.id)
        if self.version and self.state is ErasureState.REQUESTED:
            raise ErasureAlreadyRequested
        self.state, self.reason, self.refusal = ErasureState.REQUESTED, command.reason, ""
        self.requested_at, self.decided_at = command.at, None
        self.deadline = club_day(command.at + ANSWER_WITHIN)
        return (ErasureRequested(person_id=self.id),)

    def refuse(self, command: RefuseErasure) -> Events:
        """Say no, and why.

        Raises:
            AdminOnly: the actor is no administrator.
            ErasureNotRequested: it is decided already.
        """
        require_admin_or_system(command.actor)
        if self.state is not ErasureState.REQUESTED:
            raise ErasureNotRequested(state=self.state)
        self.state, self.refusal, self.decided_at = ErasureState.REFUSED, command.reason, command.at
        return (ErasureRefused(person_id=self.id),)

    def grant(self, command: ErasePerson | EraseInactive) -> Events:
        """Say yes, requested or not.

        Raises:
            AdminOnly: the actor is neither an administrator nor the system.
        """
        require_admin_or_system(command.actor)
        self.state, self.reason, self.refusal = ErasureState.GRANTED, "", ""
        self.decided_at = command.at
        return ()

    def note_scrubbed(self, service: str, *, at: datetime) -> Events:
        """Write down that a service holds nothing of the person any more."""
        self.scrubbed = {**self.scrubbed, service: at}
        return ()

    def alert(self, command: AlertOnErasure) -> Events:
        """Tell, once, which services are late."""
        late = self.decided_at is not None and self.decided_at < command.erased_before
        if not late or not self.missing or self.alerted_at is not None:
            return ()
        self.alerted_at = command.at
        return (ErasureOverdue(person_id=self.id, missing=self.missing, deadline=self.deadline),)
