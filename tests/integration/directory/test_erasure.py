"""Whoever is erased leaves no trace in the directory, whose team sees which services have confirmed."""

from datetime import timedelta
from uuid import UUID

from services.directory.consumers import subscriptions
from services.directory.handlers.table import COMMANDS
from services.directory.personal_data import PERSONAL_DATA
from services.directory.repository.know_how_store import MongoPastWork
from services.directory.repository.queries import MongoDirectoryQueries
from services.directory.repository.store import MongoDirectory
from services.directory.timers.people import alert_on_erasures
from shared.application import Application
from shared.clock import utc_now
from shared.events.directory import PERSON_CONTRACTS, PersonErased
from shared.events.envelope import Envelope, by_type, parse
from shared.events.registration import PersonScrubbed
from shared.ids import new_id
from shared.messaging.erasure import scrubs
from shared.messaging.inbox import Inbox
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller, Callers, Json
from tests.integration.directory.given import MANDUEL, mandate
from tests.integration.directory.given import person as a_person
from tests.traces import traces

PHONE = "06 12 34 56 78"


async def known(staff: Caller) -> Json:
    org = (await staff.made("/organisations", MANDUEL))["id"]
    return await staff.made("/people", {**a_person(mandate(org)), "phone": PHONE})


def words_of(person: Json) -> tuple[str, ...]:
    return person["given_name"], person["family_name"], person["email"], PHONE


async def erased_event(database: Database) -> Envelope[PersonErased]:
    row = await database["outbox"].find_one({"routing_key": PersonErased.type()})
    assert row is not None
    return parse(bytes(row["body"]), by_type(PERSON_CONTRACTS))


async def test_whoever_is_erased_leaves_no_trace(database: Database, staff: Caller, admin: Caller) -> None:
    person = await known(staff)
    path = f"/people/{person['id']}"
    await staff.put(
        path, {name: person[name] for name in ("given_name", "family_name")} | {"email": "b@example.org"}
    )
    await staff.made(f"{path}/erasure", {"reason": f"Demande de {person['family_name']}"})
    assert (await staff.post(f"{path}/erasure/grant")).status_code == 403
    await admin.made(f"{path}/erasure/grant")
    words = (*words_of(person), "b@example.org")
    assert await traces(database, *words) != []  # what was answered, and is still to be told
    inbox = Inbox("directory", database, utc_now)
    await inbox.apply(await erased_event(database), scrubs(PERSONAL_DATA))
    assert await traces(database, *words) == []
    assert (await staff.get(path)).status_code == 404
    assert (await staff.get("/people")).json()["items"] == []
    assert (await staff.post(f"{path}/erasure", {})).json()["code"] == "unknown_person"


async def test_an_erased_address_is_free_again(staff: Caller, admin: Caller) -> None:
    person = await known(staff)
    await admin.made(f"/people/{person['id']}/erasure/grant")
    org = person["held"][0]["org"]
    again = await staff.post("/people", {**a_person(mandate(org)), "email": person["email"]})
    assert again.status_code == 201


async def test_the_team_sees_who_has_not_confirmed_and_is_alerted_once(
    database: Database, staff: Caller, admin: Caller, caller: Callers
) -> None:
    person = await known(staff)
    path = f"/people/{person['id']}/erasure"
    assert (await caller().get(path)).status_code == 403
    herself = caller(person_id=UUID(person["id"]))
    await herself.made(path, {"reason": ""})
    await admin.made(f"{path}/grant")
    (open_one,) = (await staff.get("/erasures", open=True)).json()["items"]
    assert open_one["missing"] == ["directory", "registration", "conventions", "notifications"]
    event = await erased_event(database)
    confirmed = PersonScrubbed(person_id=UUID(person["id"]))
    said = event.model_copy(update={"id": new_id(), "source": "registration", "data": confirmed})
    await Inbox("directory", database, utc_now).apply(said, subscriptions(MongoDirectory, MongoPastWork)[0])
    assert "registration" not in (await herself.get(path)).json()["missing"]

    application = Application("directory", database, COMMANDS, MongoDirectory)
    queries = MongoDirectoryQueries(database)
    for within in (timedelta(hours=72), timedelta(0), timedelta(0)):
        await alert_on_erasures(application, queries, utc_now, within=within)
    overdue = [row async for row in database["outbox"].find({"routing_key": "directory.ErasureOverdue.v1"})]
    assert len(overdue) == 1
    assert b'"missing":["directory","conventions","notifications"]' in bytes(overdue[0]["body"])
