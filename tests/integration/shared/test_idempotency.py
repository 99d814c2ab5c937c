"""A request that is sent again has one effect and one answer; another one under its key is a misuse."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter
from pydantic import BaseModel

from shared.application import Application
from shared.clock import utc_now
from shared.commands import Actor, Role
from shared.ids import new_id
from shared.storage.mongo import Database
from shared.web.app import create_app
from shared.web.authentication import CurrentActor
from shared.web.idempotency import IdempotencyKey
from tests.integration.shared.tallies import SERVICE, Add, Tallies, Tally, Total, add

KEY, TALLY = "key-12345", new_id()
PEOPLE = {name: Actor(new_id(), frozenset({Role("staff")})) for name in ("camille", "claude")}


class Amount(BaseModel):
    """How much to add."""

    amount: int


class Keys:
    """A token is somebody's name."""

    async def actor(self, token: str) -> Actor:
        """The one with this name."""
        return PEOPLE[token]


class Desk:
    """Adds once it is let go on; fails as often as it is told to."""

    def __init__(self) -> None:
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.begun = asyncio.Event()
        self.failures = 0

    async def add(self, command: Add, tallies: Tallies) -> Tally:
        """Add to a tally."""
        self.begun.set()
        await self.goes_on.wait()
        if self.failures:
            self.failures -= 1
            raise ZeroDivisionError
        return await add(command, tallies)


Post = Callable[..., Coroutine[Any, Any, httpx.Response]]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def post(database: Database, desk: Desk) -> AsyncIterator[Post]:
    """Ask an API to add, as somebody, under a key."""
    router = APIRouter()
    application = Application(SERVICE, database, {Add: desk.add}, Tallies)

    @router.post("/tallies/{tally_id}", status_code=201)
    async def add_to(tally_id: UUID, said: Amount, actor: CurrentActor, idempotency: IdempotencyKey) -> Total:
        return await application.execute(
            Add(actor=actor, at=utc_now(), tally_id=tally_id, amount=said.amount),
            key=tally_id,
            model=Total,
            answer=lambda tally: Total(total=tally.total),
            idempotency=idempotency,
        )

    app = create_app(SERVICE, database, {}, [router])
    app.state.keys = Keys()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:

        async def asked(amount: int, *, tally: UUID = TALLY, who: str = "camille") -> httpx.Response:
            headers = {"Authorization": f"Bearer {who}", "Idempotency-Key": KEY}
            return await client.post(f"/tallies/{tally}", json={"amount": amount}, headers=headers)

        yield asked


def refused(answer: httpx.Response) -> tuple[int, str, str]:
    problem = answer.json()
    return answer.status_code, problem["code"], problem["errors"][0]["field"]


MISUSE = (422, "idempotency_key_reused", "idempotency-key")


async def total_of(database: Database) -> int:
    return sum([tally["total"] async for tally in database["tallies"].find()])


async def test_another_request_under_a_used_key_is_a_misuse(post: Post, database: Database) -> None:
    assert (await post(5)).status_code == 201
    assert refused(await post(6)) == MISUSE
    assert refused(await post(5, tally=new_id())) == MISUSE
    assert await total_of(database) == 5


async def test_another_request_is_a_misuse_while_the_first_is_being_decided(
    post: Post, desk: Desk, database: Database
) -> None:
    desk.goes_on.clear()
    first = asyncio.create_task(post(5))
    await desk.begun.wait()
    assert refused(await post(6)) == MISUSE
    assert refused(await post(5, tally=new_id())) == MISUSE
    desk.goes_on.set()
    assert (await first).json() == {"total": 5}
    assert await total_of(database) == 5


async def test_the_same_request_waits_for_the_first_and_gets_its_answer(
    post: Post, desk: Desk, database: Database
) -> None:
    desk.goes_on.clear()
    first = asyncio.create_task(post(5))
    await desk.begun.wait()
    second = asyncio.create_task(post(5))
    await asyncio.sleep(0)
    assert not second.done()
    desk.goes_on.set()
    answers = [await first, await second, await post(5)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, b'{"total":5}')}
    assert await total_of(database) == 5


async def test_the_same_key_of_another_person_is_another_key(post: Post, desk: Desk) -> None:
    desk.goes_on.clear()
    first = asyncio.create_task(post(5))
    await desk.begun.wait()
    other = asyncio.create_task(post(6, who="claude"))
    desk.goes_on.set()
    assert (await first).json() == {"total": 5}
    assert (await other).json() == {"total": 11}
    assert refused(await post(6)) == MISUSE
    assert (await post(6, who="claude")).json() == {"total": 11}


async def test_a_defect_is_not_remembered(post: Post, desk: Desk, database: Database) -> None:
    desk.failures = 1
    assert (await post(5)).status_code == 500
    assert await database["idempotency"].count_documents({}) == 0
    assert (await post(5)).json() == {"total": 5}
    assert await total_of(database) == 5


async def test_three_hundred_repeats_at_once_have_one_effect(post: Post, database: Database) -> None:
    answers = await asyncio.gather(*(post(5) for _ in range(300)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, b'{"total":5}')}
    assert await total_of(database) == 5
    assert await database["outbox"].count_documents({}) == 1
