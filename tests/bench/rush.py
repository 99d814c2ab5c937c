"""Owns the bench of a rush: registrations per second on one club event, next to the floor, in the same run.

Everything is real: API processes with all rules and authentication, their worker that relays the events,
RabbitMQ, a journaled MongoDB. The gathering has a quota, sessions to choose, a period for members and a need
that it answers, so that every rule is asked. The endpoints are measured in turn, several times, on the same
servers: with one API process, and with two on one gathering.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from statistics import median
from typing import Any
from uuid import UUID

from pymongo import MongoClient

from shared.clock import utc_now
from shared.ids import new_id
from tests.bench.http_client import Answer, Request, percentile, post_all
from tests.bench.system import BenchSystem

CLIENTS = 32
ROUNDS = 4
PER_ROUND = 3000
BURST_ASKED = 600
BURST_PLACES = 200
SESSION_PLACES = 10_000
ORGANISATIONS = 40
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who hold a post in member organisations, as registration knows them."""

    orgs: Sequence[UUID]
    people: Sequence[UUID]

    @property
    def org(self) -> UUID:
        """The organisation of a crowd that has one."""
        return self.orgs[0]

    def each(self) -> Iterator[tuple[UUID, UUID]]:
        """Everybody, with their organisation."""
        return ((person, self.orgs[index % len(self.orgs)]) for index, person in enumerate(self.people))


@dataclass(frozen=True, slots=True)
class Gathering:
    """A club event, and the sessions that one can choose."""

    id: str
    sessions: Sequence[str]


def measure(system: BenchSystem) -> dict[str, Any]:
    """Run the bench on a system with two APIs; the figures that `./essaim bench rush` prints."""
    one, both = system.registration_ports[:1], system.registration_ports
    return {**_measured_on(system, one), "two_apis": _measured_on(system, both)}


def _measured_on(system: BenchSystem, ports: Sequence[int]) -> dict[str, Any]:
    total = ROUNDS * PER_ROUND + 2 * BURST_ASKED
    crowd = seed_crowd(system, total, organisations=ORGANISATIONS)
    everyone = crowd.each()
    warm, burst_event = (_open_gathering(system, crowd, places=BURST_PLACES) for _ in range(2))
    rush_event = _open_gathering(system, crowd, places=total)
    asyncio.run(_post(ports, _asked(system, warm, everyone, BURST_ASKED), CLIENTS))
    floor_rates, rush_rates, answers = [], [], []
    for _ in range(ROUNDS):
        floor_rates.append(_rate(asyncio.run(_post_floor(system, crowd)))[0])
        asked = _asked(system, rush_event, everyone, PER_ROUND)
        rate, round_answers = _rate(asyncio.run(_post(ports, asked, CLIENTS)))
        rush_rates.append(rate)
        answers += round_answers
    asked = _asked(system, burst_event, everyone, BURST_ASKED)
    seconds, burst = asyncio.run(_post(ports, asked, BURST_ASKED))
    return {
        "registrations_per_s": round(median(rush_rates)),
        "floor_per_s": round(median(floor_rates)),
        "ratio_to_floor": round(median(rush_rates) / median(floor_rates), 2),
        "p50_ms": round(percentile([answer.seconds for answer in answers], 0.5) * 1000, 1),
        "p99_ms": round(percentile([answer.seconds for answer in answers], 0.99) * 1000, 1),
        "oversold": sum(max(0, system.confirmed(one.id) - BURST_PLACES) for one in (warm, burst_event)),
        "burst": {
            "asked": BURST_ASKED,
            "places": BURST_PLACES,
            "confirmed": _states(burst)["confirmed"],
            "waitlisted": _states(burst)["waitlisted"],
            "seconds": round(seconds, 3),
        },
    }


def rush_once(system: BenchSystem, count: int) -> None:
    """So many register at one gathering with room for all, as fast as they can."""
    crowd = seed_crowd(system, count, organisations=ORGANISATIONS)
    gathering = _open_gathering(system, crowd, places=count)
    asked = _asked(system, gathering, crowd.each(), count)
    _rate(asyncio.run(_post(system.registration_ports, asked, CLIENTS)))


def seed_crowd(system: BenchSystem, count: int, *, organisations: int = 1) -> Crowd:
    """Write down, as directory's events would have, member organisations and people who work there."""
    crowd = Crowd([new_id() for _ in range(organisations)], [new_id() for _ in range(count)])
    kept = {"kind": "commune", "departement": "30", "region": "76"}
    post = {"role": "technical", "starts_on": "2020-01-01", "ends_on": None}
    with MongoClient[dict[str, Any]](system.mongodb_url, uuidRepresentation="standard") as client:
        database = client[system.registration_database]
        database["organisations"].insert_many([{"_id": org, "sequence": 1, **kept} for org in crowd.orgs])
        database["memberships"].insert_many(
            [
                {"_id": new_id(), "sequence": 1, "org": org, "from_year": 2020, "last_day": None}
                for org in crowd.orgs
            ]
        )
        database["people"].insert_many(
            [{"_id": person, "sequence": 1, "roles": [{**post, "org": org}]} for person, org in crowd.each()]
        )
    return crowd


def _open_gathering(system: BenchSystem, crowd: Crowd, *, places: int) -> Gathering:
    """An online workshop on which every rule has something to say, and that answers a need of a member."""
    starts = (datetime.now() + timedelta(days=60)).replace(microsecond=0)  # noqa: DTZ005  # local by definition
    halves = [starts + timedelta(hours=hours) for hours in (0, 2)]
    drafted = system.post(
        "/club-events",
        {
            "kind": "online_workshop",
            "title": "Sortir du plastique en cuisine",
            "starts_local": starts.isoformat(),
            "ends_local": (starts + timedelta(hours=4)).isoformat(),
            "mode": "online",
            "audience": "Les élu·es et technicien·nes des collectivités adhérentes",
            "members_first_until": f"{starts.date()}",
            "sessions": [
                {
                    "title": "Atelier",
                    "starts_local": half.isoformat(),
                    "ends_local": (half + timedelta(hours=2)).isoformat(),
                    "capacity": min(places, SESSION_PLACES),
                }
                for half in halves
            ],
        },
    )
    path = f"/club-events/{drafted['id']}"
    system.post(f"{path}/announce", {})
    system.post(f"{path}/open", {"capacity": {"online": places}})
    system.post(f"{path}/seats", {"rules": {"quota_per_organisation": places, "reviewed": False}})
    need = system.post("/needs", {"org": str(crowd.org), "title": "Trop de plastique"})
    system.post(f"/needs/{need['id']}/qualify", {"topics": ["plastique"], "urgency": "normal"})
    system.post(f"/needs/{need['id']}/plan", {"club_event_id": drafted["id"]})
    return Gathering(drafted["id"], [session["id"] for session in drafted["sessions"]])


def _asked(
    system: BenchSystem, gathering: Gathering, everyone: Iterator[tuple[UUID, UUID]], count: int
) -> list[Request]:
    requests = []
    for index in range(count):
        person, org = next(everyone)
        token = system.signer.sign(person_id=person, roles=(), now=utc_now(), lifetime=HOUR)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}
        session = gathering.sessions[index % len(gathering.sessions)]
        body = {"person_id": str(person), "org": str(org), "mode": "online", "sessions": [session]}
        requests.append(Request.post(f"/club-events/{gathering.id}/registrations", body, headers=headers))
    return requests


async def _post(
    ports: Sequence[int], requests: Sequence[Request], clients: int
) -> tuple[float, list[Answer]]:
    """Share the requests among the processes; how long it takes until all are answered."""
    begun = time.perf_counter()
    shares = [
        post_all("127.0.0.1", port, requests[first :: len(ports)], clients=clients // len(ports))
        for first, port in enumerate(ports)
    ]
    answers = await asyncio.gather(*shares)
    return time.perf_counter() - begun, list(chain.from_iterable(answers))


async def _post_floor(system: BenchSystem, crowd: Crowd) -> tuple[float, list[Answer]]:
    body = {"person_id": str(crowd.people[0]), "org": str(crowd.org), "mode": "online"}
    requests = [Request.post("/floor", body, headers={})] * PER_ROUND
    return await _post([system.floor_port], requests, CLIENTS)


def _rate(measured: tuple[float, list[Answer]]) -> tuple[float, list[Answer]]:
    seconds, answers = measured
    refused = [answer for answer in answers if answer.status != 201]
    if refused:
        raise RuntimeError(f"{len(refused)} refused, such as {refused[0]}")
    return len(answers) / seconds, answers


def _states(answers: list[Answer]) -> Counter[str]:
    return Counter(json.loads(answer.body).get("state", "refused") for answer in answers)
