"""An agent comes in by ProConnect once they have said who they are here; a forged word opens nothing."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.directory.main import create_api
from services.directory.repository.access_documents import PROCONNECT_ACCOUNTS, SESSIONS
from services.directory.settings import Settings
from shared.clock import utc_now
from shared.storage.mongo import Database
from tests.fakes.openid_provider import CLIENT_ID, CLIENT_SECRET, ISSUER, FakeOpenIdProvider, new_key
from tests.integration.directory.conftest import Caller, Json
from tests.integration.directory.given import BARJAC, CAMILLE, MANDUEL, person, post
from tests.integration.directory.visitor import BROWSER, Visitor, hidden

PATH = "/sign-in/proconnect"


@pytest.fixture
def provider() -> FakeOpenIdProvider:
    return FakeOpenIdProvider()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With ProConnect."""
    return settings.model_copy(
        update={
            "proconnect_issuer": ISSUER,
            "proconnect_client_id": CLIENT_ID,
            "proconnect_client_secret": SecretStr(CLIENT_SECRET),
        }
    )


@pytest.fixture
async def client(settings: Settings, provider: FakeOpenIdProvider) -> AsyncIterator[httpx.AsyncClient]:
    async with provider.client as http:
        app = create_api(settings, http)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://directory.test") as client:
                yield client


@pytest.fixture
async def camille(staff: Caller) -> Json:
    """An agent of Manduel who was invited."""
    org = (await staff.made("/organisations", MANDUEL))["id"]
    return await staff.made("/people", person(post(org)))


@pytest.fixture
def visitor(client: httpx.AsyncClient, database: Database) -> Visitor:
    return Visitor(client, database)


async def come_back(
    client: httpx.AsyncClient, provider: FakeOpenIdProvider, **changed: str
) -> httpx.Response:
    """Go to ProConnect and back; the client keeps the cookie, as the browser does."""
    away = await client.get(PATH)
    assert away.status_code == 303, away.text
    brought = provider.log_in(away.headers["Location"]) | changed
    return await client.get(f"{PATH}/callback", params=brought)


async def link(client: httpx.AsyncClient, provider: FakeOpenIdProvider, visitor: Visitor) -> httpx.Response:
    """Come by ProConnect for the first time, then by a link, and link both in this browser."""
    assert "Première connexion" in (await come_back(client, provider)).text
    offered = await visitor.come_in(CAMILLE["email"])
    return await visitor.send(f"{PATH}/link", proof=hidden(offered, "proof"))


async def nothing_changed(database: Database) -> bool:
    counts = [await database[name].count_documents({}) for name in (SESSIONS, PROCONNECT_ACCOUNTS)]
    return counts == [0, 0]


@pytest.mark.usefixtures("camille")
@pytest.mark.parametrize("offers_pkce", [True, False])
async def test_an_account_is_linked_while_signed_in_and_opens_the_door_from_then_on(
    client: httpx.AsyncClient, provider: FakeOpenIdProvider, visitor: Visitor, offers_pkce: bool
) -> None:
    provider.offers_pkce = offers_pkce
    assert "C’est fait" in (await link(client, provider, visitor)).text
    page = await come_back(client, provider)
    assert "Vous êtes connecté" in page.text
    visitor.refresh_token = page.cookies["essaim_session"]
    assert (await visitor.refresh()).is_success


@pytest.mark.usefixtures("camille")
async def test_an_address_or_its_domain_opens_nothing(
    client: httpx.AsyncClient, provider: FakeOpenIdProvider, database: Database
) -> None:
    provider.userinfo = {"email": CAMILLE["email"]}
    page = await come_back(client, provider)
    assert "essaim_session" not in page.cookies
    assert await nothing_changed(database)


Break = Callable[[FakeOpenIdProvider], Any]
OLD = {"exp": utc_now() - timedelta(minutes=5), "iat": utc_now() - timedelta(minutes=10)}
WRONG: dict[str, Break] = {
    "another nonce": lambda provider: provider.identity.update(nonce="another"),
    "an expired ID token": lambda provider: provider.identity.update(OLD),
    "an ID token for another": lambda provider: provider.identity.update(aud="another"),
    "an ID token of another issuer": lambda provider: provider.identity.update(iss="https://elsewhere"),
    "another key": lambda provider: setattr(provider, "signing_key", new_key()),
    "userinfo that is not signed": lambda provider: setattr(provider, "signs_userinfo", False),
    "userinfo of somebody else": lambda provider: provider.userinfo.update(sub="somebody else"),
    "expired userinfo": lambda provider: provider.userinfo.update(OLD),
    "userinfo for another": lambda provider: provider.userinfo.update(aud="another"),
    "no SIRET": lambda provider: provider.userinfo.update(siret=""),
}


@pytest.mark.usefixtures("camille")
@pytest.mark.parametrize("wrong", WRONG)
async def test_what_is_not_signed_for_this_journey_opens_nothing(
    client: httpx.AsyncClient, provider: FakeOpenIdProvider, database: Database, wrong: str
) -> None:
    WRONG[wrong](provider)
    refused = await come_back(client, provider)
    assert refused.status_code == 401, refused.text
    assert "n’a pas abouti" in refused.text
    assert await nothing_changed(database)


@pytest.mark.usefixtures("camille")
async def test_an_answer_to_another_journey_opens_nothing(
    client: httpx.AsyncClient, provider: FakeOpenIdProvider, database: Database
) -> None:
    assert (await come_back(client, provider, state="another")).status_code == 401
    assert (await come_back(client, provider, code="another")).status_code == 401
    brought = provider.log_in((await client.get(PATH)).headers["Location"])
    client.cookies.clear()
    assert (await client.get(f"{PATH}/callback", params=brought)).status_code == 401
    assert await nothing_changed(database)


@pytest.mark.usefixtures("camille")
async def test_a_code_serves_once(
    client: httpx.AsyncClient, provider: FakeOpenIdProvider, visitor: Visitor
) -> None:
    await link(client, provider, visitor)
    brought = provider.log_in((await client.get(PATH)).headers["Location"])
    cookies = dict(client.cookies)
    assert (await client.get(f"{PATH}/callback", params=brought)).status_code == 200
    client.cookies.update(cookies)
    assert (await client.get(f"{PATH}/callback", params=brought)).status_code == 401


async def test_only_a_role_in_the_organisation_that_proconnect_vouches_for_opens(
    client: httpx.AsyncClient, provider: FakeOpenIdProvider, visitor: Visitor, camille: Json, staff: Caller
) -> None:
    await link(client, provider, visitor)
    await staff.made("/organisations", BARJAC)
    provider.siret = f"{BARJAC['siren']}00011"
    refused = await come_back(client, provider)
    assert refused.status_code == 403
    assert "pas de rôle en cours" in refused.text
    provider.siret = f"{MANDUEL['siren']}00011"
    ended = {"ends_on": str((utc_now() - timedelta(days=2)).date())}
    await staff.made(f"/people/{camille['id']}/roles/{camille['held'][0]['id']}/end", ended)
    assert (await come_back(client, provider)).status_code == 403


@pytest.mark.usefixtures("camille")
async def test_an_account_is_linked_to_one_person_and_in_the_browser_that_came_with_it(
    client: httpx.AsyncClient,
    provider: FakeOpenIdProvider,
    visitor: Visitor,
    staff: Caller,
    database: Database,
) -> None:
    assert "Première connexion" in (await come_back(client, provider)).text
    offered = await visitor.come_in(CAMILLE["email"])
    pocket = dict(client.cookies)
    client.cookies.clear()  # the link is opened by its owner, elsewhere
    proof = hidden(offered, "proof")
    assert (await visitor.send(f"{PATH}/link", proof=proof)).status_code == 401
    assert await database[PROCONNECT_ACCOUNTS].count_documents({}) == 0
    client.cookies.update(pocket)
    assert (await visitor.send(f"{PATH}/link", proof=proof)).is_success
    await staff.made(
        "/people", person(post((await staff.get("/organisations")).json()["items"][0]["id"]), "alex")
    )
    client.cookies.update(pocket)
    theirs = await visitor.come_in("alex@example.org")
    taken = await visitor.send(f"{PATH}/link", proof=hidden(theirs, "proof"))
    assert taken.status_code == 409


async def test_a_provider_that_is_away_is_a_refusal(
    client: httpx.AsyncClient, provider: FakeOpenIdProvider
) -> None:
    provider.is_away = True
    assert (await client.get(PATH)).status_code == 401


async def test_a_page_of_another_site_cannot_link(client: httpx.AsyncClient) -> None:
    foreign = {**BROWSER, "Sec-Fetch-Site": "cross-site"}
    assert (await client.post(f"{PATH}/link", data={"proof": "x" * 40}, headers=foreign)).status_code == 403
