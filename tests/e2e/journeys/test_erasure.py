"""Somebody asks to be forgotten: no database of any service knows them any more; staff sees who is late."""

import json

from deploy.privacy.services import declared_by_all
from shared.clock import utc_now
from shared.commands import Role
from shared.ids import new_id
from shared.security.keys import COLLECTION as KEYS
from shared.storage.indexes import KERNEL
from shared.storage.leases import LEASES
from tests.eventually import eventually
from tests.running.broker import broker_at
from tests.running.callers import Json
from tests.running.club import Club, Somebody
from tests.running.databases import Databases, databases_of
from tests.running.essaim import Essaim

LATE = "conventions"
ADMIN = Role("admin")
OURS = {"name": {"$regex": r"^(?!system\.)"}}
"""All collections but the server's own."""


def broken_fact(somebody: Somebody) -> bytes:
    """A fact of a person that no service can read: their letter of the dead carries their name."""
    event = {
        "id": str(new_id()),
        "type": "directory.PersonUpdated.v1",
        "time": utc_now().isoformat(),
        "subject": f"person/{somebody.id}",
        "data": {"person_id": somebody.id, "family_name": somebody.name, "email": somebody.email},
    }
    return json.dumps(event).encode()


async def leave_traces(club: Club, somebody: Somebody, gathering: Json) -> Json:
    """Everything that the club ever holds of a person; their registration."""
    registration = await club.register(somebody, gathering)
    herself = club.caller("directory", person_id=somebody.id)
    consent = {"granted": True, "wording_version": 1}
    await herself.send("PUT", f"/people/{somebody.id}/consents/photos", json=consent)
    async with broker_at(club.essaim.addresses["rabbitmq"]) as broker:
        await broker.put("notifications.keep_contacts", broken_fact(somebody))
    await herself.made(f"/people/{somebody.id}/access-export")

    async def gathered() -> bool:
        export = await herself.got(f"/people/{somebody.id}/access-export")
        letters = await club.notifications.all("/dead-letters", queue="notifications.keep_contacts")
        return bool(export["is_ready"]) and bool(letters)

    await eventually(gathered, what="what is held is gathered, and the letter is kept")
    await club.mailbox.reaches(gathering, 1)
    return registration


async def erasure_of(club: Club, somebody: Somebody) -> Json:
    return await club.directory.got(f"/people/{somebody.id}/erasure")


async def feed_codes(club: Club, somebody: Somebody) -> set[str]:
    link = f"/people/{somebody.id}/erasure"
    return {line["code"] async for line in club.notifications.pages("/staff-feed") if line["link"] == link}


async def test_a_person_asks_what_is_held_and_is_forgotten_everywhere(essaim: Essaim, club: Club) -> None:
    org = await club.member()
    camille, next_in_line = await club.person(org), await club.person(org)
    gathering = await club.club_event(capacity={"online": 1})
    words = (camille.name, camille.email)
    async with databases_of(essaim) as databases:
        registration = await leave_traces(club, camille, gathering)
        waiting = await club.register(next_in_line, gathering)
        known_by = {trace.partition(":")[0] for trace in await databases.traces(*words)}
        assert known_by >= {
            "directory.people",
            "directory.search",
            "directory.access_exports",
            "directory.outbox",
            "directory.idempotency",
            "registration.outbox",
            "notifications.contacts",
            "notifications.dead_letters",
            "notifications.staff_feed",
        }
        herself = club.caller("directory", person_id=camille.id)
        await herself.made(f"/people/{camille.id}/erasure", {"reason": f"Je suis {camille.name}."})
        await essaim.stop(LATE)
        await club.caller("directory", ADMIN).made(f"/people/{camille.id}/erasure/grant")
        await require_forgotten(club, databases, camille, missing=[LATE])

        async def staff_is_told() -> bool:
            return await feed_codes(club, camille) == {"ErasureRequested", "ErasureOverdue"}

        await eventually(staff_is_told, what="staff is told of the request and of who is late")
        await essaim.start(LATE)
        await require_forgotten(club, databases, camille, missing=[])
        await require_declared(databases)
    await require_seat_passed_on(club, gathering, registration, waiting)
    assert (await herself.send("GET", f"/people/{camille.id}")).status_code == 404


async def require_forgotten(
    club: Club, databases: Databases, somebody: Somebody, *, missing: list[str]
) -> None:
    async def acknowledged() -> bool:
        return bool((await erasure_of(club, somebody))["missing"] == missing)

    await eventually(acknowledged, what=f"only {missing} have not acknowledged")
    left = await databases.traces(somebody.name, somebody.email, but=missing[0] if missing else "")
    assert left == []


async def require_declared(databases: Databases) -> None:
    """No service has a collection of which nobody has said whether people are in it."""
    for service, declared in declared_by_all().items():
        present = set(await databases.by_service[service].list_collection_names(filter=OURS))
        assert present - declared.indexes.keys() - KERNEL.keys() <= {LEASES, KEYS}, service


async def require_seat_passed_on(club: Club, gathering: Json, given_back: Json, waiting: Json) -> None:
    path = f"/club-events/{gathering['id']}/registrations"
    states = {one["id"]: one["state"] for one in await club.registration.all(path)}
    assert (states[given_back["id"]], states[waiting["id"]]) == ("cancelled", "offered")
