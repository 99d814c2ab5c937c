"""Checks a merger on a real database: what it ends, what goes on, and that no two close a circle."""

import asyncio
from collections import Counter

from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller
from tests.integration.directory.given import BARJAC, MANDUEL, appointment, mandate, person, post


async def test_an_organisation_goes_over_into_another(staff: Caller, database: Database) -> None:
    manduel, barjac = [(await staff.made("/organisations", one))["id"] for one in (MANDUEL, BARJAC)]
    elected = await staff.made("/people", person(mandate(manduel), "elected"))
    agent = await staff.made("/people", person(post(manduel), "agent"))
    referent = await staff.made("/people", person(appointment("referent", manduel), "referent"))
    for one in (elected, agent, referent):
        await staff.made(f"/people/{one['id']}/activate")
    membership = await staff.made("/memberships", {"org": manduel, "year": 2026})
    await staff.made(f"/memberships/{membership['id']}/activate")

    said = {"succeeded_by": barjac, "effective_on": "2026-01-02"}
    merged = await staff.made(f"/organisations/{manduel}/merger", said)
    assert merged["merger"] == said
    roles = {name: (await staff.get(f"/people/{one['id']}")).json() for name, one in (
        ("elected", elected), ("agent", agent), ("referent", referent)
    )}  # fmt: skip
    assert roles["agent"]["roles"] == [{"role": "technical", "org": barjac}]
    assert {name: one["state"] for name, one in roles.items()} == {
        "elected": "inactive",
        "agent": "active",
        "referent": "inactive",
    }
    left = (await staff.get(f"/memberships/{membership['id']}")).json()
    assert (left["state"], left["rights_end_on"]) == ("resigned", "2026-01-01")
    told = [row["routing_key"] async for row in database["outbox"].find(sort=[("_id", 1)])]
    assert "directory.OrganisationMerged.v1" in told
    again = await staff.post(f"/organisations/{manduel}/merger", said)
    assert (again.status_code, again.json()["code"]) == (409, "already_merged")
    late = await staff.post("/people", person(mandate(manduel), "late"))
    assert (late.status_code, late.json()["code"]) == (409, "merged_away")
    assert late.json()["succeeded_by"] == barjac


async def test_of_two_mergers_at_once_that_would_close_a_circle_one_is_refused(staff: Caller) -> None:
    manduel, barjac = [(await staff.made("/organisations", one))["id"] for one in (MANDUEL, BARJAC)]
    answers = await asyncio.gather(
        staff.post(
            f"/organisations/{manduel}/merger", {"succeeded_by": barjac, "effective_on": "2028-01-01"}
        ),
        staff.post(
            f"/organisations/{barjac}/merger", {"succeeded_by": manduel, "effective_on": "2027-01-01"}
        ),
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 1}
