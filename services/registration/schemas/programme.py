"""Owns what the programme's routes take and give: shapes and bounds, no rule."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, NaiveDatetime

from services.registration.domain.club_event import ClubEvent, ClubEventState, Speaker
from services.registration.domain.programme import (
    TITLE_MAX_CHARACTERS,
    AttendanceMode,
    ClubEventMode,
    Kind,
    PlannedOpening,
    Programme,
)
from services.registration.domain.schedule import appointment
from services.registration.domain.seat_rules import SeatRules, order_of
from services.registration.domain.seats import CAPACITY_MAX
from services.registration.domain.sessions import SESSION_CAPACITY_MAX, SESSIONS_MAX, Session
from services.registration.schemas.asked import Asked
from shared.events.pieces import Place, When
from shared.events.registration import DocumentPiece
from shared.ids import new_id

Text = Annotated[str, Field(max_length=500)]
Code = Annotated[str, Field(max_length=40)]
Places = Annotated[int, Field(ge=1, le=CAPACITY_MAX)]


class PlaceIn(Asked):
    """Where people meet."""

    label: Annotated[str, Field(min_length=1, max_length=200)]
    address: Text = ""
    postal_code: Annotated[str, Field(pattern=r"^([0-9]{5})?$")] = ""
    city: Annotated[str, Field(max_length=100)] = ""
    insee_code: Annotated[str, Field(pattern=r"^[0-9][0-9AB][0-9]{3}$")] | None = None


class SessionIn(Asked):
    """A part of a gathering, at local times of the gathering's own zone."""

    id: UUID | None = Field(default=None, description="The session that changes; none for a new one.")
    title: Annotated[str, Field(min_length=1, max_length=TITLE_MAX_CHARACTERS)]
    starts_local: NaiveDatetime
    ends_local: NaiveDatetime
    capacity: Annotated[int, Field(ge=1, le=SESSION_CAPACITY_MAX)]

    def session(self, *, timezone: str) -> Session:
        """What the programme carries.

        Raises:
            InvalidSchedule: the dates make no appointment.
        """
        when = appointment(self.starts_local, self.ends_local, timezone=timezone)
        return Session(id=self.id or new_id(), title=self.title, when=when, capacity=self.capacity)


class ClubEventIn(Asked):
    """A gathering to prepare. All but its kind and title may come to be known later."""

    kind: Kind
    title: Annotated[str, Field(min_length=1, max_length=TITLE_MAX_CHARACTERS)]
    starts_local: NaiveDatetime | None = Field(default=None, description="Local time, without offset.")
    ends_local: NaiveDatetime | None = Field(default=None, description="Local time, without offset.")
    timezone: Annotated[str, Field(max_length=64)] = "Europe/Paris"
    mode: ClubEventMode | None = None
    place: PlaceIn | None = None
    venue_org: UUID | None = None
    area: Annotated[tuple[Code, ...], Field(max_length=120)] = ()
    audience: Text = ""
    topics: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    summary: Annotated[str, Field(max_length=5000)] = ""
    sessions: Annotated[tuple[SessionIn, ...], Field(max_length=SESSIONS_MAX)] = ()
    members_first_until: date | None = Field(
        default=None, description="The last day on which only members and who is invited may register."
    )

    def programme(self) -> Programme:
        """What the command carries.

        Raises:
            InvalidSchedule: the dates make no appointment.
        """
        return Programme(
            kind=self.kind,
            title=self.title,
            when=self._when(),
            mode=self.mode,
            place=Place(**self.place.model_dump()) if self.place else None,
            venue_org=self.venue_org,
            area=self.area,
            audience=self.audience,
            topics=self.topics,
            summary=self.summary,
            sessions=tuple(session.session(timezone=self.timezone) for session in self.sessions),
            members_first_until=self.members_first_until,
        )

    def _when(self) -> When | None:
        if self.starts_local is None or self.ends_local is None:
            return None
        return appointment(self.starts_local, self.ends_local, timezone=self.timezone)


class OpeningIn(Asked):
    """Registrations to open."""

    capacity: Mapping[AttendanceMode, Places] = Field(min_length=1, description="Places by attendance mode.")
    closes_at: AwareDatetime | None = None


class PlannedOpeningIn(Asked):
    """When registrations are to open by themselves; no instant takes the plan back."""

    opens_at: AwareDatetime | None = None
    capacity: Mapping[AttendanceMode, Places] = Field(default={}, description="Places by attendance mode.")
    closes_at: AwareDatetime | None = None

    def opening(self) -> PlannedOpening | None:
        """What the command carries."""
        if self.opens_at is None:
            return None
        return PlannedOpening(opens_at=self.opens_at, capacity=self.capacity, closes_at=self.closes_at)


class DatesIn(Asked):
    """Other dates, and maybe another place."""

    starts_local: NaiveDatetime = Field(description="Local time, without offset.")
    ends_local: NaiveDatetime = Field(description="Local time, without offset.")
    timezone: Annotated[str, Field(max_length=64)] = "Europe/Paris"
    place: PlaceIn | None = None

    def when(self) -> When:
        """What the command carries.

        Raises:
            InvalidSchedule: the dates make no appointment.
        """
        return appointment(self.starts_local, self.ends_local, timezone=self.timezone)


class CopyIn(DatesIn):
    """A new draft, from a gathering of the past."""

    title: Annotated[str, Field(max_length=TITLE_MAX_CHARACTERS)] = Field(
        default="", description="Empty keeps that of the other."
    )


class OnlineLinkIn(Asked):
    """Where a gathering is attended online."""

    link: Annotated[str, Field(max_length=500, pattern=r"^(https://[^\s]+)?$")]


class OnlineLinkOut(BaseModel):
    """Where a gathering is attended online; private."""

    link: str


class DocumentIn(Asked):
    """Something to read about a gathering that has taken place."""

    kind: Literal["minutes", "slides", "recording", "other"]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    url: Annotated[str, Field(max_length=500, pattern=r"^https://[^\s]+$")]


class DocumentsIn(Asked):
    """All that is left of a gathering."""

    documents: Annotated[tuple[DocumentIn, ...], Field(min_length=1, max_length=50)]

    def pieces(self) -> tuple[DocumentPiece, ...]:
        """What the command carries."""
        return tuple(DocumentPiece(**one.model_dump()) for one in self.documents)


class PostponementIn(Asked):
    """A gathering to put off."""

    reason: Annotated[str, Field(min_length=1, max_length=500)] = Field(description="In French, for people.")


class CancellationIn(Asked):
    """A gathering to give up."""

    reason: Text = Field(default="", description="In French, for people; needed once it is public.")


class SeatRulesIn(Asked):
    """By which rules seats are given."""

    quota_per_organisation: Places | None = Field(description="Seats of one organisation; null for no quota.")
    reviewed: bool = Field(description="Whether staff looks at each request first.")

    def rules(self) -> SeatRules:
        """What the command carries."""
        return SeatRules(quota_per_organisation=self.quota_per_organisation, reviewed=self.reviewed)


class SeatChangeIn(Asked):
    """Other places or other rules; what is left out stays as it is."""

    capacity: Mapping[AttendanceMode, Places] | None = Field(default=None, min_length=1)
    rules: SeatRulesIn | None = None


class OrderOut(BaseModel):
    """In which order seats are given."""

    code: str
    text: str = Field(description="In French, for people.")


class RulesOut(BaseModel):
    """By which rules seats are given."""

    quota_per_organisation: int | None
    reviewed: bool


class SeatsOut(BaseModel):
    """The seats of one attendance mode."""

    capacity: int
    free: int
    waiting: int


class SessionOut(BaseModel):
    """A part of a gathering."""

    id: UUID
    title: str
    when: When
    capacity: int

    @classmethod
    def of(cls, session: Session) -> "SessionOut":
        """The form of a session."""
        return cls(id=session.id, title=session.title, when=session.when, capacity=session.capacity)


class SpeakerOut(BaseModel):
    """Who tells something at a gathering."""

    testimony_id: UUID
    org: UUID
    title: str

    @classmethod
    def of(cls, speaker: Speaker) -> "SpeakerOut":
        """The form of a speaker."""
        return cls(testimony_id=speaker.testimony_id, org=speaker.org, title=speaker.title)


class ClubEventOut(BaseModel):
    """A gathering as it stands."""

    id: UUID
    kind: Kind
    title: str
    state: ClubEventState
    when: When | None
    mode: ClubEventMode | None
    place: Place | None
    venue_org: UUID | None
    area: tuple[str, ...]
    audience: str
    topics: tuple[str, ...]
    summary: str
    sessions: tuple[SessionOut, ...]
    members_first_until: date | None
    closes_at: AwareDatetime | None
    opens_at: AwareDatetime | None = Field(description="When registrations open by themselves.")
    seats: dict[AttendanceMode, SeatsOut]
    rules: RulesOut
    order: OrderOut
    speakers: tuple[SpeakerOut, ...] = Field(description="Those who have confirmed that they speak.")
    documents: tuple[DocumentPiece, ...]

    @classmethod
    def of(cls, club_event: ClubEvent) -> "ClubEventOut":
        """The form of a gathering."""
        programme = club_event.programme
        return cls(
            id=club_event.id,
            kind=programme.kind,
            title=programme.title,
            state=club_event.state,
            when=programme.when,
            mode=programme.mode,
            place=programme.place,
            venue_org=programme.venue_org,
            area=programme.area,
            audience=programme.audience,
            topics=programme.topics,
            summary=programme.summary,
            sessions=tuple(SessionOut.of(session) for session in programme.sessions),
            members_first_until=programme.members_first_until,
            closes_at=club_event.closes_at,
            opens_at=club_event.opening.opens_at if club_event.opening else None,
            speakers=tuple(map(SpeakerOut.of, club_event.speakers)),
            documents=club_event.documents,
            seats={
                mode: SeatsOut(capacity=seats.capacity, free=seats.free, waiting=seats.waiting)
                for mode, seats in club_event.seats.modes.items()
            },
            rules=RulesOut(
                quota_per_organisation=club_event.rules.quota_per_organisation,
                reviewed=club_event.rules.reviewed,
            ),
            order=_order(programme.kind),
        )


def _order(kind: Kind) -> OrderOut:
    order = order_of(kind)
    return OrderOut(code=order.code, text=order.text)
