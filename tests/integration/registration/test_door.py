"""The door on a real database: a scan is taken once, whoever is faster, and people are found by name."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.registration.domain.attendance import ScanOutcome, ScanRefusal
from services.registration.domain.commands.attendance import RecordScans, Scan
from services.registration.domain.guests import GuestList
from services.registration.domain.names import PersonName
from services.registration.domain.registrations import Registration
from services.registration.handlers.attendance import record_scans
from services.registration.handlers.registrations import cancel_registration
from services.registration.repository.attendance import MongoAttendanceQueries
from services.registration.repository.copies import MongoCopies
from shared.storage.mongo import Contention, Database
from tests.integration.registration.given import STORE, unit_of_work
from tests.unit.registration.given import MEMBER, STAFF, applicant, open_desk, to_cancel, to_register

NAMES = (PersonName("Zoé", "Abeille"), PersonName("Noé", "Éclair"), PersonName("Ana", "Œuvrard"), None)
"""In the order of lists; the last was copied before names were."""


async def seated(database: Database, *names: PersonName | None) -> list[Registration]:
    """People with a seat at one gathering, under these names."""
    desk, work, registrations = open_desk(places=len(names)), unit_of_work(database), []
    for name in names:
        person = applicant("technical")
        change = desk.register(replace(to_register(person), club_event_id=desk.club_event.id), person)
        STORE(work).save_registration(change)
        registrations.append(change.registration)
        if name is not None:
            MongoCopies(work).keep_person(person.attendee.person_id, 1, roles=(), name=name)
    MongoCopies(work).keep_organisation(replace(MEMBER, name="Manduel"), 1)
    STORE(work).save_club_event(desk.club_event)
    await work.commit()
    return registrations


def scanned(registration: Registration, scan_id: UUID) -> RecordScans:
    starts = open_desk().club_event.when.starts_utc
    scan = Scan(scan_id=scan_id, registration_id=registration.id, scanned_at=starts)
    return RecordScans(actor=STAFF, at=starts, club_event_id=registration.club_event_id, scans=(scan,))


async def test_a_scan_sent_to_two_processes_at_once_is_taken_by_one(database: Database) -> None:
    [registration] = await seated(database, NAMES[0])
    command = scanned(registration, uuid4())
    first, second, again = (unit_of_work(database) for _ in range(3))
    for work in (first, second):
        await record_scans(command, STORE(work))
    await first.commit()
    with pytest.raises(Contention):
        await second.commit()
    [outcome] = await record_scans(command, STORE(again))
    await again.commit()
    assert outcome.refusal is None
    assert await database["scans"].count_documents({}) == 1


async def test_refused_scans_are_listed_with_when_they_were_taken_and_received_a_page_at_a_time(
    database: Database,
) -> None:
    [cancelled, welcome] = await seated(database, *NAMES[:2])
    club_event_id, starts = cancelled.club_event_id, open_desk().club_event.when.starts_utc
    work = unit_of_work(database)
    await cancel_registration(to_cancel(cancelled), STORE(work))
    await work.commit()
    received = starts + timedelta(hours=2, minutes=28)
    taken = [
        Scan(scan_id=uuid4(), registration_id=one, scanned_at=starts + timedelta(minutes=minutes))
        for one, minutes in ((cancelled.id, 3), (welcome.id, 0), (None, 1), (welcome.id, 2))
    ]
    command = RecordScans(actor=STAFF, at=received, club_event_id=club_event_id, scans=tuple(taken))
    work = unit_of_work(database)
    await record_scans(command, STORE(work))
    await work.commit()
    queries, found = MongoAttendanceQueries(database), list[ScanOutcome]()
    while page := await queries.refused_scans(
        club_event_id, after=found[-1].position if found else None, limit=2
    ):
        found += page
    assert [(each.scan.scanned_at, each.refusal) for each in found] == [
        (starts + timedelta(minutes=1), ScanRefusal.UNKNOWN_CODE),
        (starts + timedelta(minutes=2), ScanRefusal.DUPLICATE),
        (starts + timedelta(minutes=3), ScanRefusal.SEAT_CANCELLED),
    ]
    assert {each.received_at for each in found} == {received}
    assert await database["scans"].count_documents({"received_at": received}) == len(taken)


async def test_guests_are_listed_by_name_a_page_at_a_time(database: Database) -> None:
    registrations = await seated(database, *reversed(NAMES))
    queries, club_event_id = MongoAttendanceQueries(database), registrations[0].club_event_id
    found: list[str] = []
    after = None
    while page := await queries.guests(club_event_id, GuestList(), after=after, limit=2):
        found += [guest.name.in_lists for guest in page]
        assert {guest.organisation for guest in page} == {"Manduel"}
        after = page[-1].sort_name, page[-1].registration.id
    assert found == ["", "Abeille Zoé", "Éclair Noé", "Œuvrard Ana"]


@pytest.mark.parametrize(("q", "names"), [("oeu", ["Œuvrard"]), ("NOE", ["Éclair"])])
async def test_guests_are_found_by_the_beginning_of_a_name(
    database: Database, q: str, names: list[str]
) -> None:
    [registration, *_] = await seated(database, *NAMES)
    found = await MongoAttendanceQueries(database).guests(
        registration.club_event_id, GuestList(q=q), after=None, limit=10
    )
    listed = [guest.name.family_name for guest in found]
    assert listed == names
