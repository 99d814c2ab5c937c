"""Invitations on a real database: who registers has accepted, and nobody is invited twice at once."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands.invitations import InviteGuest
from services.registration.domain.errors import NotEligible
from services.registration.domain.members import Applicant
from services.registration.domain.programme import ClubEventMode, Kind
from services.registration.handlers.invitations import invite_guest
from services.registration.handlers.registrations import register_attendee
from services.registration.repository.copies import MongoCopies
from services.registration.repository.invitations import MongoInvitationQueries
from shared.storage.mongo import Contention, Database, DriverError
from tests.integration.registration.given import STORE, keep_people, unit_of_work
from tests.unit.registration.given import (
    COLLEGE,
    CONFERENCE,
    IN_PERSON,
    NOW,
    STAFF,
    applicant,
    open_desk,
    to_register,
)

MORNING = replace(CONFERENCE, kind=Kind.POLITICAL_MORNING, mode=ClubEventMode.IN_PERSON, area=("DEP-30",))


async def kept(database: Database, *people: Applicant) -> ClubEvent:
    """An open gathering, and people of whom directory told."""
    club_event = open_desk(MORNING, places=5).club_event
    work = unit_of_work(database)
    keep_people(work, *people)
    MongoCopies(work).keep_organisation(COLLEGE, 1)
    STORE(work).save_club_event(club_event)
    await work.commit()
    return club_event


def to_invite(club_event: ClubEvent, who: Applicant) -> InviteGuest:
    return InviteGuest(
        actor=STAFF,
        at=NOW,
        invitation_id=uuid4(),
        club_event_id=club_event.id,
        person_id=who.attendee.person_id,
        org=who.organisation.org,
    )


async def test_who_is_invited_registers_and_has_then_accepted(database: Database) -> None:
    guest, other = [applicant("referent", organisation=COLLEGE) for _ in range(2)]
    club_event = await kept(database, guest, other)
    work = unit_of_work(database)
    await invite_guest(to_invite(club_event, guest), STORE(work))
    await work.commit()
    asked = [replace(to_register(one, mode=IN_PERSON), club_event_id=club_event.id) for one in (guest, other)]
    work = unit_of_work(database)
    change = await register_attendee(asked[0], STORE(work))
    with pytest.raises(NotEligible):
        await register_attendee(asked[1], STORE(work))
    await work.commit()
    assert change.registration.has_seat
    queries = MongoInvitationQueries(database)
    [invitation] = await queries.of_club_event(club_event.id, state=None, after=None, limit=10)
    assert (invitation.state.value, invitation.person_id) == ("accepted", guest.attendee.person_id)
    assert await queries.of_person(guest.attendee.person_id, after=None, limit=10) == [invitation]


async def test_two_who_invite_the_same_person_at_once_send_one_invitation(database: Database) -> None:
    guest = applicant("referent", organisation=COLLEGE)
    club_event = await kept(database, guest)
    first, second = unit_of_work(database), unit_of_work(database)
    for work in (first, second):
        await invite_guest(to_invite(club_event, guest), STORE(work))
    await first.commit()
    with pytest.raises((Contention, DriverError)):
        await second.commit()
    assert await database["invitations"].count_documents({}) == 1
