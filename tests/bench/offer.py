"""Owns the bench of offers: from the instant before a seat is given back to its offer at the mail catcher.

One at a time, on an idle system of real processes: each who was offered the only seat gives it back, and the
next in line is offered it.
"""

import asyncio
import json
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from deploy.local.ports import LOOPBACK
from shared.clock import utc_now
from shared.ids import new_id
from tests.bench.http_client import Answer, Request, percentile, post_all
from tests.bench.latency import MAIL_SECONDS, MILLISECOND_NS, address_of, seed_contacts, wait_for_copy
from tests.bench.rush import Crowd, seed_crowd
from tests.bench.system import BenchSystem

WARM_UP = 20
SAMPLES = 120
MAILS_BEFORE = 1
"""Everybody but the first was told that they wait."""


def measure(system: BenchSystem) -> dict[str, float]:
    """Run the bench on a system that is up, with notifications; the figures of `./essaim bench offer`."""
    crowd = seed_crowd(system, WARM_UP + SAMPLES + 1)
    seed_contacts(system, crowd)
    club_event_id = system.open_club_event(places=1)
    wait_for_copy(system, club_event_id)
    latencies = asyncio.run(_give_back_one_by_one(system, crowd, club_event_id))[WARM_UP:]
    return {
        "p50_ms": round(percentile(latencies, 0.5), 1),
        "p95_ms": round(percentile(latencies, 0.95), 1),
    }


async def _give_back_one_by_one(system: BenchSystem, crowd: Crowd, club_event_id: str) -> list[float]:
    path = f"/club-events/{club_event_id}/registrations"
    registered = []
    for person in crowd.people:
        body = {"person_id": str(person), "org": str(crowd.org), "mode": "online"}
        registered.append(json.loads((await _post(system, path, person, body)).body)["id"])
    latencies = []
    async with httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{system.mail_port}", timeout=60) as catcher:
        for person in crowd.people[1:]:
            await _mails(catcher, person, MAILS_BEFORE)
        for index, following in enumerate(crowd.people[1:]):
            begun_ns = time.time_ns()
            await _post(system, f"{path}/{registered[index]}/cancel", crowd.people[index], {})
            mails = await _mails(catcher, following, MAILS_BEFORE + 1)
            offer = max(int(mail["received_at_ns"]) for mail in mails)
            latencies.append((offer - begun_ns) / MILLISECOND_NS)
    return latencies


async def _post(system: BenchSystem, path: str, person: UUID, body: object) -> Answer:
    token = system.signer.sign(person_id=person, roles=(), now=utc_now(), lifetime=timedelta(hours=1))
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}
    request = Request.post(path, body, headers=headers)
    [answer] = await post_all(LOOPBACK, system.registration_port, [request], clients=1)
    if answer.status not in {200, 201}:
        raise RuntimeError(f"refused: {answer.body!r}")
    return answer


async def _mails(catcher: httpx.AsyncClient, person: UUID, count: int) -> list[dict[str, Any]]:
    asked: dict[str, str | int] = {"count": count, "to": address_of(person), "timeout": MAIL_SECONDS}
    answer = await catcher.get("/api/messages/wait", params=asked)
    mails: list[dict[str, Any]] = answer.raise_for_status().json()["messages"]
    return mails
