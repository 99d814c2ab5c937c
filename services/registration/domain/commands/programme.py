"""Owns the forms of what can be asked of the programme. Decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.registration.domain.programme import AttendanceMode, PlannedOpening, Programme
from services.registration.domain.seat_rules import SeatRules
from shared.commands import Command
from shared.events.pieces import Place, When
from shared.events.registration import DocumentPiece


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftClubEvent(Command):
    """Start to prepare a gathering."""

    club_event_id: UUID
    programme: Programme
    rules: SeatRules | None = None
    """None for those that are usual for its kind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnounceClubEvent(Command):
    """Make a gathering public."""

    club_event_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenRegistration(Command):
    """Take registrations, for the first time or again."""

    club_event_id: UUID
    capacity: Mapping[AttendanceMode, int]
    """Places for each way of attending that the gathering offers."""
    closes_at: datetime | None = None
    """UTC deadline; without one, registrations are taken until the gathering starts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseRegistration(Command):
    """Take no more registrations."""

    club_event_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelClubEvent(Command):
    """Give up a gathering; a draft simply disappears."""

    club_event_id: UUID
    reason: str = ""
    """In French, for people; needed once the gathering is public."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeProgramme(Command):
    """Write the programme of a draft anew, or change that of a public gathering."""

    club_event_id: UUID
    programme: Programme


@dataclass(frozen=True, kw_only=True, slots=True)
class RescheduleClubEvent(Command):
    """Move a gathering, with its sessions, to other dates."""

    club_event_id: UUID
    when: When
    place: Place | None = None
    """Where, if the place changes too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostponeClubEvent(Command):
    """Put a gathering off, without a date."""

    club_event_id: UUID
    reason: str
    """In French, for people."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SetOnlineLink(Command):
    """Say where a gathering is attended online; an empty link takes it back."""

    club_event_id: UUID
    link: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DuplicateClubEvent(Command):
    """Start a new draft from another gathering, on other dates."""

    club_event_id: UUID
    """The new one."""
    source_id: UUID
    when: When
    title: str = ""
    """Empty keeps that of the other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanOpening(Command):
    """Set the time at which registrations open by themselves; no opening takes it back."""

    club_event_id: UUID
    opening: PlannedOpening | None


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepTime(Command):
    """Take the step that a gathering's own clock brings, if one is due."""

    club_event_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentClubEvent(Command):
    """Add what is left of a gathering that has taken place."""

    club_event_id: UUID
    documents: tuple[DocumentPiece, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveBackRegistrations(Command):
    """Cancel some of the registrations of a gathering that was given up."""

    club_event_id: UUID
    limit: int
