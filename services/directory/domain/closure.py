"""Owns the aggregate `MandateClosure`: all mandates of some organisations end on one day, after an election.

It tells no event of its own: every person whose mandate ends does.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.directory.domain.authority import require_staff
from services.directory.domain.commands.closures import (
    AcceptClosure,
    CloseMandates,
    FinishClosure,
    PrepareClosure,
)
from services.directory.domain.held_roles import AppointedRole
from shared.commands import Actor, Role


class ClosureState(StrEnum):
    """Where a closure stands: once accepted, it is always carried out to its end."""

    PREPARED = "prepared"
    ACCEPTED = "accepted"
    DONE = "done"


@dataclass(slots=True, kw_only=True)
class MandateClosure:
    """What is to end, where and when, and who said so."""

    id: UUID
    orgs: tuple[UUID, ...]
    ends_on: date
    appointments: frozenset[AppointedRole] = frozenset()
    state: ClosureState = ClosureState.PREPARED
    accepted_by: UUID | None = None
    version: int = 0
    sequence: int = 0

    @classmethod
    def prepare(cls, command: PrepareClosure) -> "MandateClosure":
        """Say what is to end; nothing ends yet.

        Raises:
            StaffOnly: the actor is not of the team.
        """
        require_staff(command.actor)
        return cls(
            id=command.closure_id,
            orgs=command.orgs,
            ends_on=command.ends_on,
            appointments=command.appointments,
        )

    def accept(self, command: AcceptClosure) -> None:
        """Have it done; if it is accepted already, nothing changes.

        Raises:
            StaffOnly: the actor is not of the team.
        """
        require_staff(command.actor)
        if self.state is ClosureState.PREPARED:
            self.state, self.accepted_by = ClosureState.ACCEPTED, command.actor.person_id

    def finish(self, _: FinishClosure) -> None:
        """Note that it is done."""
        self.state = ClosureState.DONE

    def for_person(self, person_id: UUID, at: datetime) -> CloseMandates:
        """What it asks of one person, in the name of who accepted it."""
        return CloseMandates(
            actor=Actor(self.accepted_by, frozenset({Role("staff")})),
            at=at,
            person_id=person_id,
            orgs=frozenset(self.orgs),
            ends_on=self.ends_on,
            appointments=self.appointments,
        )
