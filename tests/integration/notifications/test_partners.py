"""Checks partners on a real database: their keys, the log without gaps, the queue of webhooks, the routes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.notifications.consumers import read_subjects
from services.notifications.domain.partners.visible import FOLLOWED
from services.notifications.domain.partners.webhook_delivery import WebhookDeliveryState
from services.notifications.handlers.partners import log_for_partners
from services.notifications.ports.partners import EventsWanted
from services.notifications.repository.outgoing_webhooks import MongoOutgoingWebhooks
from services.notifications.repository.partner_documents import WEBHOOK_DELIVERIES
from services.notifications.repository.partner_queries import MongoPartnerQueries
from services.notifications.repository.partners import MongoPartners
from shared.clock import utc_now
from shared.errors import TooEarly
from shared.events import conventions as facts
from shared.events.envelope import Envelope
from shared.ids import new_id
from shared.messaging.inbox import Inbox, Subscription
from shared.storage.mongo import Database
from tests.unit.notifications.given import event_of
from tests.unit.notifications.given_exchange import sample

HEARD = Subscription(log_for_partners, FOLLOWED, MongoPartners, read_subjects)
SCHEDULED = "conventions.VisitScheduled.v1"
VISIT: Sequence[Any] = (
    sample(facts.VisitProposed),
    sample(facts.VisitScheduled),
    sample(facts.VisitAgentsAssigned),
    sample(facts.VisitRescheduled),
    sample(facts.VisitHeld),
)
PUBLIC = [SCHEDULED, "conventions.VisitRescheduled.v1", "conventions.VisitHeld.v1"]


def history(payloads: Sequence[Any] = VISIT) -> list[Envelope[Any]]:
    """The events of one visit, in their order."""
    subject = f"visit/{new_id()}"
    events = [event_of(payload, sequence=number) for number, payload in enumerate(payloads, start=1)]
    return [event.model_copy(update={"subject": subject}) for event in events]


async def hear(database: Database, *events: Envelope[Any]) -> None:
    inbox = Inbox("notifications", database, utc_now)
    await asyncio.gather(*(inbox.apply(event, HEARD) for event in events))


async def registered(client: httpx.AsyncClient, name: str = "cantines-du-sud") -> tuple[str, str]:
    """A partner with a key: its path and the key."""
    made = await client.post("/partners", json={"name": name, "title": "Cantines"}, headers=fresh())
    assert made.status_code == 201, made.text
    path = made.headers["Location"]
    key = await client.post(f"{path}/keys", headers=fresh())
    assert key.status_code == 201
    return path, key.json()["access_key"]


def fresh() -> dict[str, str]:
    return {"Idempotency-Key": str(new_id())}


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


async def with_webhook(client: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    body = {"url": "http://127.0.0.1:9/hook", **body}
    answer = await client.post(f"{path}/webhooks", json=body, headers=fresh())
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()
    return added


async def test_the_log_has_what_partners_see_in_the_order_of_each_history(database: Database) -> None:
    histories = [history() for _ in range(30)]
    # Each event is delivered twice, to two workers, as after acknowledgements that were lost.
    inboxes = [Inbox("notifications", database, utc_now) for _ in range(2)]
    for step in zip(*histories, strict=True):
        await asyncio.gather(*(inbox.apply(event, HEARD) for event in step for inbox in inboxes))
    found = await MongoPartnerQueries(database).events(EventsWanted(after=0, types=(), limit=200))
    assert [entry.position for entry in found.entries] == list(range(1, 91))
    bodies = [entry.body for entry in found.entries]
    for told in histories:
        expected = [event.to_bytes() for event in told if event.type in PUBLIC]
        assert [body for body in bodies if body in expected] == expected
    assert found.next_after == 90


async def test_an_event_before_which_one_is_missing_waits_and_an_older_one_is_known(
    database: Database,
) -> None:
    first, second, third, *_ = history()
    await hear(database, first)
    with pytest.raises(TooEarly):
        await hear(database, third)
    await hear(database, second)
    await hear(database, third)
    again = second.model_copy(update={"id": new_id()})
    await hear(database, again)
    found = await MongoPartnerQueries(database).events(EventsWanted(after=0, types=(), limit=10))
    assert [entry.event_id for entry in found.entries] == [second.id]


async def test_a_partner_reads_on_from_where_it_is(client: httpx.AsyncClient, database: Database) -> None:
    _, key = await registered(client)
    for _ in range(3):
        for event in history():
            await hear(database, event)
    read: list[dict[str, Any]] = []
    after = 0
    while True:
        asked = {"after": after, "limit": 4}
        page = (await client.get("/partner/events", params=asked, headers=bearer(key))).json()
        read += page["items"]
        if not page["items"]:
            break
        after = page["next_after"]
    assert after == page["next_after"] == 9
    assert [item["position"] for item in read] == list(range(1, 10))
    assert [item["event"]["type"] for item in read] == PUBLIC * 3
    chosen = await client.get("/partner/events", params={"types": SCHEDULED}, headers=bearer(key))
    assert [item["position"] for item in chosen.json()["items"]] == [1, 4, 7]
    assert chosen.json()["next_after"] == 9


async def test_what_cannot_be_asked_of_the_log_is_refused(client: httpx.AsyncClient) -> None:
    _, key = await registered(client)
    for query in ({"after": "-1"}, {"after": "x"}, {"limit": "201"}, {"types": "registration.Nothing.v1"}):
        answer = await client.get("/partner/events", params=query, headers=bearer(key))
        assert answer.status_code == 422, query
        assert next(iter(query)) in answer.text


async def test_only_a_key_in_force_opens_the_log(client: httpx.AsyncClient) -> None:
    path, key = await registered(client)
    assert (await client.get("/partner/events", headers=bearer(key))).status_code == 200
    for wrong in (key[:-1], "essaim_x", "", key.replace("essaim", "Essaim")):
        answer = await client.get("/partner/events", headers=bearer(wrong))
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_partner_key")
    assert (await client.get("/partner/events")).json()["code"] == "invalid_partner_key"  # a staff token
    assert (await client.get("/staff-feed", headers=bearer(key))).status_code == 401
    (told,) = (await client.get(path)).json()["keys"]
    revoked = await client.post(f"{path}/keys/{told['id']}/revoke", headers=fresh())
    assert revoked.status_code == 200
    assert (await client.get("/partner/events", headers=bearer(key))).status_code == 401


async def test_asking_for_a_key_twice_with_one_key_of_idempotency_gives_it_twice(
    client: httpx.AsyncClient, database: Database
) -> None:
    path, _ = await registered(client)
    once = fresh()
    first, again = [(await client.post(f"{path}/keys", headers=once)).json() for _ in range(2)]
    assert first == again
    assert len((await client.get(path)).json()["keys"]) == 2
    kept = [str(document) async for document in database["idempotency"].find()]
    assert not [row for row in kept if first["access_key"] in row]


async def test_two_partners_of_one_name_are_refused(client: httpx.AsyncClient) -> None:
    await registered(client)
    asked = {"name": "cantines-du-sud", "title": "Autre"}
    answers = await asyncio.gather(
        *(client.post("/partners", json={**asked, "name": "a-la-fois"}, headers=fresh()) for _ in range(5)),
        client.post("/partners", json=asked, headers=fresh()),
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]


async def test_webhooks_that_want_it_get_each_event_from_then_on(
    client: httpx.AsyncClient, database: Database
) -> None:
    path, _ = await registered(client)
    await hear(database, *history()[:1])
    all_of_it = await with_webhook(client, path)
    some = await with_webhook(client, path, types=[SCHEDULED])
    off = await with_webhook(client, path)
    await client.post(f"{path}/webhooks/{off['id']}/switch-off", headers=fresh())
    for event in history():
        await hear(database, event)
        await hear(database, event)
    counted = {
        one["id"]: [
            item["type"]
            for item in (await client.get(f"{path}/webhooks/{one['id']}/deliveries")).json()["items"]
        ]
        for one in (all_of_it, some, off)
    }
    assert counted == {all_of_it["id"]: PUBLIC[::-1], some["id"]: [SCHEDULED], off["id"]: []}


async def test_what_is_due_is_leased_to_one_and_ticked_off_by_who_holds_it(
    client: httpx.AsyncClient, database: Database
) -> None:
    path, _ = await registered(client)
    webhook = await with_webhook(client, path, types=[SCHEDULED])
    told = history()
    for event in told:
        await hear(database, event)
    outgoing, now = MongoOutgoingWebhooks(database), utc_now()
    taken = await asyncio.gather(*(outgoing.take_due(now) for _ in range(5)))
    (delivery,) = [one for one in taken if one is not None]
    where, body = await outgoing.addressed(delivery)
    assert where is not None
    assert (str(where.id), body) == (webhook["id"], told[1].to_bytes())
    late = await outgoing.take_due(now + timedelta(minutes=1))
    assert late is not None
    assert late.attempts == delivery.attempts + 1
    delivery.mark_delivered(now, status=200)
    assert not await outgoing.record(delivery)
    late.mark_delivered(now, status=204)
    assert await outgoing.record(late)
    assert await outgoing.take_due(now + timedelta(days=1)) is None
    kept = await database[WEBHOOK_DELIVERIES].find_one({})
    assert kept is not None
    assert (kept["state"], kept["last_status"]) == (WebhookDeliveryState.DELIVERED.value, 204)


async def test_failing_counts_from_the_first_failure_after_a_success(database: Database) -> None:
    outgoing, webhook_id, now = MongoOutgoingWebhooks(database), new_id(), utc_now()
    assert await outgoing.failing_since(webhook_id, now) == now
    assert await outgoing.failing_since(webhook_id, now + timedelta(days=1)) == now
    await outgoing.taken_again(webhook_id)
    later = now + timedelta(days=2)
    assert await outgoing.failing_since(webhook_id, later) == later


async def test_a_webhook_is_changed_and_forgotten(client: httpx.AsyncClient) -> None:
    path, _ = await registered(client)
    added = await with_webhook(client, path)
    own = f"{path}/webhooks/{added['id']}"
    assert added["secret"].startswith("whsec_")
    rotated = (await client.post(f"{own}/rotate-secret", headers=fresh())).json()
    assert rotated["secret"] not in {added["secret"], ""}
    moved = await client.put(own, json={"url": "https://hooks.example.org/x", "types": [SCHEDULED]})
    assert (moved.json()["url"], moved.json()["types"]) == ("https://hooks.example.org/x", [SCHEDULED])
    assert "secret" not in (await client.get(f"{path}/webhooks")).json()[0]
    off = await client.post(f"{own}/switch-off", headers=fresh())
    assert (off.json()["state"], off.json()["off_reason"]) == ("off", "by_staff")
    assert (await client.post(f"{own}/switch-on", headers=fresh())).json()["state"] == "on"
    assert (await client.delete(own)).status_code == 204
    assert (await client.get(f"{path}/webhooks")).json() == []
    assert (await client.delete(own)).json()["code"] == "unknown_webhook"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "ftp://hooks.example.org"}, "url"),
        ({"url": ""}, "url"),
        ({}, "url"),
        ({"url": "https://hooks.example.org", "types": ["registration.RegistrationConfirmed.v1"]}, "types"),
        ({"url": "https://hooks.example.org", "types": ["x"]}, "types"),
        ({"url": "https://hooks.example.org", "secret": "mine"}, "secret"),
    ],
)
async def test_a_wrong_webhook_is_refused_naming_the_field(
    client: httpx.AsyncClient, body: dict[str, Any], field: str
) -> None:
    path, _ = await registered(client)
    answer = await client.post(f"{path}/webhooks", json=body, headers=fresh())
    assert answer.status_code == 422
    assert field in answer.text
    assert (await client.get(f"{path}/webhooks")).json() == []


async def test_nothing_of_another_partner_s_is_reached(client: httpx.AsyncClient) -> None:
    path, _ = await registered(client)
    other, _ = await registered(client, "autre")
    added = await with_webhook(client, path)
    for answer in (
        await client.delete(f"{other}/webhooks/{added['id']}"),
        await client.get(f"{other}/webhooks/{added['id']}/deliveries"),
        await client.get(f"/partners/{UUID(int=7)}/webhooks"),
    ):
        assert answer.status_code == 404
