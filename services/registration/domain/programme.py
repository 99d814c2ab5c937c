"""Owns what is said of a gathering: kind, title, dates, place, area, audience. Knows no seat and no state."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.registration.domain.errors import InvalidProgramme, ProgrammeIncomplete
from services.registration.domain.schedule import appointment
from services.registration.domain.sessions import Session, check_sessions, pieces_of
from shared.events.pieces import Place, When
from shared.events.registration import ClubEventAnnounced
from shared.events.topics import TOPICS

TITLE_MAX_CHARACTERS = 200

_AREA_CODE = re.compile(
    r"DEP-(0[1-9]|1[0-9]|2[AB1-9]|[3-8][0-9]|9[0-5]|97[1-8])"
    r"|REG-(0[1-46]|11|2[478]|32|44|5[23]|7[56]|84|9[34])"
)
"""The départements and régions of the Code officiel géographique."""


class Kind(StrEnum):
    """The six kinds of club event; each has its own eligibility."""

    POLITICAL_MEETING = "political_meeting"
    TECHNICAL_DAYS = "technical_days"
    POLITICAL_MORNING = "political_morning"
    STUDY_TRIP = "study_trip"
    ONLINE_WORKSHOP = "online_workshop"
    OPEN_CONFERENCE = "open_conference"


class AttendanceMode(StrEnum):
    """How one person attends."""

    IN_PERSON = "in_person"
    ONLINE = "online"


class ClubEventMode(StrEnum):
    """How a gathering is held."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"

    @property
    def attendance_modes(self) -> tuple[AttendanceMode, ...]:
        """The ways of attending that it offers."""
        return tuple(AttendanceMode) if self is ClubEventMode.HYBRID else (AttendanceMode(self.value),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedOpening:
    """When registrations are to open by themselves, and how. UTC instants."""

    opens_at: datetime
    capacity: Mapping[AttendanceMode, int]
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What the public may read of a gathering. A draft has at least its kind and title.

    `area` holds `DEP-30` for a département and `REG-76` for a région, because the bare codes of the Code
    officiel géographique overlap: 11 is the Aude and Île-de-France.
    """

    kind: Kind
    title: str
    when: When | None = None
    mode: ClubEventMode | None = None
    place: Place | None = None
    venue_org: UUID | None = None
    area: tuple[str, ...] = ()
    audience: str = ""
    topics: tuple[str, ...] = ()
    summary: str = ""
    sessions: tuple[Session, ...] = ()
    """Empty where everybody attends the whole."""
    members_first_until: date | None = None
    """The last day, where it is held, on which only members and who is invited may register."""

    @property
    def topic_names(self) -> tuple[str, ...]:
        """The topics in French, for people."""
        return tuple(TOPICS.get(code, code) for code in self.topics)

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that must still be filled before the public can read it."""
        needed = {
            "when": self.when is not None,
            "mode": self.mode is not None,
            "place": self.place is not None or self.mode is ClubEventMode.ONLINE,
            "area": bool(self.area) or self.kind is not Kind.POLITICAL_MORNING,
            "audience": bool(self.audience.strip()),
        }
        return tuple(name for name, filled in needed.items() if not filled)


def check_programme(programme: Programme) -> None:
    """Refuse what cannot be right, however unfinished the draft may be.

    Raises:
        InvalidProgramme: no title or one too long, an area of an unknown form, or for a national gathering,
            an unknown topic, or a session that cannot be.
    """
    if not programme.title.strip():
        raise InvalidProgramme("Le titre est obligatoire.", field="title")
    if len(programme.title) > TITLE_MAX_CHARACTERS:
        raise InvalidProgramme(
            f"Le titre ne peut pas dépasser {TITLE_MAX_CHARACTERS} caractères.", field="title"
        )
    if programme.area and programme.kind is not Kind.POLITICAL_MORNING:
        raise InvalidProgramme("Seules les Matinées politiques ont un territoire.", field="area")
    if not all(_AREA_CODE.fullmatch(code) for code in programme.area):
        raise InvalidProgramme(
            "Le territoire s’écrit DEP-30 pour un département, REG-76 pour une région.", field="area"
        )
    for code in programme.topics:
        if code not in TOPICS:
            raise InvalidProgramme(f"Le thème «\u00a0{code}\u00a0» n’existe pas.", field="topics")
    check_sessions(programme.sessions, when=programme.when)


def moved(programme: Programme, when: When) -> Programme:
    """The programme on other dates: each session keeps its distance from the beginning, on the wall's clock.

    Raises:
        InvalidSchedule: a session would begin at a time that the clock skips.
    """
    if programme.when is None:
        return replace(programme, when=when)
    later = when.starts_local - programme.when.starts_local
    sessions = tuple(
        replace(
            session,
            when=appointment(
                session.when.starts_local + later, session.when.ends_local + later, timezone=when.timezone
            ),
        )
        for session in programme.sessions
    )
    return replace(programme, when=when, sessions=sessions)


def announcement(programme: Programme, *, club_event_id: UUID) -> ClubEventAnnounced:
    """What the public is told.

    Raises:
        ProgrammeIncomplete: dates, mode, place, area or audience are missing.
    """
    if programme.when is None or programme.mode is None or programme.missing:
        raise ProgrammeIncomplete(programme.missing)
    return ClubEventAnnounced(
        club_event_id=club_event_id,
        kind=programme.kind,
        title=programme.title,
        topics=programme.topics,
        when=programme.when,
        mode=programme.mode,
        place=programme.place,
        venue_org=programme.venue_org,
        area=programme.area,
        audience=programme.audience,
        sessions=pieces_of(programme.sessions),
    )
