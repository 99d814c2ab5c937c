"""Invitations on a real database: who registers has accepted, and nobody is invited twice at once."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands import testimonies as commands
from services.registration.domain.commands.invitations import InviteGuest
from services.registration.domain.commands.registrations import TransferRegistration
from services.registration.domain.errors import NotEligible
from services.registration.domain.members import Applicant
from services.registration.domain.programme import ClubEventMode, Kind
from services.registration.handlers import testimonies
from services.registration.handlers.invitations import invite_guest
from services.registration.handlers.registrations import register_attendee, transfer_registration
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


async def invitation_of(database: Database, club_event: ClubEvent, guest: Applicant) -> str:
    """A guest's invitation, as it stands."""
    queries = MongoInvitationQueries(database)
    [invitation] = await queries.of_person(guest.attendee.person_id, after=None, limit=10)
    assert invitation.club_event_id == club_event.id
    return invitation.state.value


async def invite(database: Database, club_event: ClubEvent, guest: Applicant) -> None:
    work = unit_of_work(database)
    await invite_guest(to_invite(club_event, guest), STORE(work))
    await work.commit()


async def test_a_guest_who_takes_over_the_seat_of_a_colleague_has_accepted(database: Database) -> None:
    guest, colleague = [applicant("referent", organisation=COLLEGE) for _ in range(2)]
    club_event = await kept(database, guest, colleague)
    for one in (guest, colleague):
        await invite(database, club_event, one)
    work = unit_of_work(database)
    asked = replace(to_register(colleague, mode=IN_PERSON), club_event_id=club_event.id)
    seat = (await register_attendee(asked, STORE(work))).registration
    await work.commit()
    assert await invitation_of(database, club_event, guest) == "sent"
    work = unit_of_work(database)
    handing_over = TransferRegistration(
        actor=STAFF,
        at=NOW,
        registration_id=seat.id,
        club_event_id=club_event.id,
        person_id=guest.attendee.person_id,
    )
    await transfer_registration(handing_over, STORE(work))
    await work.commit()
    assert await invitation_of(database, club_event, guest) == "accepted"


async def test_a_guest_who_comes_to_speak_has_accepted(database: Database) -> None:
    guest = applicant("referent", organisation=COLLEGE)
    club_event = await kept(database, guest)
    await invite(database, club_event, guest)
    work, testimony_id = unit_of_work(database), uuid4()
    about: dict[str, Any] = {"actor": STAFF, "at": NOW, "testimony_id": testimony_id}
    telling = commands.ProposeTestimony(
        **about,
        org=COLLEGE.org,
        person_id=guest.attendee.person_id,
        title="Un collège sans plastique",
        topics=("plastique",),
    )
    choosing = commands.ChooseTestimony(**about, club_event_id=club_event.id)
    speaking = commands.AnswerTestimony(**about, registration_id=uuid4(), speaks=True)
    await testimonies.propose_testimony(telling, STORE(work))
    await testimonies.choose_testimony(choosing, STORE(work))
    await testimonies.invite_speaker(commands.InviteSpeaker(**about), STORE(work))
    await testimonies.answer_testimony(speaking, STORE(work))
    await work.commit()
    assert await invitation_of(database, club_event, guest) == "accepted"


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
