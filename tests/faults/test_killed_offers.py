"""Two APIs and the worker are killed while seats are given back: each goes once to the next in line."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence

import httpx

from shared.ids import new_id
from tests.eventually import eventually
from tests.faults.load import CLIENTS, PAUSE_SECONDS, UNAVAILABLE, Load, in_turns
from tests.running.callers import Caller, Json
from tests.running.club import Club, Somebody, club_in
from tests.running.essaim import Essaim, processes_of

PLACES, WAITING = 60, 80


async def test_seats_given_back_at_two_apis_that_are_killed_are_offered_once_and_in_order(
    essaim: Essaim, crowd: Sequence[Somebody]
) -> None:
    async with essaim.second_api("registration") as second, club_in(essaim) as club:
        apis = ("registration", second)
        gathering = await club.club_event(capacity={"online": PLACES})
        load = Load(club, gathering, crowd[: PLACES + WAITING], apis=apis)
        await load.run()
        seated = [one for one in load.accepted.values() if one["state"] == "confirmed"]
        assert len(seated) == PLACES, "as many as there are places, whichever process was asked"
        line = sorted(
            (one for one in load.accepted.values() if one["position"]), key=lambda one: one["position"]
        )
        assert [one["position"] for one in line] == list(range(1, WAITING + 1))
        await _give_back_while_killed(essaim, club, seated, apis=apis)
        await _require_offered(club, load, line[:PLACES])


async def _give_back_while_killed(
    essaim: Essaim, club: Club, seated: Sequence[Json], *, apis: tuple[str, str]
) -> None:
    """One API goes on alone while the other and the worker are dead; then it dies, too, and all come back."""
    given_back: list[str] = []
    giving = asyncio.create_task(_give_back_all(club, seated, given_back, apis=apis))
    for count, killed in ((10, processes_of("registration")), (30, [apis[1]])):

        async def far_enough(count: int = count) -> bool:
            return len(given_back) >= count

        await eventually(far_enough, what=f"{count} seats are given back")
        await essaim.kill(*killed)
        assert len(given_back) < PLACES, "killed too late to be in the middle"
    await essaim.start(*processes_of("registration"), apis[1])
    await giving


async def _require_offered(club: Club, load: Load, first: Sequence[Json]) -> None:
    """The freed seats are held for the first in line, once each, and for nobody else."""
    gathering = load.club_event
    path = f"/club-events/{gathering['id']}"
    kept = {one["id"]: one for one in await club.registration.all(f"{path}/registrations")}
    assert Counter(one["state"] for one in kept.values()) == {
        "cancelled": PLACES,
        "offered": PLACES,
        "waitlisted": WAITING - PLACES,
    }
    assert {one["id"] for one in first} == {one["id"] for one in kept.values() if one["state"] == "offered"}
    seats = (await club.registration.got(path))["seats"]["online"]
    assert (seats["free"], seats["waiting"]) == (0, WAITING - PLACES)
    await _require_one_offer_each(club, gathering, load, first)


async def _give_back_all(
    club: Club, seated: Sequence[Json], given_back: list[str], *, apis: Sequence[str]
) -> None:
    left = iter(seated)

    async def client() -> None:
        for registration in left:
            await _insist(in_turns(club, apis, registration["person_id"]), registration)
            given_back.append(registration["id"])

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


async def _insist(callers: Iterator[Caller], registration: Json) -> None:
    path = f"/club-events/{registration['club_event_id']}/registrations/{registration['id']}/cancel"
    key = str(new_id())
    while True:
        try:
            answer = await next(callers).post(path, key=key)
        except httpx.TransportError:
            await asyncio.sleep(PAUSE_SECONDS)
            continue
        if answer.status_code != UNAVAILABLE:
            assert answer.is_success, answer.text
            return
        await asyncio.sleep(PAUSE_SECONDS)


async def _require_one_offer_each(club: Club, gathering: Json, load: Load, offered: Sequence[Json]) -> None:
    """Everybody who is offered a seat has one mail that says so, and nobody else."""
    email = {person.id: person.email for person in load.people}
    mails = await club.mailbox.wait_about(gathering, len(load.people) + 2 * PLACES)
    offers = Counter(mail.to for mail in mails if "/seat-offers/" in mail.text)
    assert offers == Counter(email[one["person_id"]] for one in offered)
