"""Owns the aggregate `Consents`: what one person has consented to, and when they changed their mind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.directory.domain.authority import require_person_or_staff
from services.directory.domain.commands.consents import ChangeConsent
from services.directory.domain.errors.consents import OutdatedWording
from services.directory.domain.wordings import Purpose, in_force
from shared.events.directory import ConsentChanged
from shared.events.envelope import Payload

KEPT_CHOICES: Final = 100
"""The oldest choices beyond are forgotten; those in force never are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person chose, on reading which wording, and who wrote it down."""

    purpose: Purpose
    granted: bool
    wording_version: int
    at: datetime
    by: str


@dataclass(slots=True, kw_only=True)
class Consents:
    """The choices of one person, the oldest first. Its events have the subject `consent/<person_id>`."""

    id: UUID
    """That of the person."""
    choices: Sequence[Choice] = ()
    version: int = 0
    sequence: int = 0

    @property
    def in_force(self) -> tuple[Choice, ...]:
        """The last choice for each purpose that the person was asked about."""
        return tuple({choice.purpose: choice for choice in self.choices}.values())

    @property
    def granted(self) -> tuple[Purpose, ...]:
        """What the person consents to today."""
        return tuple(choice.purpose for choice in self.in_force if choice.granted)

    def change(self, command: ChangeConsent) -> tuple[Payload, ...]:
        """Give a consent, or withdraw it, which is always possible; the same choice again tells nothing.

        Raises:
            PersonOrStaffOnly: the actor is neither the person nor of the team.
            OutdatedWording: given on another text than the one in force, or withdrawn on one that never was.
        """
        require_person_or_staff(command.actor, person_id=self.id)
        current = in_force(command.purpose).version
        oldest = current if command.granted else 1
        if not oldest <= command.wording_version <= current:
            raise OutdatedWording(in_force=current)
        choice = Choice(
            purpose=command.purpose,
            granted=command.granted,
            wording_version=command.wording_version,
            at=command.at,
            by=str(command.actor),
        )
        if any(_same(choice, known) for known in self.in_force):
            return ()
        self._add(choice)
        return (
            ConsentChanged(
                person_id=self.id,
                purpose=choice.purpose,
                granted=choice.granted,
                wording_version=choice.wording_version,
            ),
        )

    def _add(self, choice: Choice) -> None:
        choices = [*self.choices, choice]
        standing = {id(one) for one in {one.purpose: one for one in choices}.values()}
        while len(choices) > KEPT_CHOICES:
            choices.remove(next(one for one in choices if id(one) not in standing))
        self.choices = tuple(choices)


def _same(one: Choice, other: Choice) -> bool:
    return (one.purpose, one.granted, one.wording_version) == (
        other.purpose,
        other.granted,
        other.wording_version,
    )
