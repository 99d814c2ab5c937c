"""Checks that the territories of France are loaded once, whole, and found by name."""

from services.directory.data.reader import count_territories
from services.directory.repository.territories import load_territories
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller


async def test_the_territories_are_loaded_once_and_found(staff: Caller, database: Database) -> None:
    stale = {"_id": "commune:00000", "edition": "of another year", "folded": "saint denis"}
    await database["territories"].insert_one(stale)
    reports: list[tuple[int, int]] = []

    def report(written: int, total: int) -> None:
        reports.append((written, total))

    await load_territories(database, report)
    total = count_territories()
    assert reports[-1] == (total, total)
    assert await database["territories"].count_documents({}) == total
    reports.clear()
    await load_territories(database, report)
    assert reports == []

    found = (await staff.get("/territories", q="st-denis", kind="commune", limit=4)).json()["items"]
    assert [(one["name"], one["departement"]) for one in found] == [
        ("Saint-Denis", "11"),
        ("Saint-Denis", "30"),
        ("Saint-Denis", "93"),
        ("Saint-Denis", "974"),
    ]
    rouret = (await staff.get("/territories/commune:06112")).json()
    assert (rouret["name"], rouret["after_de"]) == ("Le Rouret", "du Rouret")
    lyon = await staff.made("/organisations", {"territory": "epci:200046977"})
    assert (lyon["kind"], lyon["represented_communes"]) == ("metropole_lyon", 58)
    gard = await staff.made("/organisations", {"territory": "departement:30"})
    assert (gard["name"], gard["siren"]) == ("Département du Gard", None)
