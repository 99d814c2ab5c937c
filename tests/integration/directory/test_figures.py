"""Checks the figures of the club over HTTP: members of today, and the communes that they represent."""

from services.directory.data.reader import read_territories
from services.directory.repository.organisation_documents import from_territory
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller
from tests.integration.directory.given import MANDUEL, Json, appointment, person

NIMES, MANDUEL_KEY, BARJAC_KEY = "epci:243000643", "commune:30155", "commune:30029"


async def test_members_and_the_communes_that_they_represent_are_both_counted(
    staff: Caller, database: Database
) -> None:
    places = [place for place in read_territories() if place.key in {NIMES, MANDUEL_KEY, BARJAC_KEY}]
    await database["territories"].insert_many([from_territory(place, "2026") for place in places])
    syndicat = {**MANDUEL, "kind": "syndicat_intercommunal", "name": "Syndicat de la cuisine", "siren": None}
    by_hand = {**syndicat, "insee_code": None, "siren": "200067767", "represented_communes": 12}
    for number, body in enumerate([{"territory": place.key} for place in places] + [by_hand]):
        await _join(staff, body, f"referent{number}", active=body != {"territory": BARJAC_KEY})

    figures = (await staff.get("/figures")).json()
    assert figures == {
        "members": 3,
        "represented_communes": 39 + 12,
        "kinds": [
            {"kind": "commune", "members": 1, "represented_communes": 1},
            {"kind": "ca", "members": 1, "represented_communes": 39},
            {"kind": "syndicat_intercommunal", "members": 1, "represented_communes": 12},
        ],
    }


async def _join(staff: Caller, body: Json, referent: str, *, active: bool) -> None:
    org = (await staff.made("/organisations", body))["id"]
    await staff.made("/people", person(appointment("referent", org), referent))
    membership = await staff.made("/memberships", {"org": org, "year": 2026})
    if active:
        await staff.made(f"/memberships/{membership['id']}/activate")
