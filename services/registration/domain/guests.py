"""Owns what the door, the lists and the papers of a gathering show of who is registered. Decides nothing."""

from dataclasses import dataclass
from uuid import UUID

from services.registration.domain.names import PersonName
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import EXPECTED, Registration, RegistrationState


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with a registration."""

    registration: Registration
    name: PersonName
    sort_name: str
    organisation: str
    departement: str | None

    @property
    def position(self) -> tuple[str, UUID]:
        """What lists by name are sorted by."""
        return self.sort_name, self.registration.id


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in line, and their place in the line of their mode, from 1."""

    guest: Guest
    position: int

    @property
    def turn(self) -> tuple[AttendanceMode, int, int]:
        """What the lines of a gathering are sorted by."""
        return self.guest.registration.mode, *self.guest.registration.turn


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestList:
    """Which people of a gathering are listed."""

    states: frozenset[RegistrationState] = EXPECTED
    session_id: UUID | None = None
    mode: AttendanceMode | None = None
    came: bool | None = None
    """Only who was seen, or only who was not."""
    q: str = ""
    """The beginning of a first or a family name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """How many people of one organisation have one role and one state at a gathering."""

    org: UUID
    organisation: str
    departement: str | None
    role: str
    state: RegistrationState
    came: int
    """Those of them that were seen."""
    people: int
