"""What has been kept for as long as it may be is removed, all of it and nothing else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared.clock import utc_now
from shared.events.registration import PersonalDataCollected, PersonScrubbed
from shared.personal_data import Basis, Kept, PersonalData, Place
from shared.retention import Retention
from shared.storage import keeping
from shared.storage.dead_letters import DeadLetters
from shared.storage.keeping import remove_what_is_over
from shared.storage.mongo import Database, connect, open_database

VISITS = Place(
    collection="visits",
    category="Visites",
    purpose="Savoir qui est venu.",
    basis=Basis.CONTRACT,
    fields={"at": "date"},
    kept=Kept(limit="mails_days", since="at"),
)
PERSONAL_DATA = PersonalData(scrubbed=PersonScrubbed, collected=PersonalDataCollected, places=(VISITS,))
RETENTION = Retention(mails_days=100, dead_letters_days=10)


@pytest.fixture
def database(mongodb_url: str, database_name: str) -> Iterator[Database]:
    client = connect(mongodb_url)
    yield open_database(client, database_name)
    client.close()


async def test_what_is_over_is_removed_however_much_it_is(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "REMOVED_AT_ONCE", 7)
    now = utc_now()
    days = [*range(90, 100), *range(101, 130)]
    visits = [{"_id": day, "at": now - timedelta(days=day)} for day in days]
    await database["visits"].insert_many([*visits, {"_id": "undated", "at": None}])
    await remove_what_is_over(database, PERSONAL_DATA, RETENTION, utc_now)
    left = [visit["_id"] async for visit in database["visits"].find()]
    assert sorted(left, key=str) == [*range(90, 100), "undated"]


async def test_dead_letters_go_replayed_or_not(database: Database) -> None:
    then = utc_now() - timedelta(days=11)
    await DeadLetters(database, lambda: then).keep(b"{}", queue="a.b", reason="old")
    await DeadLetters(database, utc_now).keep(b"[]", queue="a.b", reason="new")
    await remove_what_is_over(database, PERSONAL_DATA, RETENTION, utc_now)
    assert [letter["reason"] async for letter in database["dead_letters"].find()] == ["new"]
