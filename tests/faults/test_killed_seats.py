"""People come, leave and answer while APIs and worker are killed: each seat goes once, to who is next."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

import httpx
from pymongo import MongoClient

from shared.ids import new_id
from tests.eventually import eventually
from tests.faults.load import PAUSE_SECONDS, UNAVAILABLE, in_turns
from tests.running.callers import Caller, Json
from tests.running.club import Club, Somebody, club_in
from tests.running.essaim import Essaim, processes_of
from tests.running.partner import Partner, listening

MEMBERS, PEOPLE_OF_EACH = 20, 6
PLACES, QUOTA = 30, 2
CLIENTS, PEOPLE_PER_SECOND = 8, 30.0
LOOKS, LOOK_EVERY_SECONDS = 20, 1.0
"""How often somebody looks whether a seat is offered, before they think of something else."""


class Crowd:
    """People who each ask for a place, and then leave or answer what they are offered, by their number."""

    def __init__(self, club: Club, gathering: Json, people: Sequence[Somebody], apis: Sequence[str]) -> None:
        self.club, self.gathering, self.people, self.apis = club, gathering, people, apis
        self.path = f"/club-events/{gathering['id']}/registrations"
        self.accepted: dict[str, Json] = {}
        self.others_wait = asyncio.Event()
        self._on_their_way = asyncio.Semaphore(0)

    def invite(self, share: float) -> None:
        """Let a share of the people set out."""
        for _ in range(round(share * len(self.people))):
            self._on_their_way.release()

    async def live(self) -> None:
        left = iter(enumerate(self.people))
        async with asyncio.TaskGroup() as tasks:
            for _ in range(CLIENTS):
                tasks.create_task(self._come(left, tasks))

    async def _come(self, left: Iterator[tuple[int, Somebody]], tasks: asyncio.TaskGroup) -> None:
        for number, person in left:
            await self._on_their_way.acquire()
            asked = {"org": person.org, "mode": "online"}
            registered = await self._insist(person, "POST", self.path, asked)
            self.accepted[registered["id"]] = registered
            if len(self.accepted) >= len(self.people) // 2:
                self.others_wait.set()
            then = self._leave if registered["state"] == "confirmed" else self._answer
            tasks.create_task(then(number, person, registered["id"]))
            await asyncio.sleep(CLIENTS / PEOPLE_PER_SECOND)

    async def _leave(self, number: int, person: Somebody, registration_id: str) -> None:
        """Two in three who have a seat give it back, once others wait for it."""
        await self.others_wait.wait()
        if number % 3:
            await self._insist(person, "POST", f"{self.path}/{registration_id}/cancel", {})

    async def _answer(self, number: int, person: Somebody, registration_id: str) -> None:
        """Who waits says what comes to their mind, if a seat is offered in time."""
        for _ in range(LOOKS):
            seen = await self._insist(person, "GET", f"/registrations/{registration_id}", None)
            if seen["state"] == "offered":
                said = {"answer": ("accept", "decline", "keep_waiting")[number % 3]}
                await self._insist(person, "POST", f"{self.path}/{registration_id}/offer", said)
                return
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _insist(self, person: Somebody, method: str, path: str, body: Json | None) -> Json:
        callers, key = in_turns(self.club, self.apis, person.id), str(new_id())
        while True:
            answer = await _tried(next(callers), method, path, body, key)
            if answer is not None:
                assert answer.is_success, answer.text
                said: Json = answer.json()
                return said
            await asyncio.sleep(PAUSE_SECONDS)


async def _tried(
    caller: Caller, method: str, path: str, body: Json | None, key: str
) -> httpx.Response | None:
    """The answer; None where there was none, and the same is to be asked again."""
    try:
        answer = await caller.send(method, path, json=body, key=key)
    except httpx.TransportError:
        return None
    return None if answer.status_code == UNAVAILABLE else answer


async def invited(club: Club) -> list[Somebody]:
    """People of several members, in turns, whom registration knows."""
    orgs = [await club.member() for _ in range(MEMBERS)]
    free = asyncio.Semaphore(CLIENTS)

    async def person(index: int) -> Somebody:
        async with free:
            return await club.person(orgs[index % MEMBERS])

    people = await asyncio.gather(*(person(index) for index in range(MEMBERS * PEOPLE_OF_EACH)))
    probe = await club.club_event(capacity={"online": len(people)})
    await asyncio.gather(*(club.register(one, probe) for one in people))
    return list(people)


async def test_whoever_is_killed_no_seat_is_given_twice_lost_or_overtaken(essaim: Essaim) -> None:
    async with (
        essaim.second_api("registration") as second,
        club_in(essaim) as club,
        listening(essaim.addresses["rabbitmq"]) as partner,
    ):
        people = await invited(club)
        apis = ("registration", second)
        in_order, with_a_quota = [
            Crowd(club, await gathering(club, quota), people, apis) for quota in (None, QUOTA)
        ]
        living = asyncio.gather(in_order.live(), with_a_quota.live())
        await _kill_meanwhile(essaim, in_order, with_a_quota, second=second)
        await living
        _require_in_order(await _kept(in_order, partner, quota=None))
        await _kept(with_a_quota, partner, quota=QUOTA)


async def gathering(club: Club, quota: int | None) -> Json:
    """Somewhere to go, for fewer than come."""
    made = await club.club_event(capacity={"online": PLACES})
    rules = {"quota_per_organisation": quota, "reviewed": False}
    await club.registration.made(f"/club-events/{made['id']}/seats", {"rules": rules})
    return made


async def _kill_meanwhile(essaim: Essaim, *crowds: Crowd, second: str) -> None:
    victims = ([second], processes_of("registration"), ["registration-api", second])
    for crowd in crowds:
        crowd.invite(1 / 4)
    for share, killed in enumerate(victims, start=1):
        for crowd in crowds:  # those of the next quarter are coming when the others are all there
            crowd.invite(1 / 4)

        async def far_enough(share: int = share) -> bool:
            return any(len(crowd.accepted) >= share * len(crowd.people) // 4 for crowd in crowds)

        await eventually(far_enough, seconds=60, what=f"{share} in four people of the faster crowd")
        await essaim.kill(*killed)
        for crowd in crowds:
            assert len(crowd.accepted) < len(crowd.people), "killed too late to be in the middle"
        await essaim.start(*killed)


async def _kept(crowd: Crowd, partner: Partner, *, quota: int | None) -> list[dict[str, Any]]:
    """The registrations, which are those of the crowd, counted and told as they should be."""
    kept = _found(crowd)
    assert {str(one["_id"]) for one in kept} == set(crowd.accepted)
    await _require_counted(crowd, kept, quota=quota)
    told = sum(one["sequence"] for one in kept)

    async def all_told() -> bool:
        subjects = Counter(event["subject"] for event in partner.events)
        return sum(subjects[f"registration/{one['_id']}"] for one in kept) >= int(told)

    await eventually(all_told, seconds=60, what="every event is told")
    for one in kept:
        _require_offered_once(partner.told_of(str(one["_id"])))
    return kept


def _found(crowd: Crowd) -> list[dict[str, Any]]:
    url = crowd.club.essaim.addresses["mongodb"]
    with MongoClient[dict[str, Any]](url, uuidRepresentation="standard") as client:
        found = client["registration"]["registrations"].find({"club_event_id": UUID(crowd.gathering["id"])})
        return list(found)


async def _require_counted(crowd: Crowd, kept: Sequence[dict[str, Any]], *, quota: int | None) -> None:
    """The counters are those of the people, within capacity and quota, and nobody waits for nothing."""
    states = Counter(one["state"] for one in kept)
    taken = states["confirmed"] + states["offered"]
    shown = await crowd.club.registration.got(f"/club-events/{crowd.gathering['id']}")
    seats = shown["seats"]["online"]
    assert taken <= PLACES
    assert (seats["free"], seats["waiting"]) == (PLACES - taken, states["waitlisted"])
    by_org: defaultdict[UUID, int] = defaultdict(int)
    for one in kept:
        by_org[one["org"]] += one["state"] in {"confirmed", "offered"}
    assert quota is None or max(by_org.values()) <= quota
    waiting = {one["org"] for one in kept if one["state"] == "waitlisted"}
    assert not seats["free"] or all(quota is not None and by_org[org] >= quota for org in waiting)


def _require_in_order(kept: Sequence[dict[str, Any]]) -> None:
    """Whoever still waits came after everybody who was offered a seat: keeping waiting is coming anew."""
    offered = [one["ticket"] for one in kept if one["offer_expires_at"] and one["state"] != "waitlisted"]
    waiting = [one["ticket"] for one in kept if one["state"] == "waitlisted"]
    assert offered
    assert len({*offered, *waiting}) == len(offered) + len(waiting)
    assert not waiting or max(offered) < min(waiting)


def _require_offered_once(told: Sequence[Json]) -> None:
    """The history of a registration has no gap, and no second offer before the person waits anew."""
    history = {event["sequence"]: event["type"].split(".")[1] for event in told}
    assert sorted(history) == list(range(1, len(history) + 1))
    names = [history[sequence] for sequence in sorted(history)]
    for before, after in pairwise(names):
        assert after != "SeatOffered" or before == "RegistrationWaitlisted", names
