"""Owns the forms of what can be asked of testimonies. Decides nothing."""

from dataclasses import dataclass
from uuid import UUID

from services.registration.domain.programme import AttendanceMode
from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeTestimony(Command):
    """Say that somebody of an organisation could tell of what they have done."""

    testimony_id: UUID
    org: UUID
    person_id: UUID
    """Who would speak."""
    title: str
    topics: tuple[str, ...]
    summary: str = ""
    need_id: UUID | None = None
    """The need that it would help with, where it is meant for one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TestimonyCommand(Command):
    """Something to do with one testimony."""

    testimony_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseTestimony(TestimonyCommand):
    """Keep it for a gathering."""

    club_event_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class InviteSpeaker(TestimonyCommand):
    """Ask the person whether they will speak at the gathering."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerTestimony(TestimonyCommand):
    """Say whether one will speak; who does comes to the gathering in this mode."""

    registration_id: UUID
    """Of the seat to make, for who has none yet."""
    speaks: bool
    mode: AttendanceMode | None = None
    """None for the first that the gathering offers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawTestimony(TestimonyCommand):
    """Not speak, or not let speak, whatever was said before."""
