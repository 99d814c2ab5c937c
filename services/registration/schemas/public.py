"""Owns what everybody may read of a gathering: no draft, no private link, nobody's name, no queue."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.programme import AttendanceMode, ClubEventMode, Kind
from services.registration.domain.seat_rules import order_of
from services.registration.schemas.programme import SessionOut, SpeakerOut
from shared.events.pieces import Place, When
from shared.events.registration import DocumentPiece


class PublicSeatsOut(BaseModel):
    """The places of one attendance mode."""

    capacity: int
    full: bool = Field(description="Whether who registers now waits.")


class PublicClubEventOut(BaseModel):
    """A gathering, as everybody may read it."""

    id: UUID
    kind: Kind
    title: str
    state: ClubEventState
    when: When | None = Field(description="None while it is put off with no date.")
    mode: ClubEventMode | None
    place: Place | None
    venue_org: UUID | None
    area: tuple[str, ...]
    audience: str
    topics: tuple[str, ...]
    summary: str
    sessions: tuple[SessionOut, ...]
    members_first_until: date | None
    opens_at: AwareDatetime | None = Field(description="When registrations open by themselves.")
    closes_at: AwareDatetime | None = Field(description="Registration deadline.")
    seats: dict[AttendanceMode, PublicSeatsOut]
    order: str = Field(description="In which order seats are given, in French, for people.")
    speakers: tuple[SpeakerOut, ...] = Field(description="Organisations, and what they tell.")
    documents: tuple[DocumentPiece, ...]

    @classmethod
    def of(cls, club_event: ClubEvent) -> "PublicClubEventOut":
        """The public form of a gathering that was announced."""
        programme = club_event.programme
        put_off = club_event.state is ClubEventState.POSTPONED
        said = {
            name: getattr(programme, name)
            for name in (
                "kind",
                "title",
                "mode",
                "place",
                "venue_org",
                "area",
                "audience",
                "topics",
                "summary",
                "members_first_until",
            )
        }
        return cls(
            **said,
            id=club_event.id,
            state=club_event.state,
            when=None if put_off else programme.when,
            sessions=() if put_off else tuple(SessionOut.of(session) for session in programme.sessions),
            opens_at=club_event.opening.opens_at if club_event.opening else None,
            closes_at=club_event.closes_at,
            seats={
                mode: PublicSeatsOut(capacity=seats.capacity, full=seats.free == 0 or seats.waiting > 0)
                for mode, seats in club_event.seats.modes.items()
            },
            order=order_of(programme.kind).text,
            speakers=tuple(map(SpeakerOut.of, club_event.speakers)),
            documents=club_event.documents,
        )
