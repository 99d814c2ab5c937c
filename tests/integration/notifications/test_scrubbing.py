"""Whoever is erased leaves no trace in this database, and nothing that comes late brings them back."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pymongo import InsertOne

from services.notifications.consumers import subscriptions
from services.notifications.personal_data import PERSONAL_DATA
from services.notifications.repository.partners import MongoPartners
from services.notifications.repository.store import MongoNotifications
from shared.clock import utc_now
from shared.commands import Actor, Role
from shared.events.conventions import ConventionSignatureRefused, ConventionSignatureRequested
from shared.events.directory import (
    OrganisationRegistered,
    PersonActivated,
    PersonErased,
    PersonRole,
    PersonUpdated,
)
from shared.events.envelope import Envelope, Payload
from shared.events.registration import RegistrationTransferred
from shared.ids import new_id
from shared.messaging.erasure import scrubs
from shared.messaging.inbox import Inbox
from shared.retention import Retention
from shared.storage.collecting import collect
from shared.storage.dead_letters import Choice, DeadLetters
from shared.storage.mongo import Contention, Database
from shared.storage.scrubbing import sweep_erased
from shared.storage.unit_of_work import OLDEST_SECONDS, UnitOfWork
from tests.traces import traces
from tests.unit.notifications.given import (
    ACTIVATED,
    ANNOUNCED,
    CANCELLED,
    CONFIRMED,
    NOW,
    PERSON,
    event_of,
)
from tests.unit.notifications.given_exchange import (
    ASSIGNED,
    DRAFTED,
    MANDUEL,
    PROPOSED,
    RESCHEDULED,
    ROURET,
    SCHEDULED,
    sample,
    subject_of,
)

ZOE_UPDATED = PersonUpdated(**ACTIVATED.model_dump() | {"phone": "06 12 34 56 78"})
OF_ZOE = ("Zoé", "Lefèvre", "zoe@example.org", "06 12 34 56 78")
ADMIN = Actor(new_id(), frozenset({Role("admin")}))
NO_TIME = timedelta(0)


def told(payload: Payload, sequence: int = 1) -> Envelope[Any]:
    subject = f"{payload.aggregate}/{PERSON}"
    return event_of(payload, sequence=sequence).model_copy(update={"subject": subject})


ERASED = told(PersonErased(person_id=PERSON, deadline=NOW.date()), 9)


class Service:
    """What this service's worker does of the events that it hears, without a broker."""

    def __init__(self, database: Database) -> None:
        self._inbox = Inbox("notifications", database, utc_now)
        heard = (*subscriptions(MongoNotifications, MongoPartners), scrubs(PERSONAL_DATA))
        self._subscriptions = {subscription.name: subscription for subscription in heard}

    async def hear(self, handler: str, event: Envelope[Any]) -> None:
        await self._inbox.apply(event, self._subscriptions[handler])


@pytest.fixture
def service(database: Database) -> Service:
    return Service(database)


async def know_zoe(database: Database, service: Service) -> None:
    """Everything that this service ever holds of a person."""
    await service.hear("keep_contacts", told(ACTIVATED))
    await service.hear("keep_club_events", event_of(ANNOUNCED))
    await service.hear("send_confirmation", event_of(CONFIRMED))
    letters = DeadLetters(database, utc_now)
    await letters.keep(told(ZOE_UPDATED, 2).to_bytes(), queue="notifications.keep_contacts", reason="a")
    await letters.replay(ADMIN, Choice())
    await letters.keep(told(ZOE_UPDATED, 3).to_bytes(), queue="notifications.keep_contacts", reason="b")
    await letters.keep(told(ZOE_UPDATED, 4).to_bytes()[:-9], queue="notifications.keep_contacts", reason="c")
    answer = f'{{"id":"{PERSON}","family_name":"Lefèvre","email":"zoe@example.org"}}'
    await database["idempotency"].insert_one({"_id": "person:1:key", "answer": answer, "at": utc_now()})


async def test_whoever_is_erased_leaves_no_trace(database: Database, service: Service) -> None:
    await know_zoe(database, service)
    assert {line.partition(":")[0] for line in await traces(database, *OF_ZOE)} == {
        "contacts",
        "staff_feed",
        "dead_letters",
        "outbox",
        "idempotency",
    }
    await service.hear("scrub_person", ERASED)
    assert await traces(database, *OF_ZOE) == []
    assert await database["staff_feed"].count_documents({"person_id": PERSON}) == 1
    assert await database["deliveries"].count_documents({"notice.person_id": PERSON}) == 1


async def test_a_line_that_names_two_people_goes_with_either(database: Database, service: Service) -> None:
    other = PersonActivated(
        **ACTIVATED.model_dump()
        | {"person_id": new_id(), "given_name": "Ali", "family_name": "Benali", "email": "a@example.org"}
    )
    activated = event_of(other).model_copy(update={"subject": f"person/{other.person_id}"})
    await service.hear("keep_contacts", told(ACTIVATED))
    await service.hear("keep_contacts", activated)
    await service.hear("keep_club_events", event_of(ANNOUNCED))
    passed_on = RegistrationTransferred(
        registration_id=CONFIRMED.registration_id,
        club_event_id=CONFIRMED.club_event_id,
        from_person_id=PERSON,
        to_person_id=other.person_id,
        mode="in_person",
    )
    await service.hear("send_transfer", event_of(passed_on))
    assert any(line.startswith("staff_feed") for line in await traces(database, *OF_ZOE))
    await service.hear("scrub_person", ERASED)
    assert await traces(database, *OF_ZOE) == []


def referent(sequence: int, *orgs: UUID) -> Envelope[Any]:
    """Zoé as referent of these organisations."""
    roles = tuple(PersonRole(role="referent", org=org) for org in orgs)
    return told(ACTIVATED.model_copy(update={"roles": roles}), sequence)


def of(fact: Payload, sequence: int) -> Envelope[Any]:
    """A fact of the exchange that the samples tell of."""
    return event_of(fact, sequence=sequence).model_copy(update={"subject": subject_of(fact)})


async def follow_an_exchange(service: Service) -> None:
    """Zoé is referent of Le Rouret, signs for it, and goes to Manduel."""
    await service.hear("keep_contacts", referent(1, ROURET))
    for org, name in ((ROURET, "Le Rouret"), (MANDUEL, "Manduel")):
        named = sample(OrganisationRegistered, org=org, name=name)
        await service.hear("keep_organisations", of(named, 1))
    await service.hear("tell_of_conventions", of(DRAFTED, 1))
    asked = sample(ConventionSignatureRequested, signatory_id=PERSON)
    await service.hear("tell_of_conventions", of(asked, 2))
    await service.hear("tell_of_visits", of(PROPOSED, 1))
    coming = ASSIGNED.model_copy(update={"agent_ids": (PERSON,)})
    await service.hear("tell_of_visits", of(coming, 2))
    await service.hear("tell_of_visits", of(SCHEDULED, 3))


async def test_whoever_was_in_an_exchange_leaves_ids_and_is_told_no_more(
    database: Database, service: Service
) -> None:
    await follow_an_exchange(service)
    assert await database["deliveries"].count_documents({"notice.person_id": PERSON}) == 3
    assert {line.partition(":")[0] for line in await traces(database, *OF_ZOE)} == {"contacts"}
    await service.hear("scrub_person", ERASED)
    assert await traces(database, *OF_ZOE) == []
    await service.hear("tell_of_visits", of(RESCHEDULED, 4))
    await service.hear("tell_of_conventions", of(sample(ConventionSignatureRefused), 3))
    assert await database["deliveries"].count_documents({"notice.person_id": PERSON}) == 3
    assert await database["visits"].count_documents({"agents": PERSON}) == 1


async def test_whoever_asks_reads_what_is_held_of_their_exchanges(
    database: Database, service: Service
) -> None:
    await follow_an_exchange(service)
    pieces = await collect(database, PERSONAL_DATA, Retention(), PERSON)
    rows = {piece.category: piece.rows for piece in pieces}
    assert rows["Coordonnées"][0]["référent·e de"] == "Le Rouret"
    assert rows["Signataires des conventions"] == ({"convention": "CONV-2027-014"},)
    assert rows["Agents en visite"] == rows["Invitations aux visites"]
    assert rows["Agents en visite"][0]["visite"] == "VIS-2027-031"
    mails = {row["modèle du courriel"]: row for row in rows["Suivi des courriels"]}
    assert mails["signature demandée"]["convention"] == "CONV-2027-014"
    assert mails["visite programmée"]["visite"] == "VIS-2027-031"


async def test_what_comes_late_brings_nobody_back(database: Database, service: Service) -> None:
    await service.hear("keep_club_events", event_of(ANNOUNCED))
    await service.hear("scrub_person", ERASED)
    await service.hear("keep_contacts", told(ACTIVATED))
    await service.hear("keep_contacts", told(ZOE_UPDATED, 7))  # although events before it never came
    await service.hear("keep_contacts", ERASED)
    await service.hear("send_confirmation", event_of(CONFIRMED))
    await service.hear("send_cancellation", event_of(CANCELLED, sequence=2))
    letters = DeadLetters(database, utc_now)
    await letters.keep(told(ZOE_UPDATED, 8).to_bytes(), queue="notifications.keep_contacts", reason="late")
    await letters.replay(ADMIN, Choice())
    assert await traces(database, *OF_ZOE) == []
    assert await database["deliveries"].count_documents({}) == 0
    texts = [line["text"] async for line in database["staff_feed"].find(sort=[("position", 1)])]
    assert all("personne effacée" in text for text in texts)
    assert len(texts) == 2


async def test_what_had_begun_before_is_swept_and_then_it_is_told_once(
    database: Database, service: Service
) -> None:
    await know_zoe(database, service)
    await service.hear("scrub_person", ERASED)
    late = {"$set": {"family_name": "Lefèvre", "email": "zoe@example.org"}}
    await database["contacts"].update_one({"_id": PERSON}, late)  # as a job that had read it before would
    await sweep_erased(database, PERSONAL_DATA, utc_now, after=timedelta(minutes=15))
    assert await traces(database, *OF_ZOE) != []
    sweeps = (sweep_erased(database, PERSONAL_DATA, utc_now, after=NO_TIME) for _ in range(4))
    await asyncio.gather(*sweeps)
    await sweep_erased(database, PERSONAL_DATA, utc_now, after=NO_TIME)
    assert await traces(database, *OF_ZOE) == []
    said = [row["subject"] async for row in database["outbox"].find({"exchange": "events"})]
    assert said == [f"erased_person/{PERSON}"]


async def test_what_was_read_too_long_ago_is_not_written(database: Database) -> None:
    work = UnitOfWork(database)
    work.write("notes", InsertOne({"name": "Zoé"}))
    work._begun -= OLDEST_SECONDS + 1
    with pytest.raises(Contention):
        await work.commit()
    assert await database["notes"].count_documents({}) == 0
