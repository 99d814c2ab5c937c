"""Checks the directory's API on a real database: what it makes, lists and lets people see."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

import httpx

from services.directory.settings import Settings
from shared.commands import Role
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller, Callers, Json
from tests.integration.directory.given import BARJAC, CAMILLE, MANDUEL, appointment, mandate, person, post


async def listed(caller: Caller, path: str, **query: str) -> list[Json]:
    """Every item of a list, two on a page."""
    items: list[Json] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await caller.get(path, limit=2, **query, **cursor)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


async def test_an_organisation_joins_the_club(staff: Caller, database: Database) -> None:
    made = await staff.post("/organisations", MANDUEL)
    org = made.json()["id"]
    assert (made.status_code, made.headers["Location"]) == (201, f"/organisations/{org}")
    assert (await staff.get(made.headers["Location"])).json() == made.json()
    invited = await staff.made("/people", person(appointment("referent", org)))
    await staff.made(f"/people/{invited['id']}/activate")
    membership = await staff.made("/memberships", {"org": org, "year": 2027})
    active = await staff.made(f"/memberships/{membership['id']}/activate")
    assert active["state"] == "active"
    assert await listed(staff, "/memberships", org=org, state="active") == [active]
    told = [row["routing_key"] async for row in database["outbox"].find(sort=[("_id", 1)])]
    assert told == [
        "directory.SigningKeyPublished.v1",
        "directory.OrganisationRegistered.v1",
        "directory.PersonInvited.v1",
        "directory.PersonActivated.v1",
        "directory.MembershipApplied.v1",
        "directory.MembershipActivated.v1",
    ]


async def test_the_act_of_an_assembly_is_kept_with_its_decision(
    staff: Caller, caller: Callers, database: Database
) -> None:
    org = (await staff.made("/organisations", MANDUEL))["id"]
    await staff.made("/people", person(appointment("referent", org)))
    path = f"/memberships/{(await staff.made('/memberships', {'org': org, 'year': 2027}))['id']}"
    referent, other = caller(Role("referent", UUID(org))), caller(Role("referent", UUID(int=7)))
    pdf: Json = {"content": b"%PDF-1.7 act", "content_type": "application/pdf"}

    async def send(who: Caller, **file: Any) -> httpx.Response:
        return await who.send("PUT", f"{path}/deliberation/file", **{**pdf, **file})

    assert (await send(referent)).json()["code"] == "deliberation_missing"
    decision = {"number": "2026-114", "voted_on": "2026-01-20"}
    assert (await staff.put(f"{path}/deliberation", decision)).is_success
    assert [(await send(who)).status_code for who in (other, caller())] == [403, 403]
    assert (await send(referent, content=b"<html>")).json()["errors"][0]["field"] == "file"
    sent = (await send(referent)).json()
    kept = await referent.get(f"{path}/deliberation/file")
    assert (kept.content, kept.headers["ETag"]) == (
        b"%PDF-1.7 act",
        f'"{sent["deliberation"]["file_sha256"]}"',
    )
    assert (await other.get(f"{path}/deliberation/file")).status_code == 403

    assert (await staff.put(f"{path}/deliberation", decision | {"transmitted_on": "2026-01-22"})).is_success
    assert (await staff.get(f"{path}/deliberation/file")).content == b"%PDF-1.7 act"
    assert (await staff.put(f"{path}/deliberation", decision | {"number": "2026-115"})).is_success
    assert (await staff.get(f"{path}/deliberation/file")).json()["code"] == "deliberation_missing"
    assert await database["deliberations"].count_documents({}) == 0


async def test_the_same_request_twice_makes_one_thing(staff: Caller) -> None:
    answers = [await staff.post("/organisations", MANDUEL, key="same-key") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert [answer.status_code for answer in answers] == [201, 201]
    other = await staff.post("/organisations", BARJAC, key="same-key")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(await listed(staff, "/organisations")) == 1


async def test_of_those_who_want_the_same_siren_or_address_at_once_one_gets_it(staff: Caller) -> None:
    organisations = await asyncio.gather(*(staff.post("/organisations", MANDUEL) for _ in range(12)))
    assert Counter(answer.status_code for answer in organisations) == {201: 1, 409: 11}
    org = (await listed(staff, "/organisations"))[0]["id"]
    people = await asyncio.gather(*(staff.post("/people", person(mandate(org))) for _ in range(12)))
    assert Counter(answer.status_code for answer in people) == {201: 1, 409: 11}
    await staff.made("/people", person(appointment("referent", org), "referent"))
    asked = {"org": org, "year": 2027}
    memberships = await asyncio.gather(*(staff.post("/memberships", asked) for _ in range(12)))
    assert Counter(answer.status_code for answer in memberships) == {201: 1, 409: 11}


async def test_lists_are_complete_and_in_the_order_of_names(staff: Caller) -> None:
    names = ["Zuydcoote", "Évian", "Œting", "Barjac", "Barjac", "Ébreuil", "Les Orres"]
    for name in names:
        await staff.made("/organisations", {"kind": "other_public", "name": name})
    found = [item["name"] for item in await listed(staff, "/organisations")]
    assert found == ["Barjac", "Barjac", "Ébreuil", "Évian", "Œting", "Les Orres", "Zuydcoote"]
    assert [item["name"] for item in await listed(staff, "/organisations", q="OETI")] == ["Œting"]


async def test_a_siren_finds_its_organisation(staff: Caller) -> None:
    manduel = await staff.made("/organisations", MANDUEL)
    await staff.made("/organisations", BARJAC)
    assert await listed(staff, "/organisations", siren="213001555") == [manduel]


async def test_the_topics_of_the_club_are_read_with_their_names(caller: Callers) -> None:
    topics = (await caller().get("/topics")).json()
    assert topics[0] == {"code": "gaspillage", "label": "Réduction du gaspillage"}
    assert len(topics) == 17


async def test_an_organisation_is_replaced_whole(staff: Caller) -> None:
    org = (await staff.made("/organisations", MANDUEL))["id"]
    updated = await staff.put(f"/organisations/{org}", {**MANDUEL, "population": 7100})
    assert updated.json() == {**MANDUEL, "id": org, "population": 7100, "merger": None}
    await staff.made("/organisations", BARJAC)
    taken = await staff.put(f"/organisations/{org}", {**MANDUEL, "siren": BARJAC["siren"]})
    assert (taken.status_code, taken.json()["code"]) == (409, "siren_taken")


async def test_a_person_holds_roles_that_begin_and_end(staff: Caller) -> None:
    org = (await staff.made("/organisations", MANDUEL))["id"]
    made = await staff.made("/people", person(mandate(org)))
    path = f"/people/{made['id']}"
    await staff.made(f"{path}/activate")
    both = await staff.made(f"{path}/roles", post(org))
    assert [role["role"] for role in both["roles"]] == ["elected", "technical"]
    ended = await staff.made(f"{path}/roles/{both['held'][0]['id']}/end", {"ends_on": "2026-10-01"})
    assert [role["role"] for role in ended["roles"]] == ["technical"]
    assert [held["form"] for held in ended["held"]] == ["mandate", "post"]


async def test_people_are_seen_by_the_team_their_referents_and_themselves(
    staff: Caller, caller: Callers
) -> None:
    manduel, barjac = [(await staff.made("/organisations", one))["id"] for one in (MANDUEL, BARJAC)]
    here = await staff.made("/people", person(mandate(manduel), "here"))
    there = await staff.made("/people", person(post(barjac), "there"))
    gone = await staff.made("/people", person({**post(manduel), "ends_on": "2021-01-01"}, "gone"))
    referent = caller(Role("referent", UUID(manduel)))
    themself = caller(person_id=UUID(there["id"]))
    everybody = {person["id"] for person in (here, there, gone)}
    for who, seen in (
        (staff, everybody),
        (referent, {here["id"]}),
        (themself, {there["id"]}),
        (caller(), set()),
    ):
        assert {item["id"] for item in await listed(who, "/people")} == seen
        for person_id in everybody:
            status = (await who.get(f"/people/{person_id}")).status_code
            assert status == (200 if person_id in seen else 404)


async def test_people_change_their_own_address(staff: Caller, caller: Callers) -> None:
    org = (await staff.made("/organisations", MANDUEL))["id"]
    made = await staff.made("/people", person(mandate(org)))
    await staff.made("/people", person(mandate(org), "taken"))
    themself = caller(person_id=UUID(made["id"]))
    changed = await themself.put(f"/people/{made['id']}", {**CAMILLE, "email": "C.D@example.org"})
    assert changed.json()["email"] == "c.d@example.org"
    taken = await themself.put(f"/people/{made['id']}", {**CAMILLE, "email": "Taken@example.org"})
    assert (taken.status_code, taken.json()["code"]) == (409, "email_taken")


async def test_a_retired_key_opens_nothing_any_more(staff: Caller, admin: Caller, settings: Settings) -> None:
    (key,) = (await staff.get("/keys")).json()["keys"]
    assert set(key) == {"kid", "kty", "use", "alg", "crv", "x", "y"}
    assert (await admin.post(f"/keys/{key['kid']}/retire")).status_code == 200
    assert (await staff.get("/keys")).json() == {"keys": []}
    assert settings.signing_key_file.exists()
