"""What has new dates after it was put off: nobody new comes, and who was registered has what that gives."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.registration.domain.attendance import require_doors
from services.registration.domain.changes import postpone, reschedule
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands.programme import (
    KeepTime,
    PlanOpening,
    PostponeClubEvent,
    RescheduleClubEvent,
)
from services.registration.domain.commands.registrations import (
    AnswerOffer,
    ApproveRegistration,
    ExpireOffer,
    OfferAnswer,
    TransferRegistration,
)
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.errors import ClubEventStateRefuses, RegistrationNotOpen
from services.registration.domain.members import Applicant
from services.registration.domain.programme import PlannedOpening
from services.registration.domain.registrations import Candidate, Registration, RegistrationState
from services.registration.domain.reviews import Reviews
from services.registration.domain.schedule import appointment
from services.registration.domain.seat_offers import SeatOffers
from services.registration.domain.seat_rules import SeatRules
from services.registration.domain.timetable import due_at, keep_time, plan_opening
from shared.commands import SYSTEM
from shared.events.registration import ClubEventHeld, RegistrationOpened, RegistrationTransferred
from tests.unit.registration.given import (
    MEMBER,
    NOW,
    ONLINE,
    STAFF,
    announced,
    applicant,
    open_desk,
    referent_of,
    register,
    to_cancel,
)

BEGINS = datetime.fromisoformat("2027-04-15T09:30")
WHEN = appointment(BEGINS, BEGINS + timedelta(hours=2), timezone="Europe/Paris")


def put_off(club_event: ClubEvent) -> None:
    postpone(club_event, PostponeClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, reason="Grève"))


def announce_again(club_event: ClubEvent) -> None:
    put_off(club_event)
    reschedule(club_event, RescheduleClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, when=WHEN))
    assert club_event.state is ClubEventState.ANNOUNCED


def announced_again(*, reviewed: bool = False) -> tuple[ClubEventDesk, Registration, Registration, Applicant]:
    """One seat, taken, and one person behind it, who waits or whose request is to be reviewed."""
    desk, who = open_desk(places=1), applicant("technical")
    seated = register(desk, applicant("technical")).registration
    desk.club_event.rules = SeatRules(reviewed=reviewed)
    behind = register(desk, who).registration
    announce_again(desk.club_event)
    return desk, seated, behind, who


def tick(club_event: ClubEvent, at: datetime) -> list[type]:
    command = KeepTime(actor=SYSTEM, at=at, club_event_id=club_event.id)
    return [type(event) for event in keep_time(club_event, command)]


def test_a_seat_goes_over_to_a_colleague_until_the_start() -> None:
    desk, seated, *_ = announced_again()
    colleague = applicant("technical")
    command = TransferRegistration(
        actor=referent_of(MEMBER.org),
        at=WHEN.starts_utc - timedelta(minutes=1),
        registration_id=seated.id,
        club_event_id=seated.club_event_id,
        person_id=colleague.attendee.person_id,
    )
    late = replace(command, at=WHEN.starts_utc)
    with pytest.raises(ClubEventStateRefuses):
        desk.transfer(late, seated, colleague, existing=None)
    [event] = desk.transfer(command, seated, colleague, existing=None).events
    assert isinstance(event, RegistrationTransferred)


def test_who_had_arrived_when_it_was_put_off_may_still_leave() -> None:
    desk = open_desk()
    registration = register(desk, applicant("technical")).registration
    registration.came_at = desk.club_event.when.starts_utc
    announce_again(desk.club_event)
    desk.cancel(to_cancel(registration), registration)
    assert registration.state is RegistrationState.CANCELLED


def test_its_doors_open_and_it_is_held() -> None:
    desk, *_ = announced_again()
    require_doors(desk.club_event, STAFF)
    assert due_at(desk.club_event) == WHEN.ends_utc
    assert tick(desk.club_event, WHEN.ends_utc - timedelta(seconds=1)) == []
    assert tick(desk.club_event, WHEN.ends_utc) == [ClubEventHeld]
    assert due_at(desk.club_event) is None


def test_a_request_made_before_is_reviewed() -> None:
    desk, seated, asked, who = announced_again(reviewed=True)
    desk.cancel(to_cancel(seated), seated)
    command = ApproveRegistration(
        actor=STAFF, at=NOW, registration_id=asked.id, club_event_id=desk.club_event.id
    )
    Reviews(desk).approve(command, Candidate(asked, who), ahead=0)
    assert asked.state is RegistrationState.CONFIRMED


@pytest.mark.parametrize(
    ("answer", "state"),
    [(OfferAnswer.ACCEPT, RegistrationState.CONFIRMED), (None, RegistrationState.EXPIRED)],
)
def test_a_freed_seat_is_offered_and_answered_or_goes_to_the_next(
    answer: OfferAnswer | None, state: RegistrationState
) -> None:
    desk, seated, waiting, who = announced_again()
    desk.cancel(to_cancel(seated), seated)
    offers = SeatOffers(desk)
    assert offers.vacancy(ONLINE, at=NOW) is not None
    offers.offer([Candidate(waiting, who)], at=NOW)
    about = {"registration_id": waiting.id, "club_event_id": waiting.club_event_id}
    if answer:
        offers.answer(AnswerOffer(actor=STAFF, at=NOW, answer=answer, **about), Candidate(waiting, who))
    else:
        over = ExpireOffer(actor=SYSTEM, at=NOW + timedelta(hours=72), **about)
        offers.expire(over, waiting, ahead=0)
    assert waiting.state is state


def test_nobody_new_comes_before_registrations_are_opened_again() -> None:
    desk, seated, *_ = announced_again()
    desk.cancel(to_cancel(seated), seated)
    with pytest.raises(RegistrationNotOpen):
        register(desk, applicant("technical"))


def test_it_opens_again_as_planned() -> None:
    desk, *_ = announced_again()
    opens = NOW + timedelta(days=1)
    opening = PlannedOpening(opens_at=opens, capacity={ONLINE: 5})
    plan_opening(
        desk.club_event,
        PlanOpening(actor=STAFF, at=NOW, club_event_id=desk.club_event.id, opening=opening),
    )
    assert due_at(desk.club_event) == opens
    assert tick(desk.club_event, opens) == [RegistrationOpened]


def test_without_dates_nothing_is_given_and_the_doors_stay_shut() -> None:
    desk = open_desk()
    register(desk, applicant("technical"))
    put_off(desk.club_event)
    with pytest.raises(ClubEventStateRefuses):
        require_doors(desk.club_event, STAFF)
    assert due_at(desk.club_event) is None


def test_a_gathering_that_never_took_registrations_is_not_held() -> None:
    club_event = announced()
    announce_again(club_event)
    assert due_at(club_event) is None
    with pytest.raises(ClubEventStateRefuses):
        require_doors(club_event, STAFF)
