"""What members have given is kept once, and suggests those who are members today."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.registration.domain.members import Membership, Organisation
from services.registration.handlers.past_answers import keep_exchanges, keep_testimonies, keep_welcomes
from services.registration.repository.copies import MongoCopies
from services.registration.repository.past_answers import MongoSuggestionQueries
from shared.errors import TooEarly
from shared.events.conventions import ExchangeFulfilled, MatchAccepted
from shared.events.envelope import Envelope, Payload
from shared.events.registration import ClubEventHeld, TestimonyGiven
from shared.storage.mongo import Database
from tests.integration.registration.given import STORE, unit_of_work
from tests.unit.registration.given import CONFERENCE, MEMBER, NOW, TODAY, announced

TOPICS = ("plastique", "foncier")


def told(fact: Payload) -> Envelope[Any]:
    return Envelope(
        id=uuid4(),
        source=fact.owner(),
        type=fact.type(),
        time=NOW,
        subject=f"{fact.aggregate}/{uuid4()}",
        sequence=2,
        correlationid="story",
        actor="system",
        dataschema=fact.dataschema(),
        data=fact,
    )


async def members(database: Database, *organisations: Organisation) -> None:
    work = unit_of_work(database)
    for one in organisations:
        MongoCopies(work).keep_organisation(one, 1)
        MongoCopies(work).keep_membership(uuid4(), 1, org=one.org, rights=one.membership)
    await work.commit()


async def hear(database: Database, handler: Any, fact: Payload) -> None:
    work = unit_of_work(database)
    await handler(told(fact), STORE(work))
    await work.commit()


async def suggested(database: Database, *, but: UUID | None = None) -> list[tuple[str, list[str]]]:
    found = await MongoSuggestionQueries(database).members_with_answers(
        TOPICS, but={but} if but else (), on=TODAY
    )
    return [(one.organisation.name, [str(answer.form) for answer in one.answers]) for one in found]


async def test_who_welcomed_told_and_went_is_suggested_while_a_member(database: Database) -> None:
    gone = Membership(from_year=2020, last_day=date(2026, 12, 31))
    welcomes, tells, goes, left = (
        replace(MEMBER, org=uuid4(), name=name) for name in ("Barjac", "Millau", "Dijon", "Paris")
    )
    await members(database, welcomes, tells, goes, replace(left, membership=gone))
    club_event = announced(replace(CONFERENCE, venue_org=welcomes.org, topics=TOPICS))
    work = unit_of_work(database)
    STORE(work).save_club_event(club_event)
    await work.commit()
    held = ClubEventHeld(club_event_id=club_event.id, when=club_event.when)
    for _ in range(2):
        await hear(database, keep_welcomes, held)
    for organisation in (tells, left):
        given = TestimonyGiven(
            testimony_id=uuid4(),
            org=organisation.org,
            club_event_id=club_event.id,
            person_id=uuid4(),
            title="Trois ans",
            topics=("plastique",),
        )
        await hear(database, keep_testimonies, given)
    exchange_id = uuid4()
    fulfilled = ExchangeFulfilled(
        exchange_request_id=exchange_id, convention_id=uuid4(), visits_count=2, half_days_consumed=6
    )
    with pytest.raises(TooEarly):
        await hear(database, keep_exchanges, fulfilled)
    matched = MatchAccepted(
        exchange_request_id=exchange_id, offering_org=goes.org, receiving_org=uuid4(), topics=("foncier",)
    )
    await hear(database, keep_exchanges, matched)
    assert "Dijon" not in [name for name, _ in await suggested(database)], "nobody has gone yet"
    await hear(database, keep_exchanges, fulfilled)
    found = await suggested(database)
    assert found[0] == ("Barjac", ["welcome"]), "knows both topics"
    assert sorted(found[1:]) == [("Dijon", ["exchange"]), ("Millau", ["testimony"])]
    assert "Barjac" not in [name for name, _ in await suggested(database, but=welcomes.org)]
