"""The seats of a person who is forgotten go to the next in line, and nothing is left but ids."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from services.registration.consumers import subscriptions
from services.registration.domain.club_event import ClubEventState
from services.registration.repository.copies import MongoCopies
from shared.events.directory import PersonErased
from shared.events.envelope import Envelope
from shared.messaging.inbox import Inbox
from shared.storage.mongo import Database
from tests.integration.registration.given import STORE, keep_member, keep_people, unit_of_work
from tests.unit.registration.given import NOW, TODAY, applicant, open_desk, to_register


def erased(person_id: UUID) -> Envelope[Any]:
    return Envelope(
        id=uuid4(),
        source="directory",
        type=PersonErased.type(),
        time=NOW,
        subject=f"person/{person_id}",
        sequence=9,
        correlationid="story",
        actor="system",
        dataschema=PersonErased.dataschema(),
        data=PersonErased(person_id=person_id, deadline=TODAY),
    )


def inbox(database: Database) -> tuple[Inbox, Any]:
    heard = subscriptions(MongoCopies, STORE)
    return Inbox("registration", database, lambda: NOW), next(
        subscription for subscription in heard if subscription.name == "give_back_seats"
    )


async def test_the_seat_of_an_erased_person_goes_to_the_next_in_line_once(database: Database) -> None:
    desk, people = open_desk(places=1), [applicant("technical") for _ in range(3)]
    work = unit_of_work(database)
    for person in people:
        asked = replace(to_register(person), club_event_id=desk.club_event.id)
        STORE(work).save_registration(desk.register(asked, person))
    keep_people(work, *people)
    keep_member(work)
    STORE(work).save_club_event(desk.club_event)
    await work.commit()

    async def states() -> list[str]:
        found = {one["person_id"]: one["state"] async for one in database["registrations"].find()}
        return [found[person.attendee.person_id] for person in people]

    assert await states() == ["confirmed", "waitlisted", "waitlisted"]
    first, second, third = (person.attendee.person_id for person in people)
    apply, heard = inbox(database)
    for event in (told := erased(first), told, erased(third)):
        await apply.apply(event, heard)
    assert await states() == ["cancelled", "offered", "cancelled"]
    [kept] = [found async for found in database["club_events"].find()]
    seats = kept["seats"]["modes"]["online"]
    assert (seats["taken"], seats["line"]) == (1, [0] * len(seats["line"]))
    await apply.apply(erased(second), heard)
    [kept] = [found async for found in database["club_events"].find()]
    assert kept["seats"]["modes"]["online"]["taken"] == 0


async def test_a_seat_of_the_past_stays_counted(database: Database) -> None:
    desk, person = open_desk(places=1), applicant("technical")
    work = unit_of_work(database)
    asked = replace(to_register(person), club_event_id=desk.club_event.id)
    STORE(work).save_registration(desk.register(asked, person))
    desk.club_event.state = ClubEventState.HELD
    STORE(work).save_club_event(desk.club_event)
    await work.commit()
    apply, heard = inbox(database)
    await apply.apply(erased(person.attendee.person_id), heard)
    [kept] = [found async for found in database["registrations"].find()]
    assert kept["state"] == "confirmed"
