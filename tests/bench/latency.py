"""Owns the bench of latency: from the instant before a registration is posted to its mail at the catcher.

One at a time, on an idle system of real processes; both ends are read on the clock of this machine. Besides,
how long one registration alone takes until it is answered, next to the floor.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from pymongo import MongoClient

from deploy.local.ports import LOOPBACK
from services.notifications.domain.copies import Contact
from services.notifications.repository.documents import CONTACTS, from_contact
from shared.clock import utc_now
from shared.ids import new_id
from tests.bench.http_client import Answer, Request, percentile, post_all
from tests.bench.rush import Crowd, seed_crowd
from tests.bench.system import BenchSystem

WARM_UP = 60
SAMPLES = 200
REST_SECONDS = 0.05
MAIL_SECONDS = 30
MILLISECOND_NS = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What a registration takes until its mail has come, and until it is answered; what the floor takes."""

    to_mail_ms: float
    answered_ms: float
    floor_ms: float


def measure(system: BenchSystem) -> dict[str, Any]:
    """Run the bench on a system that is up, with notifications; the figures of `./essaim bench latency`."""
    crowd = seed_crowd(system, WARM_UP + SAMPLES)
    seed_contacts(system, crowd)
    club_event_id = system.open_club_event(places=WARM_UP + SAMPLES)
    wait_for_copy(system, club_event_id)
    taken = asyncio.run(_register_one_by_one(system, crowd, club_event_id))[WARM_UP:]
    to_mail = [one.to_mail_ms for one in taken]
    answered = percentile([one.answered_ms for one in taken], 0.5)
    floor = percentile([one.floor_ms for one in taken], 0.5)
    return {
        "p50_ms": round(percentile(to_mail, 0.5), 1),
        "p95_ms": round(percentile(to_mail, 0.95), 1),
        "alone": {
            "p50_ms": round(answered, 2),
            "floor_p50_ms": round(floor, 2),
            "ratio_to_floor": round(answered / floor, 1),
        },
    }


def seed_contacts(system: BenchSystem, crowd: Crowd) -> None:
    """Write down, as directory's events would have, how to write to the people of a crowd."""
    contacts = [
        from_contact(
            Contact(
                person_id=person,
                sequence=1,
                given_name="Camille",
                family_name="Martin",
                email=address_of(person),
                locale="fr",
            )
        )
        for person in crowd.people
    ]
    with MongoClient[dict[str, Any]](system.mongodb_url, uuidRepresentation="standard") as client:
        client[system.notifications_database][CONTACTS].insert_many(contacts)


def address_of(person: UUID) -> str:
    """Where mails for a person of the crowd go."""
    return f"{person}@example.org"


def wait_for_copy(system: BenchSystem, club_event_id: str) -> None:
    """Return once notifications has heard of a gathering."""
    deadline = time.monotonic() + MAIL_SECONDS
    with MongoClient[dict[str, Any]](system.mongodb_url, uuidRepresentation="standard") as client:
        copies = client[system.notifications_database]["club_events"]
        while not copies.find_one({"_id": UUID(club_event_id), "state": "open"}):
            if time.monotonic() > deadline:
                raise TimeoutError("notifications did not hear of the gathering")
            time.sleep(0.05)


async def _register_one_by_one(system: BenchSystem, crowd: Crowd, club_event_id: str) -> list[Taken]:
    """Each once all that follows from the former one is done; so is the insert of the floor, between two."""
    taken = []
    body = {"person_id": str(crowd.people[0]), "org": str(crowd.org), "mode": "online"}
    insert = Request.post("/floor", body, headers={})
    async with httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{system.mail_port}", timeout=60) as catcher:
        for person in crowd.people:
            request = _asked(system, crowd, club_event_id, person)
            posted_ns = time.time_ns()
            answer = await _answered(system.registration_port, request)
            to_mail_ns = await _received_ns(catcher, person) - posted_ns
            await asyncio.sleep(REST_SECONDS)
            floor = await _answered(system.floor_port, insert)
            taken.append(Taken(to_mail_ns / MILLISECOND_NS, answer.seconds * 1000, floor.seconds * 1000))
    return taken


async def _answered(port: int, request: Request) -> Answer:
    [answer] = await post_all(LOOPBACK, port, [request], clients=1)
    if answer.status != 201:
        raise RuntimeError(f"refused: {answer.body!r}")
    return answer


def _asked(system: BenchSystem, crowd: Crowd, club_event_id: str, person: UUID) -> Request:
    token = system.signer.sign(person_id=person, roles=(), now=utc_now(), lifetime=timedelta(hours=1))
    return Request.post(
        f"/club-events/{club_event_id}/registrations",
        {"person_id": str(person), "org": str(crowd.org), "mode": "online"},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())},
    )


async def _received_ns(catcher: httpx.AsyncClient, person: UUID) -> int:
    asked: dict[str, str | int] = {"count": 1, "to": address_of(person), "timeout": MAIL_SECONDS}
    answer = await catcher.get("/api/messages/wait", params=asked)
    [mail] = answer.raise_for_status().json()["messages"]
    return int(mail["received_at_ns"])
