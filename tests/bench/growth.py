"""Owns the bench of growth: how long a registration takes with few and with many in the database.

The many lie at other gatherings, as years of them would. Both are measured in one run, on the same processes,
one registration at a time, on gatherings that are new each time.
"""

import asyncio
from datetime import timedelta
from statistics import median
from typing import Any

from pymongo import MongoClient, WriteConcern

from deploy.local.ports import LOOPBACK
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import Registration, RegistrationState
from services.registration.repository.documents import from_registration
from shared.clock import utc_now
from shared.ids import new_id
from tests.bench.http_client import Request, percentile, post_all
from tests.bench.rush import Crowd, seed_crowd
from tests.bench.system import BenchSystem

FEW, MANY = 1_000, 1_000_000
AT_EACH_GATHERING = 500
BATCH = 10_000
ROUNDS = 5
PER_ROUND = 200
HOUR = timedelta(hours=1)


def measure(system: BenchSystem) -> dict[str, float]:
    """Run the bench on a system that is up; the figures of `./essaim bench growth`."""
    crowd = seed_crowd(system, 2 * (ROUNDS + 1) * PER_ROUND)
    people = iter(crowd.people)
    _fill(system, FEW)
    small = _p95_ms(system, crowd, people)
    _fill(system, MANY - FEW)
    large = _p95_ms(system, crowd, people)
    return {
        "p95_ms_small": round(small, 2),
        "p95_ms_large": round(large, 2),
        "ratio": round(large / small, 2),
    }


def _fill(system: BenchSystem, count: int) -> None:
    """Write registrations as past gatherings would have left them."""
    with MongoClient[dict[str, Any]](system.mongodb_url, uuidRepresentation="standard") as client:
        registrations = client[system.registration_database].get_collection(
            "registrations", write_concern=WriteConcern(w=1, j=False)
        )
        club_event_id = new_id()
        for first in range(0, count, BATCH):
            documents = []
            for number in range(first, min(first + BATCH, count)):
                if number % AT_EACH_GATHERING == 0:
                    club_event_id = new_id()
                documents.append(_kept() | {"club_event_id": club_event_id})
            registrations.insert_many(documents, ordered=False)


def _kept() -> dict[str, Any]:
    registration = Registration(
        id=new_id(),
        club_event_id=new_id(),
        person_id=new_id(),
        org=new_id(),
        mode=AttendanceMode.ONLINE,
        role="technical",
        requested_at=utc_now(),
        state=RegistrationState.CONFIRMED,
        sequence=1,
    )
    return from_registration(registration) | {"version": 1}


def _p95_ms(system: BenchSystem, crowd: Crowd, people: Any) -> float:
    """The median, over some rounds, of what nineteen in twenty registrations take at most; one to warm up."""
    rounds = [asyncio.run(_round(system, crowd, people)) for _ in range(ROUNDS + 1)][1:]
    return median(percentile(seconds, 0.95) for seconds in rounds) * 1000


async def _round(system: BenchSystem, crowd: Crowd, people: Any) -> list[float]:
    club_event_id = system.open_club_event(places=PER_ROUND)
    requests = []
    for _ in range(PER_ROUND):
        person = next(people)
        token = system.signer.sign(person_id=person, roles=(), now=utc_now(), lifetime=HOUR)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}
        body = {"person_id": str(person), "org": str(crowd.org), "mode": "online"}
        requests.append(Request.post(f"/club-events/{club_event_id}/registrations", body, headers=headers))
    answers = await post_all(LOOPBACK, system.registration_port, requests, clients=1)
    if any(answer.status != 201 for answer in answers):
        raise RuntimeError("a registration was refused")
    return [answer.seconds for answer in answers]
