"""Owns the people and club events that the tests of registration start from. Asserts nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands.programme import (
    AnnounceClubEvent,
    DraftClubEvent,
    OpenRegistration,
)
from services.registration.domain.commands.registrations import CancelRegistration, RegisterAttendee
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.members import Applicant, Attendee, HeldRole, Membership, Organisation
from services.registration.domain.programme import AttendanceMode, ClubEventMode, Kind, Programme
from services.registration.domain.registrations import Change, Registration
from services.registration.domain.schedule import appointment
from shared.commands import Actor, Role
from shared.events.pieces import Place

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
MORNING, NOON = datetime.fromisoformat("2027-03-18T09:30"), datetime.fromisoformat("2027-03-18T12:00")
STAFF = Actor(person_id=uuid4(), roles=frozenset({Role("staff")}))
SOMEBODY = Actor(person_id=uuid4())
IN_PERSON, ONLINE = AttendanceMode.IN_PERSON, AttendanceMode.ONLINE

MEMBER = Organisation(uuid4(), "commune", "30", "76", Membership(from_year=2020))
COLLEGE = replace(MEMBER, org=uuid4(), kind="other_public", membership=None)
NEIGHBOUR = replace(MEMBER, org=uuid4(), membership=None)

WORKSHOP = Programme(
    kind=Kind.ONLINE_WORKSHOP,
    title="Sortir du plastique en cuisine",
    when=appointment(MORNING, NOON, timezone="Europe/Paris"),
    mode=ClubEventMode.ONLINE,
    audience="Les élu·es et technicien·nes des collectivités adhérentes",
    topics=("plastique",),
)
CONFERENCE = replace(
    WORKSHOP, kind=Kind.OPEN_CONFERENCE, mode=ClubEventMode.HYBRID, place=Place(label="Salle Leprun")
)


def referent_of(org: UUID) -> Actor:
    """Somebody who manages the people of this organisation."""
    return Actor(person_id=uuid4(), roles=frozenset({Role("referent", org)}))


def applicant(*roles: str, organisation: Organisation = MEMBER, elected_colleague: bool = False) -> Applicant:
    """Somebody who has held these roles in the organisation for long."""
    held = tuple(HeldRole(role, organisation.org, date(2020, 7, 1)) for role in roles)
    return Applicant(Attendee(uuid4(), held), organisation, elected_colleague)


def announced(programme: Programme = WORKSHOP) -> ClubEvent:
    """A gathering that is public and takes no registration yet."""
    club_event, _ = ClubEvent.draft(
        DraftClubEvent(actor=STAFF, at=NOW, club_event_id=uuid4(), programme=programme)
    )
    club_event.announce(AnnounceClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id))
    return club_event


def to_open(
    club_event: ClubEvent, capacity: Mapping[AttendanceMode, int], *, closes_at: datetime | None = None
) -> OpenRegistration:
    """Staff opens registrations with these places."""
    return OpenRegistration(
        actor=STAFF, at=NOW, club_event_id=club_event.id, capacity=capacity, closes_at=closes_at
    )


def open_desk(programme: Programme = WORKSHOP, *, places: int = 2) -> ClubEventDesk:
    """The desk of a gathering that takes registrations, with these places for each mode it offers."""
    club_event = announced(programme)
    modes = programme.mode.attendance_modes if programme.mode else ()
    club_event.open_registration(to_open(club_event, dict.fromkeys(modes, places)))
    return ClubEventDesk(club_event)


def to_register(
    who: Applicant, *, mode: AttendanceMode = ONLINE, actor: Actor | None = None
) -> RegisterAttendee:
    """The person, or this actor, asks for a place."""
    person_id = who.attendee.person_id
    return RegisterAttendee(
        actor=actor or Actor(person_id=person_id),
        at=NOW,
        registration_id=uuid4(),
        club_event_id=uuid4(),
        person_id=person_id,
        org=who.organisation.org,
        mode=mode,
    )


def to_cancel(registration: Registration, *, actor: Actor | None = None) -> CancelRegistration:
    """The person, or this actor, gives the place back."""
    return CancelRegistration(
        actor=actor or Actor(person_id=registration.person_id),
        at=NOW,
        registration_id=registration.id,
        club_event_id=registration.club_event_id,
    )


def register(desk: ClubEventDesk, who: Applicant, *, mode: AttendanceMode = ONLINE) -> Change:
    """The person registers at this desk."""
    return desk.register(to_register(who, mode=mode), who)
