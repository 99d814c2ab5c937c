"""Owns the aggregate `SpreadsheetImport`: a file of the team's, from its sending until all of it is in.

It tells no event: what its rows bring does. First every row is looked at: where one is refused nothing is
taken in, and once the taking in has begun it goes on to the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.directory.domain.authority import require_staff
from services.directory.domain.commands.imports import ApplyImport, BeginImport
from services.directory.domain.errors.imports import ImportRefused, ImportTooOld
from services.directory.domain.imports import LineOutcome, LineReport
from shared.commands import Actor, Role

APPLIED_WITHIN: Final = timedelta(days=1)
"""A file that nobody had taken in by then is to be sent again: it names people, and is not kept for long."""
TURN: Final = timedelta(seconds=10)
"""For so long after its last step nobody else works on it; who has not gone on by then has died."""


class ImportState(StrEnum):
    """How far a file is."""

    LOOKING = "looking"
    """Its rows are being looked at; nothing is taken in."""
    REFUSED = "refused"
    """A row is refused: nothing will be taken in."""
    READY = "ready"
    """It may be taken in."""
    APPLYING = "applying"
    """It is being taken in, to its end whatever happens."""
    DONE = "done"


WORKED_ON: Final = (ImportState.LOOKING, ImportState.APPLYING)


@dataclass(slots=True, kw_only=True)
class SpreadsheetImport:
    """A file to take in, and how far that is."""

    id: UUID
    rows: int
    asked_by: UUID | None
    """Who sent it, or who had it taken in: its rows are entered in their name."""
    asked_at: datetime
    apply: bool
    """Whether it is taken in as soon as no row is refused."""
    due_at: datetime
    """Nobody is to work on it before, but for who is at it."""
    state: ImportState = ImportState.LOOKING
    done: int = 0
    steps: int
    """How many steps the work under way takes; `done` of them are."""
    created: int = 0
    unchanged: int = 0
    refused: int = 0
    version: int = 0
    sequence: int = 0

    @classmethod
    def begin(cls, command: BeginImport) -> "SpreadsheetImport":
        """Have the rows of a file looked at.

        Raises:
            StaffOnly: the actor is not of the team.
        """
        require_staff(command.actor)
        return cls(
            id=command.import_id,
            rows=command.rows,
            asked_by=command.actor.person_id,
            asked_at=command.at,
            apply=command.apply,
            due_at=command.at,
            steps=2 * command.rows,
        )

    @property
    def actor(self) -> Actor:
        """In whose name its rows are entered."""
        return Actor(self.asked_by, frozenset({Role("staff")}))

    def ask(self, command: ApplyImport) -> None:
        """Have it taken in: every row is looked at once more before. Asked again, nothing changes.

        Raises:
            StaffOnly: the actor is not of the team.
            ImportRefused: rows of it are refused.
            ImportTooOld: its file is kept no longer.
        """
        require_staff(command.actor)
        if self.state is ImportState.REFUSED:
            raise ImportRefused(refused=self.refused)
        if self.state in {ImportState.APPLYING, ImportState.DONE} or self.apply:
            return
        if command.at >= self.asked_at + APPLIED_WITHIN:
            raise ImportTooOld
        self.apply, self.asked_by = True, command.actor.person_id
        self._start(ImportState.LOOKING, steps=2 * self.rows, at=command.at)

    def go_on(self, *, to: int, at: datetime) -> None:
        """Note how many steps are done; whoever did them may go on."""
        self.done, self.due_at = to, at + TURN

    def conclude(self, reports: Sequence[LineReport], *, memberships: int, at: datetime) -> None:
        """Note what was found of every row; where that is asked and none is refused, they are taken in."""
        outcomes = [report.outcome for report in reports]
        self.created = outcomes.count(LineOutcome.CREATED)
        self.unchanged = outcomes.count(LineOutcome.UNCHANGED)
        self.refused = outcomes.count(LineOutcome.REFUSED)
        if self.refused:
            self.state, self.done = ImportState.REFUSED, self.steps
        elif self.apply:
            self._start(ImportState.APPLYING, steps=self.rows + memberships, at=at + TURN)
        else:
            self.state, self.done = ImportState.READY, self.steps

    def count_refused(self, reports: Sequence[LineReport]) -> None:
        """Note the rows that cannot be taken in after all: others changed what they rest on meanwhile."""
        self.refused += sum(report.outcome is LineOutcome.REFUSED for report in reports)

    def finish_if_over(self) -> bool:
        """Whether every step is done, which ends it."""
        if self.done < self.steps:
            return False
        self.state = ImportState.DONE
        return True

    def _start(self, state: ImportState, *, steps: int, at: datetime) -> None:
        self.state, self.done, self.steps, self.due_at = state, 0, steps, at
