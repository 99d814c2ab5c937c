"""Offers of a gathering that begins earlier than it did, or is over: no seat is held in the last hours."""

from datetime import datetime, timedelta

import pytest

from services.registration.domain.changes import reschedule
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands.programme import KeepTime, RescheduleClubEvent
from services.registration.domain.commands.registrations import (
    AnswerOffer,
    ExpireOffer,
    OfferAnswer,
    ShortenOffers,
)
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.desk_errors import OfferOver, OfferStillOpen
from services.registration.domain.errors import StaffOnly
from services.registration.domain.members import Applicant
from services.registration.domain.offer_times import OfferTimes
from services.registration.domain.registrations import Candidate, Registration, RegistrationState
from services.registration.domain.schedule import appointment
from services.registration.domain.seat_offers import SeatOffers
from services.registration.domain.timetable import keep_time
from shared.commands import SYSTEM, Actor
from shared.events.registration import SeatOffered, SeatOfferExpired
from tests.unit.registration.given import NOW, STAFF, applicant, open_desk, register, to_cancel

SOON, LATER = "2027-02-02T09:30", "2027-04-15T09:30"


def move(club_event: ClubEvent, begins: str) -> None:
    starts = datetime.fromisoformat(begins)
    when = appointment(starts, starts + timedelta(hours=2), timezone="Europe/Paris")
    reschedule(club_event, RescheduleClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, when=when))


def offered(*, moved_to: str) -> tuple[ClubEventDesk, Applicant, Registration]:
    """A seat is offered for 72 h; the gathering is then moved."""
    desk, who = open_desk(places=1), applicant("technical")
    seated, waiting = register(desk, applicant("technical")).registration, register(desk, who).registration
    desk.cancel(to_cancel(seated), seated)
    SeatOffers(desk).offer([Candidate(waiting, who)], at=NOW)
    assert waiting.offer_expires_at == NOW + timedelta(hours=72)
    move(desk.club_event, moved_to)
    return desk, who, waiting


def latest(desk: ClubEventDesk) -> datetime:
    return desk.club_event.when.starts_utc - OfferTimes().none_within


def to_expire(registration: Registration, at: datetime) -> ExpireOffer:
    return ExpireOffer(
        actor=SYSTEM, at=at, registration_id=registration.id, club_event_id=registration.club_event_id
    )


def to_accept(registration: Registration, at: datetime) -> AnswerOffer:
    return AnswerOffer(
        actor=STAFF,
        at=at,
        registration_id=registration.id,
        club_event_id=registration.club_event_id,
        answer=OfferAnswer.ACCEPT,
    )


def shorten(
    desk: ClubEventDesk, *held: Registration, at: datetime = NOW, limit: int = 10, actor: Actor = SYSTEM
) -> list[SeatOffered]:
    command = ShortenOffers(actor=actor, at=at, club_event_id=desk.club_event.id, limit=limit)
    changes = SeatOffers(desk).shorten(command, held)
    return [event for change in changes for event in change.events if isinstance(event, SeatOffered)]


def test_no_seat_is_held_in_the_last_hours_of_a_gathering_that_was_moved_forward() -> None:
    desk, who, waiting = offered(moved_to=SOON)
    offers, over = SeatOffers(desk), latest(desk)
    with pytest.raises(OfferOver):
        offers.answer(to_accept(waiting, over), Candidate(waiting, who))
    with pytest.raises(OfferStillOpen):
        offers.expire(to_expire(waiting, over - timedelta(seconds=1)), waiting, ahead=0)
    [event] = offers.expire(to_expire(waiting, over), waiting, ahead=0).events
    assert isinstance(event, SeatOfferExpired)
    assert event.expires_at == over


def test_who_has_less_time_to_answer_is_offered_the_seat_anew_and_once() -> None:
    desk, who, waiting = offered(moved_to=SOON)
    assert desk.club_event.shortening
    [told] = shorten(desk, waiting)
    assert told.expires_at == waiting.offer_expires_at == latest(desk)
    assert not desk.club_event.shortening
    assert shorten(desk, waiting) == []
    SeatOffers(desk).answer(to_accept(waiting, NOW), Candidate(waiting, who))
    assert waiting.state is RegistrationState.CONFIRMED


def test_an_offer_for_which_no_time_is_left_ends_without_being_made_anew() -> None:
    desk, _, waiting = offered(moved_to=SOON)
    assert shorten(desk, waiting, at=latest(desk)) == []
    assert waiting.offer_expires_at == latest(desk)


def test_offers_are_shortened_some_at_a_time_by_the_system_alone() -> None:
    desk, who, waiting = offered(moved_to=SOON)
    shorten(desk, waiting, limit=1)
    assert desk.club_event.shortening, "there may be more"
    with pytest.raises(StaffOnly):
        shorten(desk, waiting, actor=STAFF)
    SeatOffers(desk).answer(to_accept(waiting, NOW), Candidate(waiting, who))
    assert shorten(desk, waiting) == [], "answered a moment ago"


def test_a_gathering_that_is_moved_back_leaves_offers_as_they_are() -> None:
    desk, _, waiting = offered(moved_to=LATER)
    assert not desk.club_event.shortening
    with pytest.raises(OfferStillOpen):
        SeatOffers(desk).expire(to_expire(waiting, NOW + timedelta(hours=71)), waiting, ahead=0)


def test_nobody_is_put_in_line_once_the_gathering_is_over() -> None:
    desk, _, waiting = offered(moved_to=SOON)
    ends = desk.club_event.when.ends_utc
    keep_time(desk.club_event, KeepTime(actor=SYSTEM, at=ends, club_event_id=desk.club_event.id))
    assert desk.club_event.state is ClubEventState.HELD
    [event] = SeatOffers(desk).expire(to_expire(waiting, ends), waiting, ahead=0).events
    assert isinstance(event, SeatOfferExpired)
    assert waiting.state is RegistrationState.EXPIRED
