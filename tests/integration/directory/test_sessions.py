"""A session goes on with refresh tokens that serve once, and ends wherever the person wants it to."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from services.directory.repository.access_documents import SESSIONS
from shared.clock import utc_now
from shared.commands import Role
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller, Callers, Json
from tests.integration.directory.given import CAMILLE, MANDUEL, mandate, person, post
from tests.integration.directory.visitor import Visitor

EMAIL: str = CAMILLE["email"]


@pytest.fixture
async def camille(staff: Caller) -> Json:
    """A mayor who was invited."""
    org = (await staff.made("/organisations", MANDUEL))["id"]
    return await staff.made("/people", person(mandate(org)))


@pytest.fixture
async def visitor(client: httpx.AsyncClient, database: Database, camille: Json) -> Visitor:
    """The mayor, signed in."""
    visitor = Visitor(client, database)
    assert (await visitor.come_in(camille["email"])).is_success
    return visitor


async def over(visitor: Visitor) -> bool:
    answer = await visitor.refresh()
    assert answer.status_code in {200, 401}
    return answer.status_code == 401 and answer.json()["code"] == "session_over"


async def test_a_refresh_token_that_comes_twice_ends_the_session_for_thief_and_owner(
    visitor: Visitor, database: Database
) -> None:
    stolen = visitor.refresh_token
    assert (await visitor.refresh()).is_success
    assert (await visitor.refresh(stolen)).status_code == 401
    assert await over(visitor)
    assert await database[SESSIONS].count_documents({}) == 0


async def test_of_two_refreshes_at_once_one_at_most_gets_a_token(visitor: Visitor) -> None:
    token = visitor.refresh_token
    answers = await asyncio.gather(*(visitor.refresh(token) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 7
    assert await over(visitor)


@pytest.mark.parametrize("changed", ["", "garbage", "a.b.c"])
async def test_a_refresh_token_that_is_not_ours_is_refused(visitor: Visitor, changed: str) -> None:
    session, expires, _ = str(visitor.refresh_token).split(".")
    forged = changed or f"{session[:-1]}9.{expires}.{'A' * 43}"
    assert (await visitor.refresh(forged)).status_code == 401
    assert not await over(visitor)


async def test_a_session_ends_with_its_time(visitor: Visitor, database: Database) -> None:
    await database[SESSIONS].update_one({}, {"$set": {"expires_at": utc_now() - timedelta(seconds=1)}})
    assert await over(visitor)


async def test_signing_out_here_leaves_the_other_devices(
    visitor: Visitor, client: httpx.AsyncClient, database: Database
) -> None:
    elsewhere = Visitor(client, database)
    await elsewhere.come_in(EMAIL)
    left = await visitor.leave()
    assert left.status_code == 204
    assert 'essaim_session=""' in left.headers["Set-Cookie"]
    assert await over(visitor)
    assert not await over(elsewhere)


async def test_signing_out_everywhere_ends_every_session(
    visitor: Visitor, client: httpx.AsyncClient, database: Database
) -> None:
    elsewhere = Visitor(client, database)
    await elsewhere.come_in(EMAIL)
    token = await visitor.bearer()
    assert (await visitor.asks("POST", "/sessions/end-all", token)).status_code == 204
    assert await over(visitor)
    assert await over(elsewhere)


async def test_one_ends_only_sessions_of_ones_own(visitor: Visitor, caller: Callers, camille: Json) -> None:
    token = await visitor.bearer()
    [shown] = (await visitor.asks("GET", "/sessions", token)).json()["items"]
    assert shown["device"] == "Firefox"
    assert (await caller().post(f"/sessions/{shown['id']}/end")).status_code == 404
    mine = caller(person_id=UUID(camille["id"]))
    assert (await mine.post(f"/sessions/{shown['id']}/end")).status_code == 204
    assert await over(visitor)


async def test_roles_that_change_end_the_session_and_the_next_token_tells_the_new_ones(
    visitor: Visitor, staff: Caller, camille: Json
) -> None:
    org = camille["held"][0]["org"]
    await staff.made(f"/people/{camille['id']}/roles", post(org))
    assert await over(visitor)
    await visitor.come_in(EMAIL)
    assert not await over(visitor)


async def test_who_has_left_goes_on_nowhere(visitor: Visitor, staff: Caller, camille: Json) -> None:
    role = camille["held"][0]
    path = f"/people/{camille['id']}/roles/{role['id']}/end"
    await staff.made(path, {"ends_on": str((utc_now() - timedelta(days=2)).date())})
    assert await over(visitor)
    await visitor.ask(EMAIL)
    assert len(visitor.mailer.sent) == 1


async def test_who_was_erased_goes_on_nowhere(visitor: Visitor, caller: Callers, camille: Json) -> None:
    await caller(Role("admin")).made(f"/people/{camille['id']}/erasure/grant")
    assert await over(visitor)
