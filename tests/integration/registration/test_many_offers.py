"""More seats freed at once than one transaction offers: each goes once, in order, and nobody overtakes."""

from dataclasses import replace
from uuid import UUID

from services.registration.domain.commands.registrations import (
    ChangeSeats,
    OfferRemainingSeats,
    RegisterAttendee,
)
from services.registration.domain.members import Applicant
from services.registration.handlers.registrations import register_attendee
from services.registration.handlers.seats import OFFERS_AT_ONCE, change_seats, offer_remaining_seats
from services.registration.repository.queries import MongoRegistrationQueries
from shared.commands import SYSTEM
from shared.storage.mongo import Database
from tests.integration.registration.given import STORE, keep_member, keep_people, unit_of_work
from tests.unit.registration.given import NOW, ONLINE, STAFF, applicant, open_desk, to_register

WAITING = 2 * OFFERS_AT_ONCE + 10


def asked(person: Applicant, club_event_id: UUID) -> RegisterAttendee:
    return replace(to_register(person), club_event_id=club_event_id)


async def test_seats_beyond_one_transaction_are_offered_in_the_next_ones_before_anybody_new(
    database: Database,
) -> None:
    desk, line = open_desk(places=1), [applicant("technical") for _ in range(1 + WAITING)]
    club_event_id, newcomer = desk.club_event.id, applicant("technical")
    work = unit_of_work(database)
    for person in line:
        STORE(work).save_registration(desk.register(asked(person, club_event_id), person))
    keep_people(work, *line, newcomer)
    keep_member(work)
    STORE(work).save_club_event(desk.club_event)
    await work.commit()

    async def offered() -> list[UUID]:
        found = database["registrations"].find({"state": "offered"}, sort=[("ticket", 1)])
        return [registration["person_id"] async for registration in found]

    raised = ChangeSeats(actor=STAFF, at=NOW, club_event_id=club_event_id, capacity={ONLINE: 2 + WAITING})
    work = unit_of_work(database)
    await change_seats(raised, STORE(work))
    await work.commit()
    assert len(await offered()) == OFFERS_AT_ONCE
    work = unit_of_work(database)
    change = await register_attendee(asked(newcomer, club_event_id), STORE(work))
    await work.commit()
    assert change.registration.is_in_line, "a seat is free, and is spoken for"
    more = OfferRemainingSeats(actor=SYSTEM, at=NOW, club_event_id=club_event_id)
    queries = MongoRegistrationQueries(database)
    while await queries.offering(limit=1):
        work = unit_of_work(database)
        await offer_remaining_seats(more, STORE(work))
        await work.commit()
    everybody = [person.attendee.person_id for person in (*line[1:], newcomer)]
    assert await offered() == everybody
