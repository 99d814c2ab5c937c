"""Who has a mailbox comes in by a link, once; whoever tries otherwise changes nothing."""

from datetime import timedelta
from hashlib import sha256

import httpx
import pytest

from services.directory.repository.access_documents import LINKS, REQUESTS, SESSIONS
from shared.clock import utc_now
from shared.commands import Role
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller, Callers, Json
from tests.integration.directory.given import CAMILLE, MANDUEL, mandate, person
from tests.integration.directory.visitor import Visitor

EMAIL: str = CAMILLE["email"]

pytestmark = pytest.mark.usefixtures("camille")


@pytest.fixture
def visitor(client: httpx.AsyncClient, database: Database) -> Visitor:
    return Visitor(client, database)


@pytest.fixture
async def camille(staff: Caller) -> Json:
    """A mayor who was invited."""
    org = (await staff.made("/organisations", MANDUEL))["id"]
    return await staff.made("/people", person(mandate(org)))


async def test_a_link_brings_an_invited_person_in_and_activates_them(visitor: Visitor, camille: Json) -> None:
    page = await visitor.come_in(EMAIL)
    assert page.status_code == 200
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    token = (await visitor.refresh()).json()
    assert token["expires_in"] == 900
    me = await visitor.asks("GET", f"/people/{camille['id']}", token["access_token"])
    assert me.json()["state"] == "active"


async def test_opening_the_link_changes_nothing_and_shows_the_notice_once(
    visitor: Visitor, client: httpx.AsyncClient
) -> None:
    secret = await visitor.link(EMAIL)
    for _ in range(2):
        from_a_mailbox = {"Sec-Fetch-Site": "cross-site"}
        page = await client.get("/sign-in/link", params={"secret": secret}, headers=from_a_mailbox)
        assert page.status_code == 200
        assert "leur effacement" in page.text
    assert (await visitor.send("/sign-in/link", secret=secret)).is_success
    secret = await visitor.link(EMAIL)
    assert "leur effacement" not in (await client.get("/sign-in/link", params={"secret": secret})).text


async def test_a_link_serves_once(visitor: Visitor, database: Database) -> None:
    secret = await visitor.link(EMAIL)
    assert (await visitor.send("/sign-in/link", secret=secret)).is_success
    again = await visitor.send("/sign-in/link", secret=secret)
    assert again.status_code == 403
    assert "déjà servi" in again.text
    assert await database[SESSIONS].count_documents({}) == 1


async def test_a_link_is_too_old_after_a_quarter_of_an_hour(visitor: Visitor, database: Database) -> None:
    secret = await visitor.link(EMAIL)
    [link] = [found async for found in database[LINKS].find()]
    assert timedelta(minutes=14) < link["expires_at"] - utc_now() <= timedelta(minutes=15)
    await database[LINKS].update_one({}, {"$set": {"expires_at": utc_now()}})
    assert (await visitor.send("/sign-in/link", secret=secret)).status_code == 403
    assert await database[SESSIONS].count_documents({}) == 0


async def test_the_secret_of_a_link_is_nowhere_but_in_the_mail(visitor: Visitor, database: Database) -> None:
    secret = await visitor.link(EMAIL)
    kept = [
        str(found) for name in await database.list_collection_names() async for found in database[name].find()
    ]
    assert any(sha256(secret.encode()).hexdigest() in document for document in kept)
    assert not any(secret in document for document in kept)


@pytest.mark.parametrize("email", ["nobody@example.org", "сamille.durand@example.org"])  # noqa: RUF001 - meant
async def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    visitor: Visitor, database: Database, email: str
) -> None:
    known, unknown = await visitor.ask(EMAIL), await visitor.ask(email)
    assert (unknown.status_code, unknown.json()) == (known.status_code, known.json())
    assert [mail["To"].addresses[0].addr_spec for mail in visitor.mailer.sent] == [EMAIL]
    assert await database[REQUESTS].count_documents({}) == 0
    assert await database[LINKS].count_documents({}) == 1


async def test_an_address_is_found_however_it_is_typed(
    visitor: Visitor,
) -> None:
    await visitor.ask("Camille.Durand@Example.org")
    assert len(visitor.mailer.sent) == 1


async def test_the_sixth_link_within_a_quarter_of_an_hour_is_refused_whoever_it_is(visitor: Visitor) -> None:
    for email in (EMAIL, "nobody@example.org"):
        answers = [await visitor.ask(email) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [202] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) <= 900
    assert len(visitor.mailer.sent) == 5


async def test_who_has_left_gets_no_link(visitor: Visitor, camille: Json, caller: Callers) -> None:
    secret = await visitor.link(EMAIL)
    await caller(Role("admin")).made(f"/people/{camille['id']}/erasure/grant")
    await visitor.ask(EMAIL)
    assert len(visitor.mailer.sent) == 1
    assert (await visitor.send("/sign-in/link", secret=secret)).status_code == 404


async def test_a_page_of_another_site_cannot_sign_anybody_in(
    visitor: Visitor, client: httpx.AsyncClient, database: Database
) -> None:
    secret = await visitor.link(EMAIL)
    answer = await client.post(
        "/sign-in/link", data={"secret": secret}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert await database[SESSIONS].count_documents({}) == 0


async def test_proconnect_is_off_until_it_is_configured(client: httpx.AsyncClient) -> None:
    answer = await client.get("/sign-in/proconnect")
    assert answer.status_code == 404
    assert "n’est pas en service" in answer.text
