"""Specifies what a visit does to calendars: one entry for each person, which follows it to its end."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from services.notifications.domain.notices import Template
from shared.events import conventions as facts
from shared.events.conventions import Slot
from tests.unit.notifications.given import at_local
from tests.unit.notifications.given_exchange import (
    ALI,
    APPOINTED,
    ASSIGNED,
    DRAFTED,
    IN_MANDUEL,
    IN_ROURET,
    NEWLY,
    PROPOSED,
    RESCHEDULED,
    ROURET,
    SCHEDULED,
    ZOE,
    Exchange,
    person,
    plain,
    sample,
    text_of,
)

UID = f"{PROPOSED.visit_id}@essaim"
CANCELLED = sample(facts.VisitCancelled)


def calendar_in(message: EmailMessage) -> Any:  # the library's own types are unions of all that may be
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    payload = parts[0].get_payload(decode=True)
    assert isinstance(payload, bytes)
    return Calendar.from_ical(payload)


async def updates(exchange: Exchange, person_id: UUID) -> list[tuple[str, int]]:
    """What somebody's calendar is asked, in the order of SEQUENCE."""
    messages = [
        await exchange.written(mail) for mail in await exchange.mails() if mail.notice.person_id == person_id
    ]
    calendars = [calendar for calendar in map(calendar_in, messages) if calendar]
    events = [(str(calendar["method"]), calendar.walk("VEVENT")[0]) for calendar in calendars]
    assert {str(event["uid"]) for _, event in events} <= {UID}
    return sorted(((method, int(event["sequence"])) for method, event in events), key=lambda each: each[1])


async def invited(*said: Any) -> Any:
    """The entry in the calendar of an agent, once all this was told."""
    exchange = await Exchange().tell(DRAFTED, PROPOSED, ASSIGNED, *said)
    template = Template.VISIT_RESCHEDULED if len(said) > 1 else Template.VISIT_SCHEDULED
    calendar = calendar_in(await exchange.mail(ALI, template))
    [event] = calendar.walk("VEVENT")
    return event


def on(starts: str, ends: str, *, timezone: str = "Europe/Paris") -> facts.VisitScheduled:
    slots = (Slot(date=date.fromisoformat(starts[:10]), half="morning"),)
    return SCHEDULED.model_copy(update={"when": at_local(starts, ends, timezone=timezone), "slots": slots})


async def test_invitation_says_where_when_and_under_which_reference() -> None:
    event = await invited(SCHEDULED)
    assert (event["uid"], event["sequence"], event["status"]) == (UID, 0, "CONFIRMED")
    assert event["summary"] == "Visite chez Manduel (VIS-2027-031)"
    assert event["location"] == "Cuisine centrale, 2 rue des Écoles, 30129 Manduel"
    assert plain(event["description"]).split("\n") == [
        "Partage d’expertise : Le Rouret intervient chez Manduel",
        "Demi-journées : jeudi 14 octobre 2027, matin ; jeudi 14 octobre 2027, après-midi",
        "Visite VIS-2027-031, convention CONV-2027-014",
    ]
    assert event["organizer"] == "mailto:club@example.org"
    assert event["attendee"] == "mailto:ali@example.org", "others are not named"


async def test_everybody_has_one_entry_that_follows_the_visit() -> None:
    exchange = await Exchange().tell(*APPOINTED, RESCHEDULED, CANCELLED)
    for person_id in (ALI, ZOE, IN_ROURET, IN_MANDUEL):
        assert await updates(exchange, person_id) == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]


async def test_who_no_longer_comes_has_it_taken_out_and_may_come_again() -> None:
    exchange = await Exchange().tell(*APPOINTED)
    without_ali = ASSIGNED.model_copy(update={"agent_ids": (ZOE,)})
    again = RESCHEDULED.model_copy(update={"revision": 2})
    await exchange.tell(without_ali, RESCHEDULED, ASSIGNED, again, sample(facts.VisitCancelled, revision=3))
    assert await updates(exchange, ALI) == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 2),
        ("CANCEL", 3),
    ]


async def test_who_newly_comes_gets_the_entry_as_it_stands() -> None:
    exchange = await Exchange().tell(*APPOINTED)
    await exchange.tell(ASSIGNED.model_copy(update={"agent_ids": (ALI, NEWLY)}), RESCHEDULED)
    assert await updates(exchange, NEWLY) == [("REQUEST", 1)]


async def test_who_left_before_hears_no_more() -> None:
    exchange = await Exchange().tell(*APPOINTED)
    without_ali = ASSIGNED.model_copy(update={"agent_ids": (ZOE,)})
    await exchange.tell(without_ali, RESCHEDULED, CANCELLED)
    assert await updates(exchange, ALI) == [("REQUEST", 0), ("CANCEL", 1)]
    assert ALI not in await exchange.told_by(facts.VisitCancelled)


async def test_who_had_no_invitation_gets_a_mail_alone() -> None:
    exchange = await Exchange().tell(*APPOINTED)
    exchange.store.keep_contact(person(NEWLY, "Nora", ROURET))
    await exchange.tell(CANCELLED)
    assert await updates(exchange, NEWLY) == []
    message = await exchange.mail(NEWLY, Template.VISIT_CANCELLED)
    assert "agenda" not in text_of(message)
    assert "agenda" in text_of(await exchange.mail(ALI, Template.VISIT_CANCELLED))


async def test_dates_given_up_were_in_no_calendar() -> None:
    exchange = await Exchange().tell(
        DRAFTED, PROPOSED, sample(facts.VisitCancelled, reason_code="withdrawn", revision=0)
    )
    for person_id in (IN_ROURET, IN_MANDUEL):
        assert await updates(exchange, person_id) == []
    text = plain(text_of(await exchange.mail(IN_MANDUEL, Template.VISIT_CANCELLED)))
    assert "retirées : vous n’avez plus à y répondre" in text


@pytest.mark.parametrize(
    ("starts", "ends", "instants"),
    [
        ("2027-03-26T08:30", "2027-03-26T12:00", ("2027-03-26T07:30", "2027-03-26T11:00")),
        ("2027-03-29T08:30", "2027-03-29T12:00", ("2027-03-29T06:30", "2027-03-29T10:00")),
        ("2027-03-26T13:30", "2027-03-29T12:00", ("2027-03-26T12:30", "2027-03-29T10:00")),
        ("2027-03-28T08:30", "2027-03-28T12:00", ("2027-03-28T06:30", "2027-03-28T10:00")),
        ("2027-10-29T13:30", "2027-11-02T12:00", ("2027-10-29T11:30", "2027-11-02T11:00")),
    ],
)
async def test_hour_on_the_clock_holds_across_the_change_of_time(
    starts: str, ends: str, instants: Sequence[str]
) -> None:
    event = await invited(on(starts, ends))
    assert event["dtstart"].params["tzid"] == "Europe/Paris"
    for name, local, instant in zip(("dtstart", "dtend"), (starts, ends), instants, strict=True):
        moment = event[name].dt
        assert moment.replace(tzinfo=None) == datetime.fromisoformat(local)
        assert moment.astimezone(UTC) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


async def test_a_visit_moved_across_the_change_of_time_keeps_its_hour() -> None:
    before = on("2027-03-22T08:30", "2027-03-22T12:00")
    after = on("2027-03-29T08:30", "2027-03-29T12:00")
    moved = RESCHEDULED.model_copy(update={"when": after.when, "slots": after.slots})
    first, second = await invited(before), await invited(before, moved)
    assert (first["uid"], second["sequence"]) == (second["uid"], 1)
    assert [event.start.astimezone(UTC).hour for event in (first, second)] == [7, 6]
    assert [event.start.hour for event in (first, second)] == [8, 8]


async def test_la_reunion_has_its_own_clock_in_calendar_and_mail() -> None:
    there = on("2027-03-29T08:30", "2027-03-29T12:00", timezone="Indian/Reunion")
    exchange = await Exchange().tell(DRAFTED, PROPOSED, ASSIGNED, there)
    message = await exchange.mail(ALI, Template.VISIT_SCHEDULED)
    calendar = calendar_in(message)
    [event] = calendar.walk("VEVENT")
    assert event.start.astimezone(UTC) == datetime(2027, 3, 29, 4, 30, tzinfo=UTC)
    assert b"TZOFFSETTO:+0400" in calendar.to_ical()
    assert b"DAYLIGHT" not in calendar.to_ical()
    assert "de 8 h 30 à 12 h (heure de La Réunion)" in plain(text_of(message))


async def test_entry_is_an_alternative_and_a_file_of_the_same_bytes() -> None:
    exchange = await Exchange().tell(*APPOINTED)
    message = await exchange.mail(ALI, Template.VISIT_SCHEDULED)
    *_, alternative, attachment = message.walk()
    assert (alternative.get_content_type(), alternative["Content-Type"].params["method"]) == (
        "text/calendar",
        "REQUEST",
    )
    assert attachment.get_filename() == "invitation.ics"
    assert alternative.get_payload(decode=True) == attachment.get_payload(decode=True)
