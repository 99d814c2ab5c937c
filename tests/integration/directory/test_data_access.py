"""What is held of a person is gathered from all services, downloaded, and gone with the person."""

from typing import Any
from uuid import UUID

from services.directory.consumers import subscriptions
from services.directory.personal_data import PERSONAL_DATA
from services.directory.repository.know_how_store import MongoPastWork
from services.directory.repository.store import MongoDirectory
from shared.clock import utc_now
from shared.events import conventions, notifications, registration
from shared.events.access import CollectedPiece
from shared.events.directory import AccessRequested, PersonalDataCollected
from shared.events.envelope import Envelope, Payload, by_type, parse
from shared.ids import new_id
from shared.messaging.access import collects
from shared.messaging.erasure import scrubs
from shared.messaging.inbox import Inbox
from shared.retention import Retention
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller, Callers
from tests.integration.directory.test_erasure import PHONE, erased_event, known, words_of
from tests.pdf_text import text_of
from tests.traces import traces

OTHERS = (registration, conventions, notifications)
PIECE = CollectedPiece(
    category="Inscriptions aux rencontres",
    purpose="Tenir les places.",
    basis="exécution de l’adhésion",
    kept="1095 jours",
    rows=({"rencontre": "Sortir du plastique", "date de la demande": "2027-03-01T08:05:00+00:00"},),
    is_cut=False,
)


async def told(database: Database, contract: type[Payload]) -> Envelope[Any]:
    row = await database["outbox"].find_one({"routing_key": contract.type()}, sort=[("at", -1)])
    assert row is not None
    return parse(bytes(row["body"]), by_type((contract,)))


async def answer(database: Database, asked: Envelope[Any]) -> None:
    """What the services do of a request, without a broker."""
    inbox = Inbox("directory", database, utc_now)
    await inbox.apply(asked, collects(PERSONAL_DATA, Retention()))
    own = await told(database, PersonalDataCollected)
    keep = next(
        item for item in subscriptions(MongoDirectory, MongoPastWork) if item.name == "keep_collected"
    )
    await inbox.apply(own, keep)
    for service in OTHERS:
        pieces = (PIECE,) if service is registration else ()
        fact = service.PersonalDataCollected(**own.data.model_dump() | {"collected": pieces})
        changed = {"id": new_id(), "source": fact.owner(), "type": fact.type(), "data": fact}
        await inbox.apply(own.model_copy(update=changed), keep)


async def test_what_is_held_is_gathered_and_downloaded(
    database: Database, staff: Caller, caller: Callers
) -> None:
    person = await known(staff)
    path = f"/people/{person['id']}/access-export"
    herself = caller(person_id=UUID(person["id"]))
    assert (await herself.get(path)).status_code == 404
    assert (await caller().post(path)).status_code == 403
    asked = await herself.made(path)
    assert (asked["is_ready"], len(asked["missing"])) == (False, 4)
    assert (await herself.get(f"{path}/document")).json()["code"] == "access_not_ready"
    assert (await staff.post(path)).json()["code"] == "access_being_gathered"
    await answer(database, await told(database, AccessRequested))
    assert (await staff.get(path)).json()["is_ready"]
    data = (await herself.get(f"{path}/data")).json()
    [identity, role] = data["services"]["directory"][:2]
    assert identity["rows"] == [
        {
            "prénom": person["given_name"],
            "nom": person["family_name"],
            "adresse électronique": person["email"],
            "téléphone": PHONE,
            "langue": "fr",
            "état": "Invité·e",
        }
    ]
    assert role["rows"][0]["collectivité"] == person["held"][0]["org"]
    answered = await herself.get(f"{path}/document")
    assert answered.headers["Content-Type"] == "application/pdf"
    text = text_of(answered.content)
    for words in (*words_of(person), "Manduel", "Maire", "Sortir du plastique", "1 mars 2027, 9 h 05"):
        assert words in text
    assert (await caller().get(f"{path}/data")).status_code == 403


async def test_what_was_gathered_of_an_erased_person_is_gone_and_does_not_come_back(
    database: Database, staff: Caller, admin: Caller
) -> None:
    person = await known(staff)
    path = f"/people/{person['id']}"
    await staff.made(f"{path}/access-export")
    asked = await told(database, AccessRequested)
    await answer(database, asked)
    await admin.made(f"{path}/erasure/grant")
    inbox = Inbox("directory", database, utc_now)
    late = await told(database, PersonalDataCollected)
    await inbox.apply(await erased_event(database), scrubs(PERSONAL_DATA))
    assert await traces(database, *words_of(person)) == []
    keep = next(
        item for item in subscriptions(MongoDirectory, MongoPastWork) if item.name == "keep_collected"
    )
    await inbox.apply(late.model_copy(update={"id": new_id()}), keep)
    again = asked.model_copy(update={"id": new_id()})
    await inbox.apply(again, collects(PERSONAL_DATA, Retention()))
    assert await traces(database, *words_of(person)) == []
    assert (await staff.get(f"{path}/access-export")).status_code == 404
