"""Checks that every list of the directory leaves as a file that a French spreadsheet reads."""

import csv
import io
from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.directory.data.reader import read_territories
from services.directory.repository.organisation_documents import from_territory
from services.directory.repository.search_documents import territory_entry
from shared.clock import utc_now
from shared.days import club_day
from shared.documents.spreadsheets import Bounds, read_rows
from shared.storage.mongo import Database
from shared.web import exports
from tests.integration.directory.conftest import Caller, Callers, Json
from tests.integration.directory.given import BARJAC, MANDUEL, appointment, mandate, person, post

LISTS = ("organisations", "people", "roles", "memberships", "fees", "expertise-offers", "erasures", "search")
MACHINERY = {"/dead-letters", "/dead-letters/acts"}
"""Lists of no interest to a spreadsheet."""
YEAR = utc_now().year


async def exported(caller: Caller, path: str, **query: object) -> list[dict[str, str]]:
    """The rows of an export, the same in both formats."""
    answers = [await caller.get(f"/{path}/export", format=form, **query) for form in ("csv", "xlsx")]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].text
    headings, *rows = [row.cells for row in read_rows(answers[1].content, Bounds())]
    filled = [row + ("",) * (len(headings) - len(row)) for row in rows]
    found = list(csv.DictReader(io.StringIO(answers[0].content.decode("utf-8-sig")), delimiter=";"))
    assert [tuple(row.values()) for row in found] == filled
    return found


async def test_lists_leave_as_files(staff: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.directory.api.exports.people.EXPORT_PAGE", 2)
    monkeypatch.setattr(exports, "EXPORT_PAGE", 2)
    manduel = (await staff.made("/organisations", MANDUEL))["id"]
    for name in ("Barjac", "Zoteux", "=1+1"):
        siren = BARJAC["siren"] if name == "Barjac" else None
        profile = {**BARJAC, "name": name, "siren": siren, "insee_code": None, "parent_org": manduel}
        await staff.made("/organisations", profile)
    camille = await staff.made("/people", person(mandate(manduel)))
    await staff.made(f"/people/{camille['id']}/roles", appointment("referent", manduel))
    await staff.made("/people", person(post(manduel), "dominique"))
    await staff.made("/memberships", {"org": manduel, "year": 2027})

    organisations = await staff.get("/organisations/export", format="csv")
    assert organisations.headers["Content-Disposition"] == 'attachment; filename="collectivites.csv"'
    found = csv.DictReader(io.StringIO(organisations.content.decode("utf-8-sig")), delimiter=";")
    above = MANDUEL["siren"]
    assert {(row["Collectivité"], row["SIREN de rattachement"]) for row in found} == {
        ("'=1+1", above),
        ("Barjac", above),
        ("Manduel", ""),
        ("Zoteux", above),
    }
    assert [row["Courriel"] for row in await exported(staff, "people")] == [
        "camille.durand@example.org",
        "dominique@example.org",
    ]
    roles = await exported(staff, "roles")
    assert [(row["Rôle"], row["Fonction"], row["SIREN"]) for row in roles] == [
        ("Élu·e", "Maire", "213001555"),
        ("Référent·e", "", "213001555"),
        ("Technicien·ne", "Cheffe de cuisine", "213001555"),
    ]
    (membership,) = await exported(staff, "memberships")
    assert (membership["Collectivité"], membership["Adhésion"]) == ("Manduel", "Demande en cours")


async def member(staff: Caller) -> Json:
    """Manduel, which is a member, with its referent."""
    org = (await staff.made("/organisations", MANDUEL))["id"]
    await staff.made("/people", person(appointment("referent", org)))
    asked = await staff.made("/memberships", {"org": org, "year": YEAR})
    return await staff.made(f"/memberships/{asked['id']}/activate")


async def test_fees_and_what_a_campaign_proposes_leave_as_files(staff: Caller, database: Database) -> None:
    manduel = await member(staff)
    fee = f"/memberships/{manduel['id']}/fees/{YEAR}"
    (to_call,) = await exported(staff, f"renewal-campaigns/{YEAR}/preview")
    assert (to_call["Collectivité"], to_call["Montant en euros"]) == ("Manduel", "500")
    await staff.made(f"{fee}/call", {"due_on": str(utc_now().date() + timedelta(days=30))})
    await database["renewal_campaigns"].update_one({}, {"$set": {"opened": ["first_reminder"]}})
    (to_decide,) = await exported(staff, f"renewal-campaigns/{YEAR}/rounds/first_reminder")
    assert (to_decide["Cotisation"], to_decide["Numéro d’appel"]) == ("Appelée", f"COT-{YEAR}-0001")
    assert await exported(staff, f"renewal-campaigns/{YEAR}/rounds/lapse") == []

    received = {"amount_cents": 50_000, "received_on": str(club_day(utc_now())), "bank_reference": "VIR 7"}
    await staff.made(f"{fee}/payment", received)
    for path, query in (("fees", {"year": YEAR}), (f"memberships/{manduel['id']}/fees", {})):
        (row,) = await exported(staff, path, **query)
        assert (row["Cotisation"], row["Payée le"]) == ("Payée", received["received_on"])
        assert row["Référence du paiement"] == "VIR 7"
    await staff.made(f"{fee}/payment/cancel", {"reason": "Saisi deux fois."})
    (row,) = await exported(staff, "fees", year=YEAR, state="called")
    assert (row["Cotisation"], row["Payée le"]) == ("Appelée", "")
    assert await exported(staff, "fees", year=YEAR, state="paid") == []


async def test_know_how_leaves_as_files(staff: Caller) -> None:
    org = (await member(staff))["org"]
    said = {"topics": ["plastique", "foncier"], "summary": "Bannir les barquettes.", "half_days_per_year": 6}
    offer = await staff.made("/expertise-offers", {"org": org, **said})
    await staff.made(f"/expertise-offers/{offer['id']}/publish")
    (row,) = await exported(staff, "expertise-offers", topic="plastique")
    assert (row["Collectivité"], row["Offre"], row["Demi-journées par an"]) == ("Manduel", "Publiée", "6")
    assert row["Thèmes"] == "Sortie du plastique, Stratégie foncière et terres nourricières"
    assert await exported(staff, "expertise-offers", state="draft") == []
    (best,) = await exported(staff, "know-how", topic="foncier")
    assert (best["Collectivité"], best["Points"]) == ("Manduel", "8")
    assert "Bannir les barquettes." in best["Raisons"]
    found = await exported(staff, "search", what="offer")
    assert [(row["Nature"], row["Intitulé"]) for row in found] == [("Offre d’expertise", said["summary"])]


async def test_what_people_say_of_their_data_leaves_as_files(staff: Caller, admin: Caller) -> None:
    org = (await staff.made("/organisations", MANDUEL))["id"]
    camille = await staff.made("/people", person(mandate(org)))
    gone = await staff.made("/people", person(mandate(org), "gone"))
    for one in (camille, gone):
        chosen = await staff.put(
            f"/people/{one['id']}/consents/photos", {"granted": True, "wording_version": 1}
        )
        assert chosen.is_success
    closure = await staff.made("/mandate-closures", {"orgs": [org], "ends_on": "2026-06-28"})
    closed = await exported(staff, f"mandate-closures/{closure['id']}/people")
    assert {row["Courriel"] for row in closed} == {"camille.durand@example.org", "gone@example.org"}
    assert all("prend fin le 28/06/2026" in row["Ce qui suit"] for row in closed)

    await staff.made(f"/people/{camille['id']}/erasure", {"reason": "Je quitte mes fonctions."})
    await admin.made(f"/people/{gone['id']}/erasure/grant")
    erasures = {row["Identifiant"]: row for row in await exported(staff, "erasures")}
    assert (erasures[camille["id"]]["Nom"], erasures[camille["id"]]["Effacement"]) == ("Durand", "demandé")
    assert (erasures[gone["id"]]["Nom"], erasures[gone["id"]]["Effacement"]) == ("", "accordé")
    assert "rencontres" in erasures[gone["id"]]["N’ont pas encore confirmé"]
    consenting = await exported(staff, "consents", purpose="photos")
    assert "camille.durand@example.org" in {row["Courriel"] for row in consenting}
    assert await exported(staff, "consents", purpose="news") == []


async def test_territories_leave_as_a_file(staff: Caller, database: Database) -> None:
    places = [place for place in read_territories() if place.key in {"commune:30155", "departement:30"}]
    await database["territories"].insert_many([from_territory(place, "2026") for place in places])
    await database["search"].bulk_write([territory_entry(place, "2026") for place in places])
    assert [row["Intitulé"] for row in await exported(staff, "territories")] == [
        "Département du Gard",
        "Manduel",
    ]
    (manduel,) = await exported(staff, "territories", kind="commune", q="mand")
    assert (manduel["Code"], manduel["Département"]) == ("30155", "30")
    found = await exported(staff, "search", q="mand", departement="30")
    assert [(row["Nature"], row["Intitulé"]) for row in found] == [("Territoire", "Manduel")]


def test_every_list_leaves_as_a_file(client: httpx.AsyncClient) -> None:
    transport = client._transport
    assert isinstance(transport, httpx.ASGITransport)
    described: Any = transport.app.openapi()  # type: ignore[attr-defined]
    lists = {path for path, operations in described["paths"].items() if _is_list(operations)}
    assert len(lists) > 10
    assert {path for path in lists if f"{path}/export" not in described["paths"]} == MACHINERY


def _is_list(operations: Json) -> bool:
    answer = operations.get("get", {}).get("responses", {}).get("200", {})
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).startswith("#/components/schemas/Page_")


@pytest.mark.parametrize("path", LISTS)
async def test_files_are_for_staff_in_a_known_format(caller: Callers, staff: Caller, path: str) -> None:
    query = {"year": YEAR} if path == "fees" else {}
    assert (await caller().get(f"/{path}/export", format="csv", **query)).status_code == 403
    wrong = await staff.get(f"/{path}/export", format="pdf", **query)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "format")
