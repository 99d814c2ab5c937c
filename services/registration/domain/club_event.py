"""Owns the aggregate `ClubEvent`: a gathering, from draft to its end, with the counters of its seats.

Programme, state and counters are one aggregate, in one document, because closing and registering must
exclude each other. It holds no registration: those are aggregates of their own.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.registration.domain.authority import (
    require_staff,
    require_staff_or_system,
)
from services.registration.domain.commands.programme import (
    AnnounceClubEvent,
    CancelClubEvent,
    CloseRegistration,
    DraftClubEvent,
    OpenRegistration,
)
from services.registration.domain.errors import (
    ClubEventStateRefuses,
    InvalidProgramme,
    InvalidSchedule,
    ProgrammeIncomplete,
)
from services.registration.domain.programme import (
    PlannedOpening,
    Programme,
    announcement,
    check_programme,
)
from services.registration.domain.seat_rules import SeatRules, usual_rules
from services.registration.domain.seats import SeatsByMode
from shared.events.envelope import Payload
from shared.events.pieces import When
from shared.events.registration import (
    ClubEventCancelled,
    ClubEventDrafted,
    DocumentPiece,
    RegistrationClosed,
    RegistrationOpened,
)

Events = tuple[Payload, ...]


class ClubEventState(StrEnum):
    """Where a gathering stands. Full is no state: it is computed from the desk."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    POSTPONED = "postponed"
    HELD = "held"
    DOCUMENTED = "documented"
    CANCELLED = "cancelled"
    DISCARDED = "discarded"
    """A draft that was cancelled: to be deleted, never kept."""


PUBLIC_BEFORE_HELD = (
    ClubEventState.ANNOUNCED,
    ClubEventState.OPEN,
    ClubEventState.CLOSED,
    ClubEventState.POSTPONED,
)
OVER_AND_DONE = frozenset({ClubEventState.HELD, ClubEventState.DOCUMENTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who tells something at a gathering: an organisation, and what about."""

    testimony_id: UUID
    org: UUID
    title: str


@dataclass(slots=True, kw_only=True)
class ClubEvent:
    """A gathering with places. Its events have the subject `club_event/<id>`.

    What happens to a seat is told by the registration: a rush moves the counters and the version here, and
    adds nothing to the history.
    """

    id: UUID
    programme: Programme
    state: ClubEventState = ClubEventState.DRAFT
    closes_at: datetime | None = None
    seats: SeatsByMode = field(default_factory=SeatsByMode)
    opening: PlannedOpening | None = None
    online_link: str = ""
    """Private: for the confirmed alone, never public."""
    documents: tuple[DocumentPiece, ...] = ()
    giving_back: bool = False
    """It was given up, and some registrations may still have to be cancelled."""
    closing_attendance: bool = False
    """Who was not seen did not come, and that may still have to be told of some."""
    offering: bool = False
    """So many seats were freed at once that some may still have to be offered: newcomers wait until then."""
    shortening: bool = False
    """It begins earlier than it did, and some offers may still be held for longer than that allows."""
    rules: SeatRules = field(default_factory=SeatRules)
    answers_need: bool = False
    """Members told of a need that it is to answer: they come first in the line of a workshop."""
    has_guests: bool = False
    """Somebody was invited whom the rules may leave out."""
    speakers: tuple[Speaker, ...] = ()
    """Those who have confirmed that they speak."""
    told_at: datetime | None = None
    """When the last of its events happened; none before the first is kept."""
    version: int = 0
    sequence: int = 0

    @classmethod
    def draft(cls, command: DraftClubEvent) -> "tuple[ClubEvent, Events]":
        """Start to prepare a gathering.

        Raises:
            StaffOnly: the actor is not of the team.
            InvalidProgramme: no title, or an area that cannot be.
        """
        require_staff(command.actor)
        check_programme(command.programme)
        programme = command.programme
        drafted = ClubEventDrafted(
            club_event_id=command.club_event_id, kind=programme.kind, title=programme.title
        )
        rules = command.rules or usual_rules(programme.kind)
        return cls(id=command.club_event_id, programme=programme, rules=rules), (drafted,)

    def announce(self, command: AnnounceClubEvent) -> Events:
        """Make it public.

        Raises:
            StaffOnly: the actor is not of the team.
            ClubEventStateRefuses: it is no draft.
            ProgrammeIncomplete: dates, mode, place, area or audience are missing.
        """
        require_staff(command.actor)
        self.require_state(ClubEventState.DRAFT, sentence="Cet évènement a déjà été annoncé.")
        announced = announcement(self.programme, club_event_id=self.id)
        self.state = ClubEventState.ANNOUNCED
        return (announced,)

    def open_registration(self, command: OpenRegistration) -> Events:
        """Take registrations, for the first time or again; free seats are then to be offered.

        Raises:
            StaffOnly: the actor is not of the team.
            ClubEventStateRefuses: not announced, already open, cancelled, or begun.
            InvalidSchedule: a deadline in the past or after the start.
            InvalidCapacity: places are not given for each mode offered.
            CapacityBelowTaken: fewer places than people confirmed.
        """
        require_staff_or_system(command.actor)
        self.require_state(
            ClubEventState.ANNOUNCED,
            ClubEventState.CLOSED,
            sentence="Les inscriptions s’ouvrent sur un évènement annoncé, ou se rouvrent une fois closes.",
        )
        self._require_deadline(command)
        offered = self.programme.mode.attendance_modes if self.programme.mode else ()
        self.seats.require_capacity(command.capacity, offered=offered)
        self.seats.set_capacity(command.capacity)
        self.state = ClubEventState.OPEN
        self.closes_at = command.closes_at
        self.opening = None
        opened = RegistrationOpened(
            club_event_id=self.id, closes_at=self.closes_at, capacity=self.seats.capacity()
        )
        return (opened,)

    def close_registration(self, command: CloseRegistration) -> Events:
        """Take no more registrations; those in line keep their turn.

        Raises:
            StaffOnly: the actor is not of the team.
            ClubEventStateRefuses: registrations are not open.
        """
        require_staff_or_system(command.actor)
        self.require_state(
            ClubEventState.OPEN, sentence="Les inscriptions à cet évènement ne sont pas ouvertes."
        )
        self.state = ClubEventState.CLOSED
        self.closes_at = command.at
        closed = RegistrationClosed(
            club_event_id=self.id, closes_at=self.closes_at, capacity=self.seats.capacity()
        )
        return (closed,)

    def cancel(self, command: CancelClubEvent) -> Events:
        """Give it up. A draft is discarded and says nothing.

        The system then cancels the active registrations of any other, some at a time, until it is done
        `giving_back`.

        Raises:
            StaffOnly: the actor is not of the team.
            ClubEventStateRefuses: it has taken place, or is cancelled already.
            InvalidProgramme: a public gathering is given up without a reason.
        """
        require_staff(command.actor)
        if self.state is ClubEventState.DRAFT:
            self.state = ClubEventState.DISCARDED
            return ()
        self.require_state(*PUBLIC_BEFORE_HELD, sentence="Cet évènement a eu lieu, ou est déjà annulé.")
        reason = command.reason.strip()
        if not reason:
            raise InvalidProgramme("Le motif de l’annulation est obligatoire.", field="reason")
        self.state = ClubEventState.CANCELLED
        self.opening = None
        self.giving_back = True
        return (ClubEventCancelled(club_event_id=self.id, reason=reason),)

    def require_state(self, *allowed: ClubEventState, sentence: str) -> None:
        """Refuse what cannot be done in the present state.

        Raises:
            ClubEventStateRefuses: the state is none of these.
        """
        if self.state not in allowed:
            raise ClubEventStateRefuses(sentence, state=self.state)

    @property
    def gives_seats(self) -> bool:
        """Whether who is registered has what that gives: a seat or a turn, its offer, and the door.

        Registrations are open or closed, or were so before the gathering was put off: on its new dates it is
        announced again, takes nobody new before it is opened, and takes place for who has a registration.
        """
        again = self.state is ClubEventState.ANNOUNCED and bool(self.seats.modes)
        return again or self.state in {ClubEventState.OPEN, ClubEventState.CLOSED}

    @property
    def when(self) -> When:
        """The dates, which every gathering has once announced.

        Raises:
            ProgrammeIncomplete: a draft without dates.
        """
        if self.programme.when is None:
            raise ProgrammeIncomplete(("when",))
        return self.programme.when

    def _require_deadline(self, command: OpenRegistration) -> None:
        starts_utc = self.when.starts_utc
        if command.at >= starts_utc:
            raise ClubEventStateRefuses("Cet évènement a déjà commencé.", state=self.state)
        if command.closes_at is not None and not command.at < command.closes_at <= starts_utc:
            raise InvalidSchedule(
                "La date limite d’inscription doit venir après maintenant et avant le début.",
                field="closes_at",
            )
