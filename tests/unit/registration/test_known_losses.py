"""A role or a membership that is known to end before the gathering: a seat given all the same is flagged."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.registration.domain.attention import flag_if_lost, settle
from services.registration.domain.commands.registrations import (
    AnswerOffer,
    ApproveRegistration,
    GroupMember,
    OfferAnswer,
    RegisterGroup,
    SeatCalledPerson,
    SettleAttention,
    TransferRegistration,
)
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.members import Applicant, Attendee, HeldRole, Membership
from services.registration.domain.registrations import Candidate, Change
from services.registration.domain.reviews import Reviews
from services.registration.domain.seat_offers import SeatOffers
from services.registration.domain.seat_rules import SeatRules
from services.registration.domain.speakers import seat_speaker
from shared.events.registration import RegistrationFlagged, RegistrationWaitlisted
from tests.unit.registration.given import (
    MEMBER,
    MORNING,
    NOW,
    ONLINE,
    STAFF,
    applicant,
    open_desk,
    register,
    to_cancel,
    to_register,
)

BEFORE = MORNING.date() - timedelta(days=1)
Seating = Callable[[ClubEventDesk, Applicant], Change]


def until(last_day: date) -> Applicant:
    """Somebody whose mandate has an end that directory told beforehand."""
    held = HeldRole("elected", MEMBER.org, date(2020, 7, 1), last_day)
    return Applicant(Attendee(uuid4(), (held,)), MEMBER)


def in_a_group(desk: ClubEventDesk, who: Applicant) -> Change:
    command = RegisterGroup(
        actor=STAFF,
        at=NOW,
        club_event_id=desk.club_event.id,
        people=(GroupMember(uuid4(), who.attendee.person_id),),
        org=MEMBER.org,
        mode=ONLINE,
        all_or_nothing=True,
    )
    [change] = desk.register_group(command, [who], {})
    return change


def approved(desk: ClubEventDesk, who: Applicant) -> Change:
    desk.club_event.rules = SeatRules(reviewed=True)
    asked = register(desk, who)
    assert not flags_in(asked), "nothing is given yet"
    registration = asked.registration
    command = ApproveRegistration(
        actor=STAFF, at=NOW, registration_id=registration.id, club_event_id=desk.club_event.id
    )
    return Reviews(desk).approve(command, Candidate(registration, who), ahead=0)


def with_a_seat_freed(desk: ClubEventDesk, who: Applicant) -> Candidate:
    seated = [register(desk, applicant("technical")).registration for _ in range(2)]
    waits = register(desk, who)
    assert not flags_in(waits), "who waits is looked at when their turn comes"
    desk.cancel(to_cancel(seated[0]), seated[0])
    return Candidate(waits.registration, who)


def accepted(desk: ClubEventDesk, who: Applicant) -> Change:
    candidate = with_a_seat_freed(desk, who)
    SeatOffers(desk).offer([candidate], at=NOW)
    command = AnswerOffer(
        actor=STAFF,
        at=NOW,
        registration_id=candidate.registration.id,
        club_event_id=desk.club_event.id,
        answer=OfferAnswer.ACCEPT,
    )
    return SeatOffers(desk).answer(command, candidate)


def called(desk: ClubEventDesk, who: Applicant) -> Change:
    candidate = with_a_seat_freed(desk, who)
    command = SeatCalledPerson(
        actor=STAFF, at=NOW, registration_id=candidate.registration.id, club_event_id=desk.club_event.id
    )
    return SeatOffers(desk).seat_called(command, candidate)


def taken_over(desk: ClubEventDesk, who: Applicant) -> Change:
    registration = register(desk, applicant("technical")).registration
    command = TransferRegistration(
        actor=STAFF,
        at=NOW,
        registration_id=registration.id,
        club_event_id=desk.club_event.id,
        person_id=who.attendee.person_id,
    )
    return desk.transfer(command, registration, who, existing=None)


def flags_in(change: Change) -> list[str]:
    return [event.reason_code for event in change.events if isinstance(event, RegistrationFlagged)]


@pytest.mark.parametrize("seating", [register, in_a_group, approved, accepted, called, taken_over])
def test_who_is_known_to_lose_their_role_before_the_gathering_has_the_seat_flagged(seating: Seating) -> None:
    desk, who = open_desk(), until(BEFORE)
    change = seating(desk, who)
    assert flags_in(change) == ["neither_elected_nor_technical"]
    assert change.registration.has_seat
    assert change.registration.needs_attention
    assert flag_if_lost(desk, change.registration, who) is None, "once is enough"


def test_who_has_their_role_on_the_day_of_the_gathering_is_not_flagged() -> None:
    assert flags_in(register(open_desk(), until(MORNING.date()))) == []


def test_an_organisation_known_to_leave_before_the_gathering_has_its_seats_flagged() -> None:
    leaves = replace(MEMBER, membership=Membership(from_year=2020, last_day=BEFORE))
    change = register(open_desk(), applicant("technical", organisation=leaves))
    assert flags_in(change) == ["no_membership"]


def test_who_is_flagged_and_lets_the_offer_go_by_is_counted_in_line_once_staff_has_looked() -> None:
    desk, who = open_desk(), until(MORNING.date())
    candidate = with_a_seat_freed(desk, who)
    SeatOffers(desk).offer([candidate], at=NOW)
    registration, line = candidate.registration, desk.seats_of(candidate.registration)
    registration.flag(reason_code="neither_elected_nor_technical")
    about = {"registration_id": registration.id, "club_event_id": desk.club_event.id}
    command = AnswerOffer(actor=STAFF, at=NOW, answer=OfferAnswer.KEEP_WAITING, **about)
    [told] = SeatOffers(desk).answer(command, candidate).events
    assert isinstance(told, RegistrationWaitlisted)
    assert (told.position, line.waiting) == (1, 0), "nobody is next while the flag stands"
    settle(desk, SettleAttention(actor=STAFF, at=NOW, **about), registration)
    assert line.waiting == 1
    desk.cancel(to_cancel(registration), registration)
    assert line.waiting == 0


def test_a_speaker_is_chosen_whatever_role_they_lose() -> None:
    who = until(BEFORE)
    assert flags_in(seat_speaker(open_desk(), to_register(who), role="elected", existing=None)) == []
