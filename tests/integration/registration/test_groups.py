"""A group that registers at once, on a real database: who keeps it from that is named."""

from uuid import uuid4

import pytest

from services.registration.domain.commands.registrations import GroupMember, RegisterGroup
from services.registration.domain.errors import UnknownPerson
from services.registration.handlers.registrations import register_group
from shared.storage.mongo import Database
from tests.integration.registration.given import STORE, keep_member, keep_people, unit_of_work
from tests.unit.registration.given import MEMBER, NOW, ONLINE, STAFF, applicant, open_desk


async def test_somebody_of_a_group_whom_nobody_knows_is_named_by_their_place(database: Database) -> None:
    known, club_event, work = applicant("technical"), open_desk().club_event, unit_of_work(database)
    keep_people(work, known)
    keep_member(work)
    STORE(work).save_club_event(club_event)
    await work.commit()
    people = (GroupMember(uuid4(), known.attendee.person_id), GroupMember(uuid4(), uuid4()))
    command = RegisterGroup(
        actor=STAFF,
        at=NOW,
        club_event_id=club_event.id,
        people=people,
        org=MEMBER.org,
        mode=ONLINE,
        all_or_nothing=True,
    )
    with pytest.raises(UnknownPerson) as refused:
        await register_group(command, STORE(unit_of_work(database)))
    assert refused.value.facts["field"] == "people.1"
