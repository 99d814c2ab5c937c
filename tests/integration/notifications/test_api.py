"""Checks the API on a real database: the feed in pages, mails, rights, bad input."""

import httpx

from services.notifications.repository.store import MongoNotifications
from shared.storage.mongo import Database
from shared.storage.unit_of_work import UnitOfWork
from tests.integration.notifications.conftest import Tokens, write_lines
from tests.unit.notifications.given import PERSON, queued


async def test_feed_is_read_in_pages_from_the_newest_on(
    client: httpx.AsyncClient, database: Database
) -> None:
    await write_lines(database, 5)
    positions: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get("/staff-feed", params={"limit": "2", **cursor})).json()
        positions += [item["position"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert positions == [5, 4, 3, 2, 1]
    newest = (await client.get("/staff-feed")).json()["items"][0]
    assert newest["code"] == "RegistrationConfirmed"
    assert newest["text"].startswith("Inscription confirmée, en présence\u00a0: Zoé Lefèvre, «\u00a0Quelle")


async def test_staff_follows_the_mails_of_a_person(client: httpx.AsyncClient, database: Database) -> None:
    work = UnitOfWork(database)
    delivery = queued()
    MongoNotifications(work).queue(delivery)
    await work.commit()
    answer = await client.get("/deliveries", params={"person_id": str(PERSON)})
    [mail] = answer.json()["items"]
    assert (mail["id"], mail["state"], mail["attempts"]) == (str(delivery.id), "queued", 0)
    assert "@" not in answer.text


async def test_only_staff_reads(client: httpx.AsyncClient, token: Tokens) -> None:
    for path in ("/staff-feed", "/staff-feed/stream", f"/deliveries?person_id={PERSON}"):
        for headers, status in (
            ({"Authorization": ""}, 401),
            ({"Authorization": f"Bearer {token()}"}, 403),
        ):
            answer = await client.get(path, headers=headers)
            assert (answer.status_code, answer.headers["Content-Type"]) == (
                status,
                "application/problem+json",
            )


BAD_INPUT: list[tuple[str, dict[str, str], str]] = [
    ("/staff-feed?limit=0", {}, "limit"),
    ("/staff-feed?cursor=x", {}, "cursor"),
    ("/staff-feed/stream?after=-1", {}, "after"),
    ("/staff-feed/stream", {"Last-Event-ID": "9" * 201}, "last-event-id"),
    ("/deliveries", {}, "person_id"),
    ("/deliveries?person_id=zoe", {}, "person_id"),
]


async def test_bad_input_is_named(client: httpx.AsyncClient) -> None:
    for path, headers, field in BAD_INPUT:
        answer = await client.get(path, headers=headers)
        assert answer.status_code == 422, path
        assert [error["field"] for error in answer.json()["errors"]] == [field]
