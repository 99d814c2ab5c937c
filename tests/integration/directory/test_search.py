"""Checks what is found while somebody types, over HTTP: by whom, in which order, and until when."""

from uuid import UUID

import pytest
from pymongo import MongoClient

from services.directory.data.reader import read_territories
from services.directory.domain.person import Person
from services.directory.domain.territories import Territory
from services.directory.repository import search_rebuild
from services.directory.repository.organisation_documents import from_territory
from services.directory.repository.search_documents import person_entry, territory_entry
from shared.commands import Role
from shared.storage.mongo import Database, Operation
from tests.integration.directory.conftest import Caller, Callers
from tests.integration.directory.given import BARJAC, MANDUEL, Json, appointment, person, post

PLACES = {
    *("commune:11339", "commune:30247", "commune:93066", "commune:97411"),  # Saint-Denis, four times
    *("commune:13100", "commune:06112", "commune:67482", "commune:85113", "commune:30155", "commune:30029"),
    *("commune:13055", "commune:30286", "epci:200067767", "epci:200069854", "departement:30", "region:76"),
}

FOUND_FIRST = {
    "st rem": "Saint-Rémy-de-Provence",
    "SAINTE-REMY": None,
    "provence remy": "Saint-Rémy-de-Provence",
    "rouret": "Le Rouret",
    "le rou": "Le Rouret",
    "l’ile d’y": "L'Île-d'Yeu",
    "st": "Strasbourg",
    "str": "Strasbourg",
    "royans": "CC du Royans-Vercors",
    "communauté de communes roy": "CC du Royans-Vercors",
    "cc roy": "CC du Royans-Vercors",
    "213001555": "Manduel",
    "30155": "Manduel",
    "département du g": "Gard",
    "reunion xyz": None,
}


@pytest.fixture(scope="module")
def places() -> list[Territory]:
    return [territory for territory in read_territories() if territory.key in PLACES]


@pytest.fixture
async def search(staff: Caller, database: Database, places: list[Territory]) -> "Search":
    await database["territories"].insert_many([from_territory(place, "2026") for place in places])
    await database["search"].bulk_write([territory_entry(place, "2026") for place in places])
    return Search(staff)


class Search:
    """Somebody who searches."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def __call__(self, q: str = "", **asked: object) -> list[str]:
        return [item["name"] for item in (await self.page(q, **asked))["items"]]

    async def page(self, q: str = "", **asked: object) -> Json:
        answer = await self._caller.get("/search", q=q, **asked)
        assert answer.status_code == 200, answer.text
        page: Json = answer.json()
        return page


async def test_what_is_typed_finds_what_is_meant(search: Search) -> None:
    assert {typed: next(iter(await search(typed)), None) for typed in FOUND_FIRST} == FOUND_FIRST


async def test_the_nearest_come_first_then_the_most_populous(search: Search) -> None:
    assert await search("saint-d", departement="30") == ["Saint-Denis"]
    found = (await search.page("Saint-Denis"))["items"]
    assert [place["departement"] for place in found] == ["974", "93", "11", "30"]
    assert await search("mar") == ["Marseille"]
    assert await search("r", kind="commune") == ["Le Rouret", "Saint-Rémy-de-Provence"]


async def test_filters_hold_with_and_without_a_name(search: Search) -> None:
    assert await search(departement="30", population_max=5_000) == ["Barjac", "Saint-Maximin", "Saint-Denis"]
    assert await search(kind="departement") == ["Gard"]
    assert await search("m", region="76", population_min=5_000, population_max=8_000) == ["Manduel"]
    assert await search("m", kind="pnr") == []
    assert await search("manduel", what="organisation") == []


async def test_pages_follow_one_another_through_all_nearnesses(search: Search) -> None:
    whole = await search("d")
    pages: list[list[str]] = []
    cursor = None
    while len(pages) < 20 and (cursor or not pages):
        page = await search.page("d", limit=2, **({"cursor": cursor} if cursor else {}))
        pages.append([item["name"] for item in page["items"]])
        cursor = page["next_cursor"]
    assert len(whole) > 4
    assert [name for names in pages for name in names] == whole


async def test_a_page_is_read_off_the_index_in_its_order(search: Search, database: Database) -> None:
    await database.command("profile", 2)
    for typed in ("s", "st", "saint rem", "le r", "zzz", ""):
        await search(typed)
        await search(typed, departement="30", population_max=5_000, limit=2)
    await database.command("profile", 0)
    reads = database["system.profile"].find({"ns": f"{database.name}.search"})
    plans = [(read["planSummary"], read.get("hasSortStage", False)) async for read in reads]
    assert len(plans) > 20
    assert {used.split(", IXSCAN")[0] for used, _ in plans} == {"IXSCAN { keys: 1, what: 1, rank: 1 }"}
    assert not any(sorts for _, sorts in plans)


async def test_members_come_before_others(staff: Caller, search: Search) -> None:
    _, barjac = [await staff.made("/organisations", body) for body in (MANDUEL, BARJAC)]
    assert await search(what="organisation") == ["Manduel", "Barjac"]
    await staff.made("/people", person(appointment("referent", barjac["id"])))
    membership = await staff.made("/memberships", {"org": barjac["id"], "year": 2027})
    assert await search(member=True) == []
    await staff.made(f"/memberships/{membership['id']}/activate")
    assert await search(what="organisation") == ["Barjac", "Manduel"]
    assert await search(member=True) == ["Barjac"]
    assert await search(member=False) == ["Manduel"]

    renamed = {**BARJAC, "name": "Barjac-en-Cévennes"}
    assert (await staff.put(f"/organisations/{barjac['id']}", renamed)).is_success
    assert await search("cevennes", member=True) == ["Barjac-en-Cévennes"]


async def test_a_territory_names_its_public_body_once_that_is_there(staff: Caller, search: Search) -> None:
    assert {place["org"] for place in (await search.page("manduel"))["items"]} == {None}
    made = await staff.made("/organisations", {"territory": "commune:30155"})
    barjac = await staff.made("/organisations", BARJAC)
    said = {"succeeded_by": barjac["id"], "effective_on": "2029-01-01"}
    await staff.made(f"/organisations/{made['id']}/merger", said)
    organisation, territory, *_ = (await search.page("manduel"))["items"]
    assert (organisation["what"], organisation["id"]) == ("organisation", made["id"])
    assert organisation["succeeded_by"] == barjac["id"]
    inside = {**MANDUEL, "kind": "caisse_des_ecoles", "name": "Caisse des écoles de Manduel", "siren": None}
    await staff.made("/organisations", {**inside, "insee_code": None, "parent_org": made["id"]})
    assert await search(parent_org=made["id"]) == ["Caisse des écoles de Manduel"]
    assert await search("manduel", parent_org=barjac["id"]) == []
    assert (territory["what"], territory["org"]) == ("territory", made["id"])
    gard = await staff.made("/organisations", {"territory": "departement:30"})
    assert [place["org"] for place in (await search.page("gard"))["items"]] == [None, gard["id"]]


async def test_entries_are_written_anew_when_their_form_changes(
    staff: Caller, admin: Caller, database: Database
) -> None:
    manduel = await staff.made("/organisations", MANDUEL)
    await staff.made("/people", person(appointment("referent", manduel["id"])))
    membership = await staff.made("/memberships", {"org": manduel["id"], "year": 2026})
    await staff.made(f"/memberships/{membership['id']}/activate")
    gone = await staff.made("/people", person(post(manduel["id"]), "gone"))
    assert (await admin.post(f"/people/{gone['id']}/erasure/grant")).is_success
    written = [entry async for entry in database["search"].find(sort=[("_id", 1)])]
    await database["search"].delete_many({})

    for told in ([(1, 4), (2, 4), (4, 4)], []):
        reports: list[tuple[int, int]] = []
        await search_rebuild.rebuild_search(database, lambda *report, reports=reports: reports.append(report))
        assert reports == told
    assert [entry async for entry in database["search"].find(sort=[("_id", 1)])] == written


async def test_a_change_while_entries_are_written_anew_is_not_lost(
    staff: Caller, database: Database, mongodb_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    manduel = await staff.made("/organisations", MANDUEL)
    camille = await staff.made("/people", person(post(manduel["id"])))
    renamed = {"$set": {"family_name": "Petit"}, "$inc": {"version": 1}}

    def entry_while_somebody_is_renamed(read: Person) -> Operation:
        if read.identity.family_name == "Durand":
            with MongoClient[Json](mongodb_url, uuidRepresentation="standard") as client:
                client[database.name]["people"].update_one({"_id": read.id}, renamed)
        return person_entry(read)

    monkeypatch.setattr(search_rebuild, "person_entry", entry_while_somebody_is_renamed)
    await search_rebuild.rebuild_search(database, lambda _written, _total: None)
    entry = await database["search"].find_one({"_id": UUID(camille["id"])})
    assert entry is not None
    assert entry["name"] == "Camille Petit"


async def test_people_are_found_by_who_may_know_them(staff: Caller, caller: Callers, search: Search) -> None:
    manduel, barjac = [(await staff.made("/organisations", body))["id"] for body in (MANDUEL, BARJAC)]
    camille = await staff.made("/people", person(post(manduel)))
    for typed in ("dur cam", "camille durand", "d"):
        assert (await search(typed, what="person")) == ["Camille Durand"]
    assert await search("camille", departement="30") == []

    referent, other = caller(Role("referent", UUID(manduel))), caller(Role("referent", UUID(barjac)))
    assert await Search(referent)("dur") == ["Camille Durand"]
    assert await Search(referent)("dur", what="person") == ["Camille Durand"]
    assert await Search(other)("dur") == []
    assert await Search(caller(Role("elected", UUID(manduel))))("dur") == []
    assert await Search(caller(Role("elected", UUID(manduel))))("dur", what="person") == []

    [held] = camille["held"]
    over = {"ends_on": "2021-01-01"}
    assert (await staff.post(f"/people/{camille['id']}/roles/{held['id']}/end", over)).is_success
    assert await Search(referent)("dur") == []


async def test_offers_are_found_while_they_are_published(staff: Caller, search: Search) -> None:
    org = (await staff.made("/organisations", MANDUEL))["id"]
    await staff.made("/people", person(appointment("referent", org)))
    membership = await staff.made("/memberships", {"org": org, "year": 2026})
    await staff.made(f"/memberships/{membership['id']}/activate")
    said = {"topics": ["plastique"], "summary": "Bannir les barquettes.", "half_days_per_year": 6}
    offer = await staff.made("/expertise-offers", {"org": org, **said})
    assert await search("barq") == []

    await staff.made(f"/expertise-offers/{offer['id']}/publish")
    (found,) = (await search.page("barq"))["items"]
    assert (found["what"], found["name"], found["org"]) == ("offer", said["summary"], org)
    for asked in ({"q": "sortie du pl"}, {"topic": "plastique"}, {"q": "bannir", "topic": "plastique"}):
        assert await search(**asked) == [said["summary"]]
    assert await search(topic="foncier") == []

    await staff.made(f"/expertise-offers/{offer['id']}/pause")
    assert await search("barq") == await search(topic="plastique") == []


async def test_offers_are_found_by_what_their_organisation_is_and_where(
    staff: Caller, search: Search, database: Database
) -> None:
    gard = (await staff.made("/organisations", {"territory": "departement:30"}))["id"]
    org = (await staff.made("/organisations", {**MANDUEL, "parent_org": gard}))["id"]
    await staff.made("/people", person(appointment("referent", org)))
    membership = await staff.made("/memberships", {"org": org, "year": 2026})
    await staff.made(f"/memberships/{membership['id']}/activate")
    said = {"topics": ["plastique"], "summary": "Bannir les barquettes.", "half_days_per_year": 6}
    offer = await staff.made("/expertise-offers", {"org": org, **said})
    await staff.made(f"/expertise-offers/{offer['id']}/publish")

    here = {"kind": "commune", "departement": "30", "region": "76", "population_min": 5_000}
    for asked in (
        *({name: value} for name, value in here.items()),
        here,
        {"parent_org": gard},
        {"member": True},
    ):
        assert await search(topic="plastique", **asked) == [said["summary"]], asked
    assert await search("barq", **here) == [said["summary"]]
    elsewhere: Json = {
        "kind": "cc",
        "departement": "34",
        "region": "93",
        "population_max": 5_000,
        "member": False,
    }
    for name, value in elsewhere.items():
        assert await search(topic="plastique", **{name: value}) == []

    moved = {**MANDUEL, "departement": "34", "population": 4_000, "insee_code": None}
    assert (await staff.put(f"/organisations/{org}", moved)).is_success
    assert await search(topic="plastique", departement="34", population_max=5_000) == [said["summary"]]
    nowhere: list[Json] = [{"departement": "30"}, {"parent_org": gard}, {"population_min": 5_000}]
    for asked in nowhere:
        assert await search(topic="plastique", **asked) == []
    written = [entry async for entry in database["search"].find({"what": "offer"})]
    await database["search"].delete_many({"what": "offer"})
    await search_rebuild.rebuild_search(database, lambda _written, _total: None)
    assert [entry async for entry in database["search"].find({"what": "offer"})] == written


async def test_who_is_forgotten_is_not_found(
    staff: Caller, admin: Caller, search: Search, database: Database
) -> None:
    manduel = await staff.made("/organisations", MANDUEL)
    camille = await staff.made("/people", person(post(manduel["id"])))
    assert await search("durand") == ["Camille Durand"]
    assert (await admin.post(f"/people/{camille['id']}/erasure/grant")).is_success
    assert await search("durand") == []
    assert not await database["search"].find_one({"_id": UUID(camille["id"])})


async def test_what_cannot_be_searched_is_named(staff: Caller) -> None:
    for asked, field in (
        ({"q": "x" * 101}, "q"),
        ({"what": "dragon"}, "what"),
        ({"departement": "Gard"}, "departement"),
        ({"population_min": -1}, "population_min"),
        ({"cursor": "bm90aGluZw"}, "cursor"),
        ({"unknown": "1"}, "unknown"),
    ):
        answer = await staff.get("/search", **asked)
        assert answer.status_code == 422
        assert field in answer.json()["errors"][0]["field"]
