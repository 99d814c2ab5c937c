"""Owns the forms of what can be asked of attendance. Decides nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.registration.domain.commands.registrations import RegistrationCommand
from shared.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Somebody was let in, by their code or by their name, when the device at the door says so."""

    scan_id: UUID
    """Made by the device: the same scan sent twice is one."""
    registration_id: UUID | None
    """None for a code that nobody has."""
    session_id: UUID | None = None
    """None at the door of the whole gathering."""
    scanned_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordScans(Command):
    """Take what a device at the door has seen, maybe long ago, while it was offline."""

    club_event_id: UUID
    scans: tuple[Scan, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordAttendance(RegistrationCommand):
    """Say of one person whether they came, or correct what was said."""

    attended: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseAttendance(Command):
    """Say that whoever was not seen did not come."""

    club_event_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class SettleAttendance(Command):
    """Settle some of those of whom nobody has said yet whether they came."""

    club_event_id: UUID
    limit: int
