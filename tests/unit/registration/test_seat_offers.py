"""What becomes of freed seats, reviewed requests, groups and colleagues who take over."""

from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from services.registration.domain.attention import flag_if_lost
from services.registration.domain.changes import postpone
from services.registration.domain.commands.programme import PostponeClubEvent
from services.registration.domain.commands.registrations import (
    AnswerOffer,
    ApproveRegistration,
    ExpireOffer,
    GroupMember,
    OfferAnswer,
    RefusalReason,
    RefuseRegistration,
    RegisterGroup,
    SeatCalledPerson,
    TransferRegistration,
)
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.desk_errors import (
    GroupDoesNotFit,
    NotAllowedToAnswerOffer,
    NotAllowedToTransfer,
    NothingOffered,
    NotPendingReview,
    OfferOver,
    PersonTwice,
)
from services.registration.domain.errors import AlreadyRegistered, ClubEventStateRefuses, NotEligible
from services.registration.domain.members import Applicant
from services.registration.domain.offer_times import OfferTimes
from services.registration.domain.registrations import Candidate, Change, Registration
from services.registration.domain.reviews import Reviews
from services.registration.domain.seat_offers import SeatOffers
from services.registration.domain.seat_rules import SeatRules
from shared.commands import SYSTEM, Actor
from shared.events.registration import (
    RegistrationConfirmed,
    RegistrationFlagged,
    RegistrationTransferred,
    RegistrationWaitlisted,
    SeatOffered,
)
from tests.unit.registration.given import (
    MEMBER,
    NOW,
    ONLINE,
    SOMEBODY,
    STAFF,
    applicant,
    open_desk,
    referent_of,
    register,
    to_cancel,
)

STARTS = open_desk().club_event.when.starts_utc


def with_line(count: int = 3) -> tuple[ClubEventDesk, list[Applicant], list[Registration]]:
    """One seat, taken, and a line behind it."""
    desk = open_desk(places=1)
    people = [applicant("technical") for _ in range(count)]
    return desk, people, [register(desk, who).registration for who in people]


def offered(desk: ClubEventDesk, who: Applicant, registration: Registration, at: datetime = NOW) -> Change:
    [change] = SeatOffers(desk).offer([Candidate(registration, who)], at=at)
    return change


def to_answer(registration: Registration, answer: OfferAnswer, *, actor: Actor | None = None) -> AnswerOffer:
    return AnswerOffer(
        actor=actor or Actor(person_id=registration.person_id),
        at=NOW,
        registration_id=registration.id,
        club_event_id=registration.club_event_id,
        answer=answer,
    )


@pytest.mark.parametrize(
    ("before", "held"),
    [
        (timedelta(days=30), timedelta(hours=72)),
        (timedelta(days=7, seconds=1), timedelta(hours=72)),
        (timedelta(days=7), timedelta(hours=24)),
        (timedelta(hours=20), timedelta(hours=8)),
        (timedelta(hours=12), None),
        (timedelta(hours=-1), None),
    ],
)
def test_the_nearer_the_gathering_the_shorter_a_seat_is_held(
    before: timedelta, held: timedelta | None
) -> None:
    at = STARTS - before
    assert OfferTimes().expires_at(at, starts_utc=STARTS) == (at + held if held else None)


def test_a_freed_seat_is_held_for_the_first_in_line_and_is_not_free() -> None:
    desk, people, (seated, first, _) = with_line()
    desk.cancel(to_cancel(seated), seated)
    [event] = offered(desk, people[1], first).events
    assert isinstance(event, SeatOffered)
    assert event.expires_at == NOW + timedelta(hours=72)
    assert desk.club_event.seats.modes[ONLINE].free == 0
    assert register(desk, applicant("technical")).registration.is_in_line


def test_an_offer_is_answered_once_in_time_and_by_who_may() -> None:
    desk, people, (seated, first, _) = with_line()
    desk.cancel(to_cancel(seated), seated)
    offers, candidate = SeatOffers(desk), Candidate(first, people[1])
    with pytest.raises(NothingOffered):
        offers.answer(to_answer(first, OfferAnswer.ACCEPT), candidate)
    offered(desk, people[1], first)
    before = deepcopy((desk.club_event, first))
    with pytest.raises(NotAllowedToAnswerOffer):
        offers.answer(to_answer(first, OfferAnswer.ACCEPT, actor=SOMEBODY), candidate)
    late = replace(to_answer(first, OfferAnswer.ACCEPT), at=NOW + timedelta(hours=72))
    with pytest.raises(OfferOver):
        offers.answer(late, candidate)
    assert (desk.club_event, first) == before
    [event] = offers.answer(to_answer(first, OfferAnswer.ACCEPT), candidate).events
    assert isinstance(event, RegistrationConfirmed)
    with pytest.raises(NothingOffered):
        offers.answer(to_answer(first, OfferAnswer.DECLINE), candidate)


def test_an_offer_that_nobody_could_answer_leaves_the_person_in_their_turn() -> None:
    desk, people, (seated, first, second) = with_line()
    turn = first.turn
    desk.cancel(to_cancel(seated), seated)
    offered(desk, people[1], first)
    club_event = desk.club_event
    postpone(club_event, PostponeClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, reason="Grève"))
    with pytest.raises(ClubEventStateRefuses):
        SeatOffers(desk).answer(to_answer(first, OfferAnswer.ACCEPT), Candidate(first, people[1]))
    over = ExpireOffer(
        actor=SYSTEM,
        at=NOW + timedelta(hours=72),
        registration_id=first.id,
        club_event_id=first.club_event_id,
    )
    [event] = SeatOffers(desk).expire(over, first, ahead=0).events
    assert isinstance(event, RegistrationWaitlisted)
    assert (event.position, first.turn) == (1, turn)
    assert first.turn < second.turn
    assert (club_event.seats.modes[ONLINE].free, club_event.seats.modes[ONLINE].waiting) == (1, 2)


def test_who_is_no_longer_eligible_takes_the_seat_and_is_flagged() -> None:
    desk, people, (seated, first, _) = with_line()
    desk.cancel(to_cancel(seated), seated)
    offered(desk, people[1], first)
    without_role = Candidate(first, applicant())
    change = SeatOffers(desk).answer(to_answer(first, OfferAnswer.ACCEPT), without_role)
    assert [type(event) for event in change.events] == [RegistrationConfirmed, RegistrationFlagged]
    assert first.needs_attention


def test_a_lost_role_flags_a_seat_and_cancels_nothing() -> None:
    desk, _, (seated, first, _) = with_line()
    change = flag_if_lost(desk, seated, applicant())
    assert change is not None
    [event] = change.events
    assert isinstance(event, RegistrationFlagged)
    assert (seated.is_active, seated.has_seat, event.reason_code) == (
        True,
        True,
        "neither_elected_nor_technical",
    )
    assert flag_if_lost(desk, seated, applicant()) is None
    assert flag_if_lost(desk, first, applicant()) is None


def test_too_late_to_offer_staff_is_told_and_seats_whom_it_calls() -> None:
    desk, people, (seated, first, _) = with_line()
    late = STARTS - timedelta(hours=5)
    desk.cancel(to_cancel(seated), seated)
    offers = SeatOffers(desk)
    assert offers.vacancy(ONLINE, at=late) is None
    [told] = offers.left_to_staff(at=late)
    assert (told.free, told.waiting) == (1, 2)
    command = SeatCalledPerson(
        actor=STAFF, at=late, registration_id=first.id, club_event_id=first.club_event_id
    )
    [event] = offers.seat_called(command, Candidate(first, people[1])).events
    assert isinstance(event, RegistrationConfirmed)
    assert offers.left_to_staff(at=late) == ()


def test_who_backs_the_need_comes_before_those_who_came_earlier() -> None:
    desk, _, (_, first, _) = with_line()
    change = register(desk, replace(applicant("technical"), backs_need=True))
    assert change.registration.turn < first.turn
    assert change.events[0].model_dump()["position"] == 1


def to_register_group(count: int, *, all_or_nothing: bool) -> tuple[RegisterGroup, list[Applicant]]:
    people = [applicant("technical") for _ in range(count)]
    command = RegisterGroup(
        actor=referent_of(MEMBER.org),
        at=NOW,
        club_event_id=uuid4(),
        people=tuple(GroupMember(uuid4(), each.attendee.person_id) for each in people),
        org=MEMBER.org,
        mode=ONLINE,
        all_or_nothing=all_or_nothing,
    )
    return command, people


def test_a_group_comes_whole_or_not_at_all() -> None:
    desk = open_desk(places=3)
    command, people = to_register_group(4, all_or_nothing=True)
    before = deepcopy(desk.club_event)
    with pytest.raises(GroupDoesNotFit) as refused:
        desk.register_group(command, people, {})
    assert (refused.value.facts, desk.club_event) == ({"asked": 4, "free": 3}, before)
    command, people = to_register_group(3, all_or_nothing=True)
    assert [each.registration.state for each in desk.register_group(command, people, {})] == ["confirmed"] * 3


def test_a_group_comes_as_far_as_it_fits_within_the_quota() -> None:
    desk = open_desk(places=5)
    desk.club_event.rules = SeatRules(quota_per_organisation=2)
    command, people = to_register_group(3, all_or_nothing=False)
    states = [each.registration.state for each in desk.register_group(command, people, {})]
    assert states == ["confirmed", "confirmed", "waitlisted"]


def test_a_group_with_somebody_who_may_not_come_changes_nothing_and_names_them() -> None:
    desk = open_desk(places=5)
    command, people = to_register_group(2, all_or_nothing=False)
    before = deepcopy(desk.club_event)
    with pytest.raises(NotEligible) as refused:
        desk.register_group(command, [people[0], applicant()], {})
    assert refused.value.facts["field"] == "people.1"
    with pytest.raises(PersonTwice):
        desk.register_group(replace(command, people=(command.people[0],) * 2), people, {})
    assert desk.club_event == before


def test_a_seat_goes_over_to_a_colleague_who_may_come() -> None:
    desk, people, (seated, first, _) = with_line()
    colleague = applicant("elected")
    command = TransferRegistration(
        actor=referent_of(MEMBER.org),
        at=NOW,
        registration_id=seated.id,
        club_event_id=seated.club_event_id,
        person_id=colleague.attendee.person_id,
    )
    with pytest.raises(NotAllowedToTransfer):
        desk.transfer(replace(command, actor=SOMEBODY), seated, colleague, existing=None)
    with pytest.raises(AlreadyRegistered):
        desk.transfer(command, seated, people[1], existing=first)
    before = deepcopy(desk.club_event)
    [event] = desk.transfer(command, seated, colleague, existing=None).events
    assert isinstance(event, RegistrationTransferred)
    assert (event.from_person_id, event.to_person_id) == (people[0].attendee.person_id, seated.person_id)
    assert (seated.role, seated.has_seat, desk.club_event) == ("elected", True, before)


def test_a_confirmed_place_is_cancelled_and_not_refused() -> None:
    desk = open_desk()
    registration = register(desk, applicant("technical")).registration
    about = {"registration_id": registration.id, "club_event_id": registration.club_event_id}
    command = RefuseRegistration(actor=STAFF, at=NOW, reason=RefusalReason.OTHER, **about)
    with pytest.raises(NotPendingReview, match="confirmée s’annule"):
        Reviews(desk).refuse(command, registration)
    assert registration.state == "confirmed"


def test_a_request_that_is_reviewed_late_keeps_its_turn() -> None:
    desk = open_desk(places=1)
    desk.club_event.rules = SeatRules(reviewed=True)
    people = [applicant("technical") for _ in range(3)]
    asked = [register(desk, who).registration for who in people]
    assert {each.state for each in asked} == {"pending_review"}
    reviews = Reviews(desk)
    for index, ahead in ((2, 0), (1, 0), (0, 0)):
        command = ApproveRegistration(
            actor=STAFF, at=NOW, registration_id=asked[index].id, club_event_id=uuid4()
        )
        reviews.approve(command, Candidate(asked[index], people[index]), ahead=ahead)
    assert [each.state for each in asked] == ["waitlisted", "waitlisted", "confirmed"]
    assert asked[0].turn < asked[1].turn
