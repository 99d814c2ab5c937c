"""Consents over HTTP: read, given, withdrawn, listed for staff, and gone with the person."""

from uuid import UUID

from services.directory.personal_data import PERSONAL_DATA
from shared.clock import utc_now
from shared.messaging.erasure import scrubs
from shared.messaging.inbox import Inbox
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller, Callers
from tests.integration.directory.test_erasure import erased_event, known

YES, NO = ({"granted": granted, "wording_version": 1} for granted in (True, False))


async def test_a_person_gives_and_withdraws_and_staff_reads_who_consents(
    staff: Caller, caller: Callers
) -> None:
    person = await known(staff)
    path = f"/people/{person['id']}/consents"
    herself = caller(person_id=UUID(person["id"]))
    asked = {wording["purpose"] for wording in (await herself.get("/consents/wordings")).json()}
    assert asked == {"photos", "contact_sharing", "news"}
    assert (await herself.get(path)).json()["in_force"] == []
    assert (await herself.put(f"{path}/photos", YES)).status_code == 200
    outdated = await herself.put(f"{path}/news", {"granted": True, "wording_version": 7})
    assert (outdated.status_code, outdated.json()["code"]) == (409, "outdated_wording")
    assert (await caller().put(f"{path}/photos", NO)).status_code == 403
    assert (await caller().get(path)).status_code == 403
    [listed] = (await staff.get("/consents", purpose="photos")).json()["items"]
    assert listed["person_id"] == person["id"]
    assert (await staff.put(f"{path}/photos", NO)).status_code == 200
    assert (await staff.get("/consents", purpose="photos")).json()["items"] == []
    history = (await herself.get(path)).json()["history"]
    assert [choice["granted"] for choice in history] == [True, False]
    assert history[0]["by"] == f"person:{person['id']}" != history[1]["by"]


async def test_the_choices_of_an_erased_person_are_gone(
    database: Database, staff: Caller, admin: Caller
) -> None:
    person = await known(staff)
    path = f"/people/{person['id']}"
    assert (await staff.put(f"{path}/consents/photos", YES)).status_code == 200
    await admin.made(f"{path}/erasure/grant")
    await Inbox("directory", database, utc_now).apply(await erased_event(database), scrubs(PERSONAL_DATA))
    assert await database["consents"].count_documents({}) == 0
    assert (await staff.get(f"{path}/consents")).json()["code"] == "unknown_person"
    assert (await staff.put(f"{path}/consents/photos", YES)).json()["code"] == "unknown_person"
