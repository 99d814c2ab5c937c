"""Specifies the handing over of one webhook: where it goes, what counts as taken, what an answer asks for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from aiohttp import web

from deploy.local.ports import LOOPBACK, free_port
from shared.webhooks import HttpWebhookSender, PublicAddresses, WebhookFailed, is_public, pause_asked
from tests.running.receiver import receiver

NOW = datetime(2027, 3, 12, 9, 30, tzinfo=UTC)


@asynccontextmanager
async def sender(*, allow_private: bool = True) -> AsyncIterator[HttpWebhookSender]:
    made = HttpWebhookSender(lambda: NOW, allow_private=allow_private)
    try:
        yield made
    finally:
        await made.close()


async def test_the_bytes_and_headers_arrive_as_they_are() -> None:
    came: list[tuple[bytes, str]] = []

    async def take(request: web.Request) -> web.Response:
        came.append((await request.read(), request.headers["webhook-id"]))
        return web.Response(status=204)

    async with receiver(take) as url, sender() as hand:
        assert await hand.send(url, body=b'{"a": "\xc3\xa9"}', headers={"webhook-id": "1"}) == 204
    assert came == [(b'{"a": "\xc3\xa9"}', "1")]


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 410, 429, 500, 503])
async def test_only_2xx_is_taken_and_a_redirect_is_not_followed(status: int) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": "/elsewhere", "Retry-After": "120"})

    async with receiver(refuse) as url, sender() as hand:
        with pytest.raises(WebhookFailed) as failed:
            await hand.send(url, body=b"{}", headers={})
    assert failed.value.status == status
    assert failed.value.is_gone == (status == 410)
    assert failed.value.retry_after == timedelta(minutes=2)


async def test_nobody_there_is_a_failure_without_status() -> None:
    async with sender() as hand:
        with pytest.raises(WebhookFailed) as failed:
            await hand.send(f"http://{LOOPBACK}:{free_port()}/hook", body=b"{}", headers={})
    assert failed.value.status is None


@pytest.mark.parametrize("host", [LOOPBACK, "localhost", "[::1]", "10.1.2.3", "169.254.169.254"])
async def test_what_is_not_public_gets_nothing(host: str) -> None:
    async with sender(allow_private=False) as hand:
        with pytest.raises(WebhookFailed, match="not public"):
            await hand.send(f"http://{host}:{free_port()}/hook", body=b"{}", headers={})


async def test_a_name_with_one_address_that_is_not_public_is_refused() -> None:
    with pytest.raises(OSError, match="not public"):
        await PublicAddresses().resolve("localhost", 443)
    assert {one["host"] for one in await PublicAddresses(allow_private=True).resolve("localhost", 443)}


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address among others
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, *, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        (None, None),
        ("120", timedelta(seconds=120)),
        ("0", timedelta()),
        ("Fri, 12 Mar 2027 09:31:00 GMT", timedelta(minutes=1)),
        ("Fri Mar 12 09:31:00 2027", timedelta(minutes=1)),
        ("Fri, 12 Mar 2027 09:00:00 GMT", timedelta()),
        ("soon", None),
        ("-5", None),
    ],
)
def test_how_long_an_answer_asks_to_wait(said: str | None, pause: timedelta | None) -> None:
    assert pause_asked(said, NOW) == pause
