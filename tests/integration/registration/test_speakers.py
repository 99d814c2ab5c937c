"""Who speaks at a gathering, on a real database: their seat, what they tell, and who comes with them."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands import testimonies as commands
from services.registration.domain.commands.programme import CancelClubEvent
from services.registration.domain.commands.registrations import CancelRegistration, TransferRegistration
from services.registration.domain.members import Applicant
from services.registration.domain.programme import AttendanceMode, ClubEventMode, Kind, Programme
from services.registration.domain.testimony_errors import InvalidTestimony
from services.registration.handlers.programme import cancel_club_event
from services.registration.handlers.registrations import (
    cancel_registration,
    register_attendee,
    transfer_registration,
)
from services.registration.handlers.testimonies import (
    answer_testimony,
    choose_testimony,
    invite_speaker,
    propose_testimony,
    withdraw_testimony,
)
from shared.commands import Actor
from shared.storage.mongo import Database, Document
from shared.storage.unit_of_work import UnitOfWork
from tests.integration.registration.given import STORE, keep_member, keep_people, unit_of_work
from tests.unit.registration.given import (
    CONFERENCE,
    IN_PERSON,
    MEMBER,
    NEIGHBOUR,
    NOW,
    ONLINE,
    STAFF,
    applicant,
    open_desk,
    referent_of,
    to_register,
)

MEETING = replace(CONFERENCE, kind=Kind.POLITICAL_MEETING, mode=ClubEventMode.IN_PERSON)


async def gathering(database: Database, *people: Applicant, programme: Programme = CONFERENCE) -> ClubEvent:
    """A gathering that takes registrations, and people whom it knows."""
    club_event, work = open_desk(programme, places=10).club_event, unit_of_work(database)
    keep_people(work, *people)
    keep_member(work)
    STORE(work).save_club_event(club_event)
    await work.commit()
    return club_event


async def registered(
    database: Database, who: Applicant, club_event: ClubEvent, *, mode: AttendanceMode = IN_PERSON
) -> None:
    work = unit_of_work(database)
    await register_attendee(replace(to_register(who, mode=mode), club_event_id=club_event.id), STORE(work))
    await work.commit()


async def proposed(work: UnitOfWork, who: Applicant, *, actor: Actor = STAFF) -> UUID:
    """What somebody of the member would tell."""
    testimony_id = uuid4()
    command = commands.ProposeTestimony(
        actor=actor,
        at=NOW,
        testimony_id=testimony_id,
        org=MEMBER.org,
        person_id=who.attendee.person_id,
        title="Sans plastique",
        topics=("plastique",),
    )
    await propose_testimony(command, STORE(work))
    return testimony_id


def to_choose(testimony_id: UUID, club_event: ClubEvent) -> commands.ChooseTestimony:
    return commands.ChooseTestimony(
        actor=STAFF, at=NOW, testimony_id=testimony_id, club_event_id=club_event.id
    )


async def asked(database: Database, who: Applicant, club_event: ClubEvent) -> UUID:
    """A testimony that somebody is asked to give."""
    work = unit_of_work(database)
    testimony_id = await proposed(work, who)
    await choose_testimony(to_choose(testimony_id, club_event), STORE(work))
    await invite_speaker(commands.InviteSpeaker(actor=STAFF, at=NOW, testimony_id=testimony_id), STORE(work))
    await work.commit()
    return testimony_id


async def speaks(database: Database, testimony_id: UUID, *, mode: AttendanceMode | None = None) -> None:
    work = unit_of_work(database)
    command = commands.AnswerTestimony(
        actor=STAFF, at=NOW, testimony_id=testimony_id, registration_id=uuid4(), speaks=True, mode=mode
    )
    await answer_testimony(command, STORE(work))
    await work.commit()


async def withdraws(database: Database, testimony_id: UUID) -> None:
    work = unit_of_work(database)
    command = commands.WithdrawTestimony(actor=STAFF, at=NOW, testimony_id=testimony_id)
    await withdraw_testimony(command, STORE(work))
    await work.commit()


async def seat_of(database: Database, who: Applicant) -> Document:
    found = await database["registrations"].find_one({"person_id": who.attendee.person_id})
    assert found is not None
    return found


async def states(database: Database, *testimonies: UUID) -> list[str]:
    found = {one["_id"]: one["state"] async for one in database["testimonies"].find()}
    return [found[testimony_id] for testimony_id in testimonies]


async def speakers(database: Database) -> int:
    found = await database["club_events"].find_one({})
    assert found is not None
    return len(found["speakers"])


async def test_a_member_names_a_colleague_to_speak_and_nobody_of_another_organisation(
    database: Database,
) -> None:
    colleague, stranger = applicant("technical"), applicant("technical", organisation=NEIGHBOUR)
    await gathering(database, colleague, stranger)
    work, referent = unit_of_work(database), referent_of(MEMBER.org)
    assert await proposed(work, colleague, actor=referent)
    with pytest.raises(InvalidTestimony) as refused:
        await proposed(work, stranger, actor=referent)
    assert refused.value.facts["field"] == "person_id"
    assert await proposed(work, stranger, actor=STAFF)


async def test_who_gives_their_seat_back_gives_none_of_their_testimonies(database: Database) -> None:
    who = applicant("elected")
    club_event = await gathering(database, who)
    told = [await asked(database, who, club_event) for _ in range(2)]
    for testimony_id in told:
        await speaks(database, testimony_id)
    assert (await states(database, *told), await speakers(database)) == (["confirmed"] * 2, 2)
    work, seat = unit_of_work(database), await seat_of(database, who)
    leaving = CancelRegistration(
        actor=STAFF, at=NOW, registration_id=seat["_id"], club_event_id=club_event.id
    )
    await cancel_registration(leaving, STORE(work))
    await work.commit()
    assert (await states(database, *told), await speakers(database)) == (["declined"] * 2, 0)


async def test_who_takes_one_testimony_back_comes_to_give_the_other(database: Database) -> None:
    who = applicant("elected")
    club_event = await gathering(database, who)
    first, second = [await asked(database, who, club_event) for _ in range(2)]
    await speaks(database, first)
    await withdraws(database, second)
    assert (await seat_of(database, who))["state"] == "confirmed", "the other was only asked for"
    await withdraws(database, first)
    assert (await seat_of(database, who))["state"] == "cancelled"


async def test_a_colleague_takes_over_all_that_was_to_be_told(database: Database) -> None:
    who, colleague = applicant("elected"), applicant("elected")
    club_event = await gathering(database, who, colleague)
    for _ in range(2):
        await speaks(database, await asked(database, who, club_event))
    work, seat = unit_of_work(database), await seat_of(database, who)
    command = TransferRegistration(
        actor=STAFF,
        at=NOW,
        registration_id=seat["_id"],
        club_event_id=club_event.id,
        person_id=colleague.attendee.person_id,
    )
    await transfer_registration(command, STORE(work))
    await work.commit()
    theirs = {"person_id": colleague.attendee.person_id}
    assert await database["testimonies"].count_documents(theirs) == 2


async def test_companion_is_flagged_when_the_elected_speaker_takes_the_testimony_back(
    database: Database,
) -> None:
    mayor, companion = applicant("elected"), applicant("technical")
    club_event = await gathering(database, mayor, companion, programme=MEETING)
    testimony_id = await asked(database, mayor, club_event)
    await speaks(database, testimony_id)
    await registered(database, companion, club_event)
    await withdraws(database, testimony_id)
    seat = await seat_of(database, companion)
    assert (seat["needs_attention"], seat["state"]) == (True, "confirmed")


async def test_who_was_to_come_online_and_speaks_in_the_room_has_a_seat_there(database: Database) -> None:
    who = applicant("elected")
    club_event = await gathering(database, who)
    await registered(database, who, club_event, mode=ONLINE)
    await speaks(database, await asked(database, who, club_event), mode=IN_PERSON)
    seat = await seat_of(database, who)
    assert (seat["mode"], seat["state"], seat["speaks"]) == ("in_person", "confirmed", True)
    kept = await database["club_events"].find_one({})
    assert kept is not None
    assert [seats["taken"] for seats in kept["seats"]["modes"].values()] == [0, 0]
    told = [row async for row in database["outbox"].find({"subject": f"registration/{seat['_id']}"})]
    assert len(told) == 2, "with the room in the invitation"


async def test_who_was_to_come_online_speaks_online_where_nothing_else_is_said(database: Database) -> None:
    who = applicant("elected")
    club_event = await gathering(database, who)
    await registered(database, who, club_event, mode=ONLINE)
    await speaks(database, await asked(database, who, club_event))
    assert (await seat_of(database, who))["mode"] == "online"


async def test_what_is_chosen_in_the_commit_that_gives_the_gathering_up_is_free_again(
    database: Database,
) -> None:
    who = applicant("elected")
    club_event = await gathering(database, who)
    work = unit_of_work(database)
    testimony_id = await proposed(work, who)
    await work.commit()
    work = unit_of_work(database)
    store = STORE(work)
    await choose_testimony(to_choose(testimony_id, club_event), store)
    given_up = CancelClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, reason="Grève")
    await cancel_club_event(given_up, store)
    await work.commit()
    assert await states(database, testimony_id) == ["proposed"]
