"""Owns the aggregate `RenewalCampaign`: a year's calls and their numbers, and which rounds have come."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.directory.domain.authority import require_staff, require_system
from services.directory.domain.commands.fees import AcceptCalls, CallFee, FinishCalls, OpenRound
from services.directory.domain.errors.fees import CallsUnderWay, RoundNotOpen
from services.directory.domain.fee import check_term
from services.directory.domain.rounds import Round
from shared.commands import Actor, Role
from shared.days import club_day
from shared.events.directory import RenewalRoundOpened
from shared.events.envelope import Payload

Events = tuple[Payload, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Calling:
    """That all fees of the year are to be called, and who said so."""

    due_on: date
    accepted_by: UUID | None


@dataclass(slots=True, kw_only=True)
class RenewalCampaign:
    """A year's campaign. Its name among aggregates is the year: its subject is `renewal_campaign/2028`."""

    year: int
    calls: int = 0
    """How many fees of the year were called: their numbers have no gap."""
    calling: Calling | None = None
    """Until a worker has gone through all fees that are not called."""
    opened: tuple[Round, ...] = ()
    version: int = 0
    sequence: int = 0

    @property
    def id(self) -> str:
        """Its name among aggregates."""
        return str(self.year)

    @property
    def next_reference(self) -> str:
        """The number that the next call will have."""
        return f"COT-{self.year}-{self.calls + 1:04d}"

    def count_call(self) -> None:
        """Note that the next number is taken."""
        self.calls += 1

    def accept_calls(self, command: AcceptCalls) -> None:
        """Have all fees of the year called that can be; asked again in the same way, nothing changes.

        Raises:
            StaffOnly: the actor is not of the team.
            InvalidFeeCall: the last day to pay has passed, or is more than a year ahead.
            CallsUnderWay: they are being called, with another last day to pay.
        """
        require_staff(command.actor)
        check_term(command.due_on, on=club_day(command.at))
        if self.calling is None:
            self.calling = Calling(due_on=command.due_on, accepted_by=command.actor.person_id)
        elif self.calling.due_on != command.due_on:
            raise CallsUnderWay(due_on=self.calling.due_on)

    def call_of(self, membership_id: UUID, at: datetime) -> CallFee | None:
        """What it asks of one member, in the name of who accepted it; None once all is done."""
        if self.calling is None:
            return None
        return CallFee(
            actor=Actor(self.calling.accepted_by, frozenset({Role("staff")})),
            at=at,
            membership_id=membership_id,
            year=self.year,
            due_on=self.calling.due_on,
        )

    def finish_calls(self, _: FinishCalls) -> None:
        """Note that every member was asked who can be."""
        self.calling = None

    def open_round(self, command: OpenRound) -> Events:
        """Propose a step to the team; once more tells nothing.

        Raises:
            SystemOnly: the actor is a person or a partner.
        """
        require_system(command.actor)
        if command.step in self.opened:
            return ()
        self.opened = (*self.opened, command.step)
        return (RenewalRoundOpened(year=self.year, step=command.step, count=command.count),)

    def require_open(self, step: Round) -> None:
        """Let pass a step that the calendar has proposed; a second reminder closes the first.

        Raises:
            RoundNotOpen: its day has not come, or has gone.
        """
        gone = step is Round.FIRST_REMINDER and Round.SECOND_REMINDER in self.opened
        if gone or step not in self.opened:
            raise RoundNotOpen(self.year)
