"""Who comes to the Rencontres politiques with an elected colleague is looked at again when they leave."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.registration.domain.commands.registrations import (
    ApproveRegistration,
    RefusalReason,
    RefuseRegistration,
    RegisterAttendee,
    TransferRegistration,
)
from services.registration.domain.errors import NotEligible
from services.registration.domain.members import Applicant, HeldRole
from services.registration.domain.programme import ClubEventMode, Kind
from services.registration.domain.registrations import Registration, RegistrationState
from services.registration.domain.seat_rules import SeatRules
from services.registration.handlers.registrations import (
    cancel_registration,
    register_attendee,
    transfer_registration,
)
from services.registration.handlers.reviews import approve_registration, refuse_registration
from shared.storage.mongo import Database
from shared.storage.unit_of_work import UnitOfWork
from tests.integration.registration.given import STORE, keep_member, keep_people, unit_of_work
from tests.unit.registration.given import (
    CONFERENCE,
    IN_PERSON,
    MEMBER,
    MORNING,
    NOW,
    STAFF,
    applicant,
    open_desk,
    to_cancel,
    to_register,
)

MEETING = replace(CONFERENCE, kind=Kind.POLITICAL_MEETING, mode=ClubEventMode.IN_PERSON)


async def come(database: Database, *people: Applicant, reviewed: bool = False) -> list[Registration]:
    """People register one after the other at one political meeting."""
    desk = open_desk(MEETING, places=4)
    desk.club_event.rules = SeatRules(reviewed=reviewed)
    work = unit_of_work(database)
    keep_people(work, *people)
    keep_member(work)
    STORE(work).save_club_event(desk.club_event)
    await work.commit()
    return [
        await decided(database, replace(to_register(one, mode=IN_PERSON), club_event_id=desk.club_event.id))
        for one in people
    ]


async def decided(database: Database, command: RegisterAttendee) -> Registration:
    work = unit_of_work(database)
    change = await register_attendee(command, STORE(work))
    await work.commit()
    return change.registration


def about(registration: Registration) -> dict[str, Any]:
    return {
        "actor": STAFF,
        "at": NOW,
        "registration_id": registration.id,
        "club_event_id": registration.club_event_id,
    }


async def flags(database: Database, *registrations: Registration) -> list[bool]:
    found = {one["_id"]: one["needs_attention"] async for one in database["registrations"].find()}
    return [found[registration.id] for registration in registrations]


def to_hand_over(registration: Registration, colleague: Applicant) -> TransferRegistration:
    return TransferRegistration(**about(registration), person_id=colleague.attendee.person_id)


async def leave(work: UnitOfWork, registration: Registration) -> None:
    await cancel_registration(to_cancel(registration), STORE(work))


async def test_companion_is_flagged_when_the_last_elected_colleague_leaves(database: Database) -> None:
    mayor, deputy, companion = await come(
        database, applicant("elected"), applicant("elected"), applicant("technical")
    )
    work = unit_of_work(database)
    await leave(work, mayor)
    await work.commit()
    assert await flags(database, companion) == [False], "the deputy still comes"
    work = unit_of_work(database)
    await leave(work, deputy)
    await work.commit()
    assert await flags(database, companion) == [True]
    kept = await database["registrations"].find_one({"_id": companion.id})
    assert kept is not None
    assert kept["state"] == "confirmed", "flagged, never cancelled"


async def test_companion_is_flagged_when_the_request_of_the_elected_colleague_is_refused(
    database: Database,
) -> None:
    companion = applicant("technical")
    [mayor] = await come(database, applicant("elected"), reviewed=True)
    work = unit_of_work(database)
    keep_people(work, companion)
    await work.commit()
    asked = await decided(
        database, replace(to_register(companion, mode=IN_PERSON), club_event_id=mayor.club_event_id)
    )
    work = unit_of_work(database)
    await approve_registration(ApproveRegistration(**about(asked)), STORE(work))
    await work.commit()
    work = unit_of_work(database)
    refusing = RefuseRegistration(**about(mayor), reason=RefusalReason.OTHER)
    await refuse_registration(refusing, STORE(work))
    await work.commit()
    assert await flags(database, asked) == [True]


async def test_who_was_elected_once_accompanies_an_elected_colleague(database: Database) -> None:
    former = HeldRole("elected", MEMBER.org, date(2014, 4, 1), date(2020, 6, 30))
    technician = applicant("technical")
    attendee = replace(technician.attendee, roles=(former, *technician.attendee.roles))
    _, companion = await come(database, applicant("elected"), replace(technician, attendee=attendee))
    assert (companion.state, companion.role) == (RegistrationState.CONFIRMED, "technical")
    assert await flags(database, companion) == [False]


async def test_whose_mandate_ends_before_the_gathering_comes_with_an_elected_colleague(
    database: Database,
) -> None:
    ending = HeldRole("elected", MEMBER.org, date(2020, 7, 1), MORNING.date() - timedelta(days=1))
    technician = applicant("technical")
    attendee = replace(technician.attendee, roles=(ending, *technician.attendee.roles))
    _, accompanied = await come(database, applicant("elected"), replace(technician, attendee=attendee))
    assert await flags(database, accompanied) == [False], "as a technician, on the day"


async def test_who_registers_in_the_same_commit_sees_who_has_just_left(database: Database) -> None:
    companion = applicant("technical")
    [mayor] = await come(database, applicant("elected"))
    work = unit_of_work(database)
    keep_people(work, companion)
    await leave(work, mayor)
    asked = replace(to_register(companion, mode=IN_PERSON), club_event_id=mayor.club_event_id)
    with pytest.raises(NotEligible):
        await register_attendee(asked, STORE(work))


async def test_nobody_accompanies_the_seat_that_they_take_over(database: Database) -> None:
    technician = applicant("technical")
    mayor, deputy = await come(database, applicant("elected"), applicant("elected"))
    work = unit_of_work(database)
    keep_people(work, technician)
    await work.commit()
    work = unit_of_work(database)
    await transfer_registration(to_hand_over(mayor, technician), STORE(work))
    await work.commit()
    assert await flags(database, mayor) == [False], "with the deputy, a technician may come"
    other = applicant("technical")
    work = unit_of_work(database)
    keep_people(work, other)
    await work.commit()
    with pytest.raises(NotEligible) as refused:
        await transfer_registration(to_hand_over(deputy, other), STORE(unit_of_work(database)))
    assert refused.value.facts["reason"] == "companion_without_elected"
