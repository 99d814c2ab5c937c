"""A gathering that begins earlier than it did: everybody with an offer has less time, and is told once."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands.programme import RescheduleClubEvent
from services.registration.domain.commands.registrations import ShortenOffers
from services.registration.domain.offer_times import OfferTimes
from services.registration.domain.registrations import Candidate
from services.registration.domain.schedule import appointment
from services.registration.domain.seat_offers import SeatOffers
from services.registration.handlers.programme import reschedule_club_event
from services.registration.handlers.seats import shorten_offers
from services.registration.repository.queries import MongoRegistrationQueries
from shared.commands import SYSTEM
from shared.storage.mongo import Database
from tests.integration.registration.given import STORE, keep_member, keep_people, unit_of_work
from tests.unit.registration.given import NOW, STAFF, applicant, open_desk, to_cancel, to_register

OFFERED = 3
BEGINS = datetime.fromisoformat("2027-02-03T09:30")
SOON = appointment(BEGINS, BEGINS + timedelta(hours=2), timezone="Europe/Paris")


async def offered(database: Database) -> ClubEvent:
    """As many offers, held for 72 hours, as seats that were given back."""
    desk, work = open_desk(places=OFFERED), unit_of_work(database)
    people = [applicant("technical") for _ in range(2 * OFFERED)]
    asked = [
        desk.register(replace(to_register(who), club_event_id=desk.club_event.id), who).registration
        for who in people
    ]
    for seated in asked[:OFFERED]:
        STORE(work).save_registration(desk.cancel(to_cancel(seated), seated))
    waiting = [Candidate(each, who) for each, who in zip(asked, people, strict=True) if each.is_in_line]
    for change in SeatOffers(desk).offer(waiting, at=NOW):
        STORE(work).save_registration(change)
    keep_people(work, *people)
    keep_member(work)
    STORE(work).save_club_event(desk.club_event)
    await work.commit()
    return desk.club_event


async def told(database: Database) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    async for one in database["registrations"].find({"state": "offered"}):
        found[one["_id"]] = one["sequence"]
    return found


async def test_each_offer_is_shortened_and_told_anew_once_some_in_each_transaction(
    database: Database,
) -> None:
    club_event, queries = await offered(database), MongoRegistrationQueries(database)
    before = await told(database)
    assert await queries.shortening(limit=1) == []
    work = unit_of_work(database)
    moving = RescheduleClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, when=SOON)
    await reschedule_club_event(moving, STORE(work))
    await work.commit()
    rounds = 0
    while await queries.shortening(limit=1):
        work = unit_of_work(database)
        command = ShortenOffers(actor=SYSTEM, at=NOW, club_event_id=club_event.id, limit=2)
        await shorten_offers(command, STORE(work))
        await work.commit()
        rounds += 1
    assert rounds == OFFERED // 2 + 1
    assert await told(database) == {one: sequence + 1 for one, sequence in before.items()}
    latest = OfferTimes().latest(SOON.starts_utc)
    assert await database["registrations"].count_documents({"offer_expires_at": latest}) == OFFERED
