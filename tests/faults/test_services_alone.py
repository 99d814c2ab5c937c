"""Each service answers while the three others are stopped; once they are back, everything catches up."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from deploy.local.services import SERVICES
from tests.eventually import eventually
from tests.faults.books import require_kept, require_mailed
from tests.faults.load import Load
from tests.running.broker import broker_at
from tests.running.club import Club, Somebody
from tests.running.essaim import Essaim, processes_of

FEW = 20


@asynccontextmanager
async def alone(essaim: Essaim, service: str) -> AsyncIterator[None]:
    """The three other services are stopped, and start again at the end."""
    others = processes_of(*(other for other in SERVICES if other != service))
    await essaim.stop(*others)
    assert set(others).isdisjoint(essaim.running())
    yield
    await essaim.start(*others)


async def test_directory_alone(essaim: Essaim, club: Club) -> None:
    workshop = await club.club_event()
    async with alone(essaim, "directory"):
        org = await club.member()
        camille = await club.person(org)
        assert (await club.directory.got(f"/people/{camille.id}"))["state"] == "active"
        assert (await club.directory.got(f"/organisations/{org}"))["departement"] == "30"
    registered = await club.register(camille, workshop)
    assert registered["state"] == "confirmed"
    [mail] = await club.mailbox.wait_about(workshop, 1)
    assert mail.to == camille.email
    await _wait_for_member(club, org)


async def test_registration_alone(essaim: Essaim, club: Club, crowd: Sequence[Somebody]) -> None:
    async with alone(essaim, "registration"):
        gathering = await club.club_event(capacity={"online": FEW // 2})
        load = Load(club, gathering, crowd[:FEW])
        await load.run()
        kept = await require_kept(load)
        listed = await club.registration.all("/club-events")
        assert gathering["id"] in [one["id"] for one in listed]
    await require_mailed(load, kept)


async def test_notifications_alone(essaim: Essaim, club: Club, crowd: Sequence[Somebody]) -> None:
    gathering = await club.club_event(capacity={"online": FEW})
    await essaim.stop("notifications-worker")
    load = Load(club, gathering, crowd[:FEW])
    await load.run()
    kept = await require_kept(load)
    await _wait_for_broker(essaim, "notifications.send_confirmation", FEW)
    async with alone(essaim, "notifications"):
        await essaim.start("notifications-worker")
        await require_mailed(load, kept)
        deliveries = await club.notifications.all("/deliveries", person_id=crowd[0].id)
        assert f"club_event/{gathering['id']}" in [one["about"] for one in deliveries]
    assert await club.mailbox.count(gathering) == FEW


async def test_conventions_alone(essaim: Essaim, club: Club) -> None:
    org = await club.organisation()
    await _wait_for_conventions(club, org)
    await essaim.stop("conventions-worker")
    await club.join(org)
    await _wait_for_broker(essaim, "conventions.keep_memberships", 2)
    async with alone(essaim, "conventions"):
        assert (await club.conventions.got(f"/organisations/{org}"))["is_member"] is False
        assert org in [one["id"] for one in await club.conventions.all("/organisations")]
        await essaim.start("conventions-worker")
        await _wait_for_member(club, org)


async def _wait_for_member(club: Club, org: str) -> None:
    async def member() -> bool:
        answer = await club.conventions.send("GET", f"/organisations/{org}")
        return answer.is_success and bool(answer.json()["is_member"])

    await eventually(member, what="conventions knows the new member")


async def _wait_for_conventions(club: Club, org: str) -> None:
    async def known() -> bool:
        return (await club.conventions.send("GET", f"/organisations/{org}")).is_success

    await eventually(known, what="conventions knows the organisation")


async def _wait_for_broker(essaim: Essaim, queue: str, count: int) -> None:
    async with broker_at(essaim.addresses["rabbitmq"]) as broker:

        async def told() -> bool:
            return await broker.waiting(queue) >= count

        await eventually(told, what=f"{count} events lie in {queue}")
