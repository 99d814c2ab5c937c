"""Everybody registered at a gathering is told when it changes, and calendars follow."""

from dataclasses import replace
from uuid import uuid4

import pytest
from icalendar import Calendar

from services.notifications.domain.copies import ClubEventCopy, club_event_after
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.notices import GatheringNotice, Template, concerns, notice_of_change
from services.notifications.domain.seats import Seat, seat_after
from services.notifications.handlers.gatherings import tell_of_change
from shared.errors import TooEarly
from shared.events.registration import (
    ClubEventFact,
    ClubEventLinkChanged,
    ClubEventPostponed,
    ClubEventRescheduled,
    ClubEventUpdated,
    RegistrationCancelled,
    SessionPiece,
)
from tests.fakes.notifications import InMemoryNotifications
from tests.unit.notifications.given import (
    ANNOUNCED,
    CLUB_EVENT,
    COMPOSER,
    CONFIRMED,
    HALL,
    MORNING,
    NOW,
    PERSON,
    POLITICAL_MORNING,
    REGISTRATION,
    WAITLISTED,
    ZOE,
    at_local,
    event_of,
    queued,
)

EVENING = at_local("2027-03-28T18:00", "2027-03-28T20:00")
MOVED = ClubEventRescheduled(club_event_id=CLUB_EVENT, previous_when=MORNING, when=EVENING, place=HALL)
PUT_OFF = ClubEventPostponed(club_event_id=CLUB_EVENT, reason="Salle inondée.")
LINK = ClubEventLinkChanged(club_event_id=CLUB_EVENT, link="https://example.org/salle")
LEFTOVERS, VEGETABLES = (
    SessionPiece(session_id=uuid4(), title=title, when=at_local(*hours), capacity=20)
    for title, hours in (
        ("Peser les restes", ("2027-03-12T09:30", "2027-03-12T10:30")),
        ("La légumerie", ("2027-03-12T10:30", "2027-03-12T12:00")),
    )
)
SEATED, WAITING = seat_after(event_of(CONFIRMED)), seat_after(event_of(WAITLISTED))


async def told(fact: ClubEventFact, *seats: Seat) -> list[EmailDelivery]:
    store = InMemoryNotifications(NOW)
    store.keep_club_event(replace(POLITICAL_MORNING, sequence=3))
    for seat in seats:
        store.keep_seat(seat)
    await tell_of_change(event_of(fact, sequence=3), store)
    people = {seat.person_id for seat in seats}
    return [mail for person in people for mail in await store.of_person(person, after=None, limit=10)]


@pytest.mark.parametrize("fact", [MOVED, PUT_OFF], ids=["moved", "put off"])
async def test_everybody_registered_is_told(fact: ClubEventFact) -> None:
    other = replace(WAITING, registration_id=uuid4(), person_id=uuid4())
    elsewhere = replace(SEATED, registration_id=uuid4(), club_event_id=uuid4())
    mails = await told(fact, SEATED, other, elsewhere)
    notices = [mail.notice for mail in mails if isinstance(mail.notice, GatheringNotice)]
    assert {notice.registration_id for notice in notices} == {REGISTRATION, other.registration_id}


async def test_who_has_given_the_place_back_is_not_told() -> None:
    ids = {"registration_id": REGISTRATION, "club_event_id": CLUB_EVENT, "person_id": PERSON}
    given_back = seat_after(event_of(RegistrationCancelled(**ids, reason_code="by_person"), sequence=2))
    assert await told(MOVED, given_back, SEATED) == []


async def test_nobody_is_told_from_a_copy_that_is_not_that_far() -> None:
    store = InMemoryNotifications(NOW)
    store.keep_club_event(POLITICAL_MORNING)
    with pytest.raises(TooEarly):
        await tell_of_change(event_of(MOVED, sequence=3), store)


def test_link_is_for_who_has_a_seat_online() -> None:
    online = replace(SEATED, mode="online")
    assert [concerns(event_of(LINK), seat) for seat in (online, SEATED, WAITING)] == [True, False, False]


@pytest.mark.parametrize(("field", "is_told"), [("place", True), ("summary", False)])
def test_only_what_calendars_show_is_told(field: str, is_told: bool) -> None:
    fact = ClubEventUpdated(club_event_id=CLUB_EVENT, changed_fields=(field,))
    assert concerns(event_of(fact), SEATED) is is_told


def test_parts_that_change_are_told_to_who_chose_some() -> None:
    fact = event_of(ClubEventUpdated(club_event_id=CLUB_EVENT, changed_fields=("sessions",), sessions=()))
    assert concerns(fact, replace(SEATED, sessions=(uuid4(),)))
    assert not concerns(fact, SEATED)


def test_copy_follows_the_parts_of_a_gathering_wherever_they_are_told() -> None:
    announced = event_of(ANNOUNCED.model_copy(update={"sessions": (LEFTOVERS,)}), sequence=2)
    copy = club_event_after(None, announced)
    assert copy.sessions == (LEFTOVERS,)
    moved = LEFTOVERS.model_copy(update={"when": EVENING})
    facts: list[ClubEventFact] = [
        MOVED,
        MOVED.model_copy(update={"sessions": (moved,)}),
        ClubEventUpdated(club_event_id=CLUB_EVENT, changed_fields=("sessions",), sessions=()),
    ]
    parts = []
    for sequence, fact in enumerate(facts, start=3):
        copy = club_event_after(copy, event_of(fact, sequence=sequence))
        parts.append(copy.sessions)
    assert parts == [(LEFTOVERS,), (moved,), ()]
    assert copy.revision == 3


def test_who_chose_parts_reads_them_in_the_mail_and_in_the_calendar() -> None:
    chosen = CONFIRMED.model_copy(update={"sessions": (LEFTOVERS.session_id,)})
    club_event = replace(POLITICAL_MORNING, sessions=(LEFTOVERS, VEGETABLES))
    message = COMPOSER.compose(queued(chosen), contact=ZOE, known=club_event)
    wanted = "Peser les restes, vendredi 12 mars 2027, de 9\u00a0h\u00a030 à 10\u00a0h\u00a030"
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        text = str(body.get_content())
        assert wanted in text
        assert VEGETABLES.title not in text
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    [event] = Calendar.from_ical(payload).walk("VEVENT")
    assert "Peser les restes" in str(event["description"])


def mail_about(fact: ClubEventFact, seat: Seat) -> EmailDelivery:
    event = event_of(fact)
    return EmailDelivery.of(event.id, notice_of_change(event, seat), at=NOW)


def invitation_in(fact: ClubEventFact, club_event: ClubEventCopy, seat: Seat = SEATED) -> Calendar | None:
    message = COMPOSER.compose(mail_about(fact, seat), contact=ZOE, known=club_event)
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    payload = parts[0].get_payload(decode=True)
    assert isinstance(payload, bytes)
    return Calendar.from_ical(payload)


def test_calendar_follows_a_move_and_a_postponement() -> None:
    moved = invitation_in(MOVED, replace(POLITICAL_MORNING, when=EVENING, revision=1))
    assert moved is not None
    [event] = moved.walk("VEVENT")
    assert (moved["method"], event["uid"], event["sequence"]) == ("REQUEST", f"{REGISTRATION}@essaim", 2)
    put_off = invitation_in(PUT_OFF, replace(POLITICAL_MORNING, revision=2))
    assert put_off is not None
    [event] = put_off.walk("VEVENT")
    assert (put_off["method"], event["sequence"]) == ("CANCEL", 3)


def test_who_waits_gets_no_invitation() -> None:
    assert invitation_in(MOVED, POLITICAL_MORNING, WAITING) is None


def test_link_is_written_in_the_mail() -> None:
    online = replace(SEATED, mode="online")
    delivery = mail_about(LINK, online)
    assert delivery.notice.template is Template.ONLINE_LINK
    club_event = replace(POLITICAL_MORNING, online_link=LINK.link)
    message = COMPOSER.compose(delivery, contact=ZOE, known=club_event)
    bodies = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    assert all(LINK.link in body for body in bodies)
