"""Checks expertise offers over HTTP, what is heard of exchanges, gatherings, testimonies, who is named."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.directory.consumers import subscriptions
from services.directory.handlers.past_work import keep_exchanges, keep_gatherings, keep_testimonies
from services.directory.handlers.table import COMMANDS
from services.directory.repository.know_how_queries import MongoKnowHowQueries
from services.directory.repository.know_how_store import MongoPastWork
from services.directory.repository.queries import MongoDirectoryQueries
from services.directory.repository.store import MongoDirectory
from services.directory.timers.renewals import pause_offers_of_former_members
from shared.application import Application
from shared.clock import utc_now
from shared.commands import Role
from shared.events import conventions, registration
from shared.events.envelope import Envelope, Payload
from shared.events.pieces import When
from shared.ids import new_id
from shared.messaging.inbox import Inbox
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller, Callers, Json
from tests.integration.directory.given import BARJAC, MANDUEL, appointment, person

YEAR = utc_now().year
OFFER: Json = {"topics": ["plastique"], "summary": "Sortir les barquettes.", "half_days_per_year": 6}


async def organisation(staff: Caller, profile: Json) -> str:
    made: str = (await staff.made("/organisations", profile))["id"]
    return made


async def join(staff: Caller, org: str) -> str:
    await staff.made("/people", person(appointment("referent", org), f"referent-{org}"))
    asked = await staff.made("/memberships", {"org": org, "year": YEAR})
    await staff.made(f"/memberships/{asked['id']}/activate")
    membership: str = asked["id"]
    return membership


async def hear(database: Database, handler: object, *payloads: Payload, subject: UUID) -> None:
    """All events of one subject."""
    inbox = Inbox("directory", database, utc_now)
    (listening,) = [one for one in subscriptions(MongoDirectory, MongoPastWork) if one.handler is handler]
    for sequence, payload in enumerate(payloads, start=1):
        event = Envelope[Payload](
            id=new_id(),
            source=payload.owner(),
            type=payload.type(),
            time=utc_now(),
            subject=f"{payload.aggregate}/{subject}",
            sequence=sequence,
            correlationid="story",
            actor="system",
            dataschema=payload.dataschema(),
            data=payload,
        )
        await inbox.apply(event, listening)


async def exchange(database: Database, offering: str, receiving: str) -> None:
    subject = new_id()
    about: Json = {"exchange_request_id": subject, "topics": ("plastique",)}
    matched = conventions.MatchAccepted(**about, offering_org=UUID(offering), receiving_org=UUID(receiving))
    fulfilled = conventions.ExchangeFulfilled(
        exchange_request_id=subject, convention_id=new_id(), visits_count=2, half_days_consumed=4
    )
    await hear(database, keep_exchanges, matched, fulfilled, subject=subject)


async def gathering(database: Database, venue: str) -> None:
    subject = new_id()
    starts = datetime(YEAR - 1, 3, 18, 9, 30, tzinfo=UTC)
    when = When(
        starts_local=starts.replace(tzinfo=None),
        ends_local=starts.replace(tzinfo=None, hour=12),
        timezone="Europe/Paris",
        starts_utc=starts - timedelta(hours=1),
        ends_utc=starts.replace(hour=11),
    )
    announced = registration.ClubEventAnnounced(
        club_event_id=subject,
        kind="study_trip",
        title="Sans barquette",
        topics=("foncier",),
        when=when,
        mode="in_person",
        place=None,
        venue_org=UUID(venue),
        area=(),
        audience="Tous",
    )
    updated = registration.ClubEventUpdated(
        club_event_id=subject, changed_fields=("topics",), topics=("plastique",)
    )
    held = registration.ClubEventHeld(club_event_id=subject, when=when)
    await hear(database, keep_gatherings, announced, updated, held, subject=subject)


async def told_by(database: Database, org: str) -> None:
    subject = new_id()
    given = registration.TestimonyGiven(
        testimony_id=subject,
        org=UUID(org),
        club_event_id=new_id(),
        person_id=new_id(),
        title="Sans plastique en trois ans",
        topics=("plastique",),
    )
    await hear(database, keep_testimonies, given, subject=subject)


async def who(caller: Caller, **asked: Any) -> list[tuple[str, list[str]]]:
    answer = await caller.get("/know-how", topic="plastique", **asked)
    assert answer.status_code == 200, answer.text
    return [(item["name"], [one["code"] for one in item["reasons"]]) for item in answer.json()["items"]]


async def test_an_offer_is_a_draft_then_shown_then_paused_with_the_membership(
    staff: Caller, caller: Callers, database: Database
) -> None:
    manduel = await organisation(staff, MANDUEL)
    referent, anybody = caller(Role("referent", UUID(manduel))), caller()
    draft = await referent.made("/expertise-offers", {"org": manduel, **OFFER})
    path = f"/expertise-offers/{draft['id']}"
    assert (await anybody.get(path)).status_code == 404
    assert (await anybody.get("/expertise-offers")).json()["items"] == []
    refused = await referent.post(f"{path}/publish")
    assert (refused.status_code, refused.json()["code"]) == (409, "members_only")
    membership = await join(staff, manduel)
    assert (await referent.made(f"{path}/publish"))["state"] == "published"
    assert (await anybody.get("/expertise-offers", topic="plastique")).json()["items"][0]["id"] == draft["id"]
    wrong = await referent.put(path, {**OFFER, "topics": ["licorne"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "topics")
    assert (await referent.put(path, {**OFFER, "half_days_per_year": 8})).json()["half_days_per_year"] == 8

    await staff.made(f"/memberships/{membership}/resign")
    application = Application("directory", database, COMMANDS, MongoDirectory)
    queries = MongoDirectoryQueries(database), MongoKnowHowQueries(database)
    await pause_offers_of_former_members(application, *queries, utc_now)
    assert (await anybody.get(path)).json()["state"] == "published"
    new_year = datetime(YEAR + 1, 1, 1, 12, tzinfo=UTC)
    await pause_offers_of_former_members(application, *queries, lambda: new_year)
    assert (await anybody.get(path)).json()["state"] == "paused"
    told = [row["routing_key"] async for row in database["outbox"].find({"routing_key": {"$regex": "Offer"}})]
    assert sorted(told) == [
        "directory.ExpertiseOfferPaused.v1",
        "directory.ExpertiseOfferPublished.v1",
        "directory.ExpertiseOfferPublished.v1",
    ]


async def test_who_has_done_it_is_named_with_the_reasons(
    staff: Caller, caller: Callers, database: Database
) -> None:
    manduel, barjac = await organisation(staff, MANDUEL), await organisation(staff, BARJAC)
    far = {**BARJAC, "name": "Zoteux", "siren": None, "insee_code": None, "departement": "62", "region": "32"}
    zoteux = await organisation(staff, far)
    await join(staff, barjac)
    offer = await staff.made("/expertise-offers", {"org": barjac, **OFFER})
    assert await who(caller()) == []
    await staff.made(f"/expertise-offers/{offer['id']}/publish")
    await exchange(database, manduel, zoteux)
    await gathering(database, zoteux)
    await told_by(database, zoteux)
    assert await who(caller()) == [
        ("Zoteux", ["testified", "welcomed", "learnt"]),
        ("Barjac", ["offers"]),
        ("Manduel", ["taught"]),
    ]
    told = (await caller().get("/know-how", topic="plastique")).json()["items"][0]["reasons"][0]
    assert told["message"].startswith("En a témoigné devant le club\u00a0: «\u00a0Sans plastique")
    assert await who(caller(), near=manduel, departement="30") == [
        ("Barjac", ["offers", "same_departement", "same_kind"])
    ]
    item = (await caller().get("/know-how", topic="plastique", departement="30", limit=1)).json()["items"][0]
    assert (
        item["reasons"][0]["message"] == "Propose de le montrer\u00a0: «\u00a0Sortir les barquettes.\u00a0»."
    )
    assert (await caller().get("/know-how", topic="foncier")).json()["items"] == []
    assert (await caller().get("/know-how")).status_code == 422
