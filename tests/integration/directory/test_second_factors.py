"""Staff act for the club under a second factor, whose codes serve once and cannot be guessed."""

import httpx
import pyotp
import pytest

from services.directory.repository.access_documents import SECOND_FACTORS, SESSIONS
from shared.commands import Role
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Caller, Callers, Json
from tests.integration.directory.given import CAMILLE, appointment, person
from tests.integration.directory.visitor import Visitor, next_code

EMAIL: str = CAMILLE["email"]


@pytest.fixture
def admin(caller: Callers) -> Caller:
    return caller(Role("admin"))


@pytest.fixture
async def camille(admin: Caller) -> Json:
    """Somebody of the team."""
    return await admin.made("/people", person(appointment("staff", None)))


@pytest.fixture
async def visitor(client: httpx.AsyncClient, database: Database, camille: Json) -> Visitor:
    """The same, signed in by link."""
    visitor = Visitor(client, database)
    assert (await visitor.come_in(camille["email"])).is_success
    return visitor


async def test_with_a_code_staff_act_for_the_club(visitor: Visitor) -> None:
    secret, _ = await visitor.enrol()
    page = await visitor.come_in(EMAIL)
    assert "Set-Cookie" not in page.headers
    assert (await visitor.give_code(page, next_code(secret))).is_success
    assert (await visitor.asks("GET", "/erasures", await visitor.bearer())).is_success


async def test_a_code_serves_once(visitor: Visitor, database: Database) -> None:
    secret, _ = await visitor.enrol()
    page, code = await visitor.come_in(EMAIL), next_code(secret)
    assert (await visitor.give_code(page, code)).is_success
    again = await visitor.give_code(await visitor.come_in(EMAIL), code)
    assert again.status_code == 403
    assert "déjà servi" in again.text
    assert await database[SESSIONS].count_documents({"strong": True}) == 1


async def test_a_recovery_code_replaces_a_lost_application_once(visitor: Visitor) -> None:
    _, codes = await visitor.enrol()
    assert len(set(codes)) == 10
    typed = f"{codes[0][:5]}-{codes[0][5:]}".upper()
    assert (await visitor.give_code(await visitor.come_in(EMAIL), typed)).is_success
    assert (await visitor.give_code(await visitor.come_in(EMAIL), typed)).status_code == 403
    left = await visitor.asks("GET", "/second-factor", await visitor.bearer())
    assert left.json() == {"is_enrolled": True, "recovery_codes_left": 9}


async def test_of_ten_wrong_codes_the_last_five_are_not_even_read(
    visitor: Visitor, database: Database
) -> None:
    secret, _ = await visitor.enrol()  # one try
    before = [found async for found in database[SECOND_FACTORS].find()]
    page, right = await visitor.come_in(EMAIL), {pyotp.TOTP(secret).now(), next_code(secret)}
    wrong = [code for code in (f"{number:06d}" for number in range(12)) if code not in right][:10]
    answers = [await visitor.give_code(page, code) for code in wrong]
    assert [answer.status_code for answer in answers] == [403] * 4 + [429] * 6
    assert (await visitor.give_code(page, next_code(secret))).status_code == 429
    assert [found async for found in database[SECOND_FACTORS].find()] == before
    assert await database[SESSIONS].count_documents({"strong": True}) == 0


async def test_a_wrong_first_code_enrols_nothing(visitor: Visitor, database: Database) -> None:
    token = await visitor.bearer()
    secret = (await visitor.asks("POST", "/second-factor", token)).json()["secret"]
    wrong = "000000" if pyotp.TOTP(secret).now() != "000000" else "111111"
    refused = await visitor.asks("POST", "/second-factor/confirm", token, json={"code": wrong})
    assert refused.json()["errors"][0]["field"] == "code"
    assert await database[SECOND_FACTORS].count_documents({"is_enrolled": True}) == 0


async def test_the_secret_is_sealed_and_an_enrolled_factor_stays(
    visitor: Visitor, database: Database
) -> None:
    secret, codes = await visitor.enrol()
    [kept] = [str(found) async for found in database[SECOND_FACTORS].find()]
    assert secret not in kept
    assert not any(code in kept for code in codes)
    again = await visitor.asks("POST", "/second-factor", await visitor.bearer())
    assert again.json()["code"] == "second_factor_enrolled"


async def test_a_code_without_the_first_proof_is_worth_nothing(visitor: Visitor) -> None:
    secret, _ = await visitor.enrol()
    answer = await visitor.send("/sign-in/code", challenge="x" * 40, code=next_code(secret))
    assert answer.status_code == 401


async def test_an_administrator_takes_a_lost_factor_away(
    visitor: Visitor, admin: Caller, staff: Caller, camille: Json
) -> None:
    await visitor.enrol()
    path = f"/people/{camille['id']}/second-factor/remove"
    assert (await staff.post(path)).status_code == 403
    assert (await admin.post(path)).status_code == 204
    assert (await visitor.refresh()).status_code == 401
    await visitor.come_in(EMAIL)
    await visitor.enrol()


async def test_without_a_second_factor_staff_act_for_themselves_alone(
    visitor: Visitor, camille: Json
) -> None:
    token = await visitor.bearer()
    assert (await visitor.asks("GET", "/erasures", token)).status_code == 403
    assert (await visitor.asks("GET", f"/people/{camille['id']}", token)).is_success
