"""Checks the end of all mandates of some organisations: looked at first, then done once, whole, and told."""

import asyncio
from collections import Counter

import pytest

from services.directory.handlers.table import COMMANDS
from services.directory.repository import queries as reading
from services.directory.repository.store import MongoDirectory
from services.directory.timers.people import carry_out_closures
from shared.application import Application
from shared.clock import utc_now
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller, Callers, Json
from tests.integration.directory.given import BARJAC, MANDUEL, appointment, mandate, person, post

ELECTION = "2026-06-28"


async def carry_out(database: Database) -> None:
    application = Application("directory", database, COMMANDS, MongoDirectory)
    await carry_out_closures(application, reading.MongoDirectoryQueries(database), utc_now)


async def active(staff: Caller, name: str, *roles: Json) -> str:
    first, *others = roles
    person_id: str = (await staff.made("/people", person(first, name)))["id"]
    for role in others:
        await staff.made(f"/people/{person_id}/roles", role)
    await staff.made(f"/people/{person_id}/activate")
    return person_id


async def test_an_election_is_looked_at_then_carried_out_once(
    staff: Caller, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.directory.timers.people.PEOPLE_AT_ONCE", 2)
    manduel, barjac = [(await staff.made("/organisations", one))["id"] for one in (MANDUEL, BARJAC)]
    alone = [await active(staff, f"elected{number}", mandate(manduel)) for number in range(3)]
    also_signs = await active(staff, "signs", mandate(manduel), appointment("signatory", manduel))
    works_too = await active(staff, "works", mandate(manduel), post(barjac))
    elsewhere = await active(staff, "elsewhere", mandate(barjac))
    asked = {"orgs": [manduel], "ends_on": ELECTION, "appointments": ["signatory"]}
    prepared = await staff.made("/mandate-closures", asked)
    path = f"/mandate-closures/{prepared['id']}"

    page = (await staff.get(f"{path}/people")).json()["items"]
    codes = {item["id"]: [found["code"] for found in item["consequences"]] for item in page}
    ends = ["mandate_ends", "seats_rechecked", "signatures_reassigned", "person_deactivated"]
    assert codes == {
        **dict.fromkeys(alone, ends),
        also_signs: ["mandate_ends", "appointment_ends", *ends[1:]],
        works_too: ["mandate_ends", "seats_rechecked", "signatures_reassigned", "role_kept"],
    }
    await carry_out(database)
    assert (await staff.get(path)).json()["people_left"] == 5

    applied = await staff.post(f"{path}/apply")
    assert (applied.status_code, applied.json()["state"]) == (202, "accepted")
    before = await database["outbox"].count_documents({})
    await asyncio.gather(*(carry_out(database) for _ in range(3)))
    standing = (await staff.get(path)).json()
    assert (standing["state"], standing["people_left"]) == ("done", 0)
    told = Counter(
        [row["routing_key"] async for row in database["outbox"].find(sort=[("_id", 1)], skip=before)]
    )
    assert told == {
        "directory.MandateEnded.v1": 5,
        "directory.PersonDeactivated.v1": 4,
        "directory.PersonUpdated.v1": 1,
    }
    history = (await staff.get(f"/people/{also_signs}")).json()
    assert history["state"] == "inactive"
    assert {(held["role"], held["ends_on"]) for held in history["held"]} == {
        ("elected", ELECTION),
        ("signatory", ELECTION),
    }
    assert (await staff.get(f"/people/{elsewhere}")).json()["state"] == "active"
    assert (await staff.post(f"{path}/apply")).json()["state"] == "done"
    await carry_out(database)
    assert await database["outbox"].count_documents({}) == before + 10


async def test_a_closure_that_cannot_be_is_refused(staff: Caller, caller: Callers) -> None:
    unknown = {"orgs": ["00000000-0000-0000-0000-000000000001"], "ends_on": ELECTION}
    assert (await staff.post("/mandate-closures", unknown)).json()["code"] == "unknown_organisation"
    assert (await staff.post("/mandate-closures", unknown | {"orgs": []})).status_code == 422
    staffing = unknown | {"appointments": ["staff"]}
    assert (await staff.post("/mandate-closures", staffing)).status_code == 422
    assert (await caller().post("/mandate-closures", unknown)).status_code == 403
    missing = "/mandate-closures/00000000-0000-0000-0000-000000000001"
    assert (await staff.post(f"{missing}/apply")).json()["code"] == "unknown_closure"
