"""Staff sign in all the way, from a mail to another service; keys change while services run."""

import re

import httpx
import pyotp

from deploy.local.plain_http import PLAIN
from shared.commands import Role
from shared.ids import new_id
from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import Club, appointment
from tests.running.moved_clock import MovedClock

BROWSER = {"User-Agent": "Firefox", "Sec-Fetch-Site": "same-origin"}
STAFF_ROUTE = "/club-events"


async def bearer(browser: httpx.AsyncClient) -> str:
    answer = await browser.post("/sessions/refresh", headers=BROWSER)
    assert answer.is_success, answer.text
    token: str = answer.json()["access_token"]
    return token


async def come_in(club: Club, browser: httpx.AsyncClient, email: str) -> httpx.Response:
    """Ask for a link, wait for the mail, open its page and press the button."""
    already = len(await club.mailbox.links_for(email))
    asked = await browser.post("/sign-in", data={"email": email}, headers=BROWSER)
    assert asked.is_success, asked.text

    async def come() -> bool:
        return len(await club.mailbox.links_for(email)) > already

    await eventually(come, what=f"a link for {email}")
    link = (await club.mailbox.links_for(email))[-1]
    page = await browser.get(link)
    assert page.is_success, page.text
    return await browser.post("/sign-in/link", data={"secret": link.partition("=")[2]}, headers=BROWSER)


def bearing(token: str) -> Json:
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}


async def test_staff_sign_in_by_mail_and_code_and_out_everywhere(club: Club, clock: MovedClock) -> None:
    admin = club.caller("directory", Role("admin"))
    email = f"equipe-{new_id().hex[-8:]}@example.org"
    identity = {"given_name": "Camille", "family_name": "Durand", "email": email}
    await admin.made("/people", {**identity, "first_role": appointment("staff", None)})
    async with httpx.AsyncClient(base_url=club.essaim.addresses["directory"], verify=PLAIN) as browser:
        assert (await come_in(club, browser, email)).is_success
        token = await bearer(browser)
        secret = (await browser.post("/second-factor", headers=bearing(token))).json()["secret"]
        code = {"code": pyotp.TOTP(secret).at(clock.now())}
        confirmed = await browser.post("/second-factor/confirm", json=code, headers=bearing(token))
        assert len(confirmed.json()["recovery_codes"]) == 10
        page = await come_in(club, browser, email)
        found = re.search(r'name="challenge" value="([^"]+)"', page.text)
        assert found, page.text
        typed = {"challenge": found[1], "code": pyotp.TOTP(secret).at(clock.now(), counter_offset=1)}
        assert (await browser.post("/sign-in/code", data=typed, headers=BROWSER)).is_success
        token = await bearer(browser)
        staff = club.stranger("registration", token)
        answer = await staff.post(STAFF_ROUTE, {"title": ""})
        assert answer.status_code == 422, answer.text
        assert (await browser.post("/sessions/end-all", headers=bearing(token))).status_code == 204
        assert (await browser.post("/sessions/refresh", headers=BROWSER)).status_code == 401


async def test_a_new_key_is_trusted_by_every_service_while_all_run(club: Club) -> None:
    before = club.essaim.running()
    former = club.caller("registration", Role("staff"))
    fresh = club.essaim.rotate_key()

    for service in ("directory", "registration", "conventions", "notifications"):
        caller = club.stranger(service, fresh(Role("staff")))

        async def trusted() -> bool:
            return (await caller.send("GET", "/dead-letters")).is_success  # noqa: B023 - awaited in the loop

        await eventually(trusted, what=f"{service} trusts the new key")
    assert (await former.send("GET", "/dead-letters")).is_success
    assert club.essaim.running() == before
