"""What a stranger found in registration: each test says what is asked, and fails as long as it is not so."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.registration.domain.changes import reschedule
from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands.attendance import Scan
from services.registration.domain.commands.programme import (
    ChangeProgramme,
    KeepTime,
    PlanOpening,
    RescheduleClubEvent,
)
from services.registration.domain.commands.registrations import (
    TransferRegistration,
)
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.members import Applicant
from services.registration.domain.offer_times import OfferTimes
from services.registration.domain.programme import ClubEventMode, Kind, PlannedOpening
from services.registration.domain.registrations import Candidate, Change, Registration
from services.registration.domain.schedule import appointment
from services.registration.domain.sessions import Session
from services.registration.domain.timetable import keep_time, plan_opening
from shared.commands import SYSTEM
from shared.events.pieces import When
from tests.unit.registration.given import (
    CONFERENCE,
    MEMBER,
    MORNING,
    NOW,
    ONLINE,
    STAFF,
    announced,
    applicant,
    referent_of,
    to_register,
)

SESSION = Session(
    id=uuid4(),
    title="Emballages",
    when=appointment(MORNING, MORNING + timedelta(hours=1), timezone="Europe/Paris"),
    capacity=10,
)
MEETING = replace(CONFERENCE, kind=Kind.POLITICAL_MEETING, mode=ClubEventMode.IN_PERSON)


def to_change(club_event: ClubEvent, programme: Any) -> ChangeProgramme:
    return ChangeProgramme(actor=STAFF, at=NOW, club_event_id=club_event.id, programme=programme)


def moved_to(club_event: ClubEvent, when: When, *, at: datetime = NOW) -> None:
    reschedule(club_event, RescheduleClubEvent(actor=STAFF, at=at, club_event_id=club_event.id, when=when))


def scan_of(registration: Registration, at: datetime) -> Scan:
    return Scan(scan_id=uuid4(), registration_id=registration.id, scanned_at=at)


def seat(desk: ClubEventDesk, who: Applicant | None = None, *sessions: UUID) -> Registration:
    who = who or applicant("technical")
    asked = replace(to_register(who), club_event_id=desk.club_event.id, sessions=sessions)
    return desk.register(asked, who).registration


def to_transfer(registration: Registration, colleague: Applicant) -> TransferRegistration:
    return TransferRegistration(
        actor=referent_of(MEMBER.org),
        at=NOW,
        registration_id=registration.id,
        club_event_id=registration.club_event_id,
        person_id=colleague.attendee.person_id,
    )


# Sessions and who waits.


# The door.


# Dates that move.


def test_a_planned_opening_follows_a_gathering_that_is_moved_forward() -> None:
    """The deadline of registrations already open is cut to the new start; that of a plan must be, too."""
    club_event = announced()
    opens_at = NOW + timedelta(days=2)
    opening = PlannedOpening(
        opens_at=opens_at, capacity={ONLINE: 5}, closes_at=club_event.when.starts_utc - timedelta(days=1)
    )
    plan_opening(club_event, PlanOpening(actor=STAFF, at=NOW, club_event_id=club_event.id, opening=opening))
    begins = datetime.fromisoformat("2027-03-10T09:30")
    moved_to(club_event, appointment(begins, begins + timedelta(hours=2), timezone="Europe/Paris"))
    events = keep_time(club_event, KeepTime(actor=SYSTEM, at=opens_at, club_event_id=club_event.id))
    assert events, "the opening is dropped, and nobody is told"


# What staff is answered.


# Lost eligibility.


@dataclass
class Store:
    """As much of `Registrations` as the handlers of this file need, in memory."""

    gathering: ClubEvent
    people: dict[UUID, tuple[Registration, Applicant]]
    saved: list[Change] = field(default_factory=list)
    offer_times: OfferTimes = field(default_factory=OfferTimes)

    async def club_event(self, _: UUID) -> ClubEvent:
        return self.gathering

    async def registration(self, _: ClubEvent, registration_id: UUID) -> Registration:
        return self.people[registration_id][0]

    async def colleagues(self, _: UUID, org: UUID) -> list[Registration]:
        return [one for one, _ in self.people.values() if one.org == org and one.is_active]

    async def candidate(self, _: ClubEvent, registration: Registration) -> Candidate:
        who = self.people[registration.id][1]
        others = await self.colleagues(_.id, registration.org)
        with_elected = any(one.role == "elected" and one.id != registration.id for one in others)
        return Candidate(registration, replace(who, elected_colleague=with_elected))

    async def next_in_line(self, *_: Any, **__: Any) -> list[Candidate]:
        return []

    def save_registration(self, change: Change) -> None:
        self.saved.append(change)

    def save_club_event(self, *_: Any) -> None:
        """Kept as it is."""
