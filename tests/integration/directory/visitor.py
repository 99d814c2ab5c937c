"""Owns somebody before the sign-in pages, in one browser: what they click, type and keep. Checks nothing."""

import re
from typing import Any

import httpx
import pyotp

from services.directory.mail.composer import SignInComposer
from services.directory.mail.postman import SignInPostman
from services.directory.repository.sign_in_requests import MongoSignInRequests
from shared.clock import utc_now
from shared.ids import new_id
from shared.storage.mongo import Database
from tests.fakes.mailer import FakeMailer

Json = dict[str, Any]
BROWSER = {"User-Agent": "Firefox", "Sec-Fetch-Site": "same-origin"}


class Visitor:
    """A browser: it keeps the cookie, and reads the mails that have come."""

    def __init__(self, client: httpx.AsyncClient, database: Database) -> None:
        self.mailer = FakeMailer()
        self.refresh_token: str | None = None
        self._client = client
        self._postman = SignInPostman(
            requests=MongoSignInRequests(database),
            composer=SignInComposer("Club <club@example.org>", "http://directory"),
            mailer=self.mailer,
            clock=utc_now,
        )

    async def ask(self, email: str) -> httpx.Response:
        answer = await self._client.post("/sign-in/requests", json={"email": email}, headers=BROWSER)
        while await self._postman.send_next():
            pass
        return answer

    def last_secret(self) -> str:
        body = self.mailer.sent[-1].get_body(("plain",))
        assert body is not None
        found = re.search(r"secret=([\w-]+)", body.get_content())
        assert found
        return found[1]

    async def link(self, email: str) -> str:
        """The secret of a link that was asked for and mailed."""
        assert (await self.ask(email)).status_code == 202
        return self.last_secret()

    async def send(self, path: str, **form: str) -> httpx.Response:
        """Press the button of a page."""
        answer = await self._client.post(path, data=form, headers=BROWSER)
        self.refresh_token = answer.cookies.get("essaim_session") or self.refresh_token
        return answer

    async def come_in(self, email: str) -> httpx.Response:
        return await self.send("/sign-in/link", secret=await self.link(email))

    async def give_code(self, page: httpx.Response, code: str) -> httpx.Response:
        return await self.send("/sign-in/code", challenge=hidden(page, "challenge"), code=code)

    async def refresh(self, token: str | None = None) -> httpx.Response:
        answer = await self._session("/sessions/refresh", token)
        if answer.is_success:
            self.refresh_token = answer.cookies["essaim_session"]
        return answer

    async def leave(self) -> httpx.Response:
        return await self._session("/sessions/end", None)

    async def bearer(self) -> str:
        """A fresh access token."""
        answer = await self.refresh()
        assert answer.is_success, answer.text
        token: str = answer.json()["access_token"]
        return token

    async def asks(self, method: str, path: str, token: str, **said: Any) -> httpx.Response:
        headers = {**BROWSER, "Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}
        return await self._client.request(method, path, headers=headers, **said)

    async def enrol(self) -> tuple[str, list[str]]:
        """A second factor: its secret and the recovery codes."""
        token = await self.bearer()
        secret: str = (await self.asks("POST", "/second-factor", token)).json()["secret"]
        confirmed = await self.asks(
            "POST", "/second-factor/confirm", token, json={"code": pyotp.TOTP(secret).now()}
        )
        assert confirmed.is_success, confirmed.text
        return secret, confirmed.json()["recovery_codes"]

    async def _session(self, path: str, token: str | None) -> httpx.Response:
        headers = {**BROWSER, "Cookie": f"essaim_session={token or self.refresh_token or ''}"}
        return await self._client.post(path, headers=headers)


def hidden(page: httpx.Response, name: str) -> str:
    """What a page's form has in a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def next_code(secret: str) -> str:
    """The code after the present one, which a clock that runs fast would show."""
    return pyotp.TOTP(secret).at(utc_now(), counter_offset=1)
