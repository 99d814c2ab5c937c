"""Owns the handing over of one webhook: one POST, to a public address, without redirects, in bounded time.

It signs nothing and tries nothing twice. The name in an address is resolved here, every address that it
stands for must be public, and the connection goes to one of those: a name that changes meanwhile leads
nowhere else.
"""

import asyncio
import errno
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, Protocol
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from shared.clock import Clock

ANSWER_SECONDS: Final = 15.0
EMBEDDING: Final = tuple(ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48"))
"""IPv6 addresses that translators turn into IPv4 ones (RFC 6052, RFC 8215): nobody's own."""


class WebhookFailed(Exception):
    """It was not taken: the message says why, and carries no word of the answer's body."""

    def __init__(
        self, reason: str, *, status: int | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants nothing more, ever (410)."""
        return self.status == HTTPStatus.GONE


class WebhookSender(Protocol):
    """Hands webhooks over."""

    async def send(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
        """Return the status of an answer that says it was taken (2xx).

        Raises:
            WebhookFailed: it was not.
        """

    async def close(self) -> None:
        """Let go of what is open."""


@dataclass(slots=True)
class PublicAddresses(AbstractResolver):
    """Resolves a name, unless it leads anywhere that is not public."""

    allow_private: bool = False

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name.

        Raises:
            OSError: there are none, or one of them is not public.
        """
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        results = [_result(host, port, family_, address[0]) for family_, _, _, _, address in found]
        for result in results:
            self.require_public(result["host"])
        return results

    def require_public(self, address: str) -> None:
        """Let a public address pass, and any other where those are allowed.

        Raises:
            OSError: it is not public.
        """
        if not self.allow_private and not is_public(ip_address(address)):
            raise OSError(errno.EACCES, "it leads to an address that is not public")

    async def close(self) -> None:
        """Nothing is open."""


class HttpWebhookSender:
    """The real one: a new connection for each, so that no partner rides on another's."""

    def __init__(self, clock: Clock, *, allow_private: bool = False) -> None:
        self._clock = clock
        self._addresses = PublicAddresses(allow_private)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
        """Return the status of an answer that says it was taken (2xx).

        Raises:
            WebhookFailed: it was not.
        """
        try:
            self._require_public_literal(url)
            async with self._open().post(url, data=body, headers=headers, allow_redirects=False) as answer:
                status, retry_after = answer.status, answer.headers.get("Retry-After")
        except TimeoutError as error:
            raise WebhookFailed("no answer in time") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise WebhookFailed(f"{type(error).__name__}: {error}") from error
        if not HTTPStatus(200) <= status < HTTPStatus(300):
            wait = pause_asked(retry_after, self._clock())
            raise WebhookFailed(f"answered {status}", status=status, retry_after=wait)
        return status

    async def close(self) -> None:
        """Let go of what is open."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        """Made on first use, in the loop that it belongs to."""
        if self._session is None:
            connector = aiohttp.TCPConnector(resolver=self._addresses, use_dns_cache=False, force_close=True)
            timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

    def _require_public_literal(self, url: str) -> None:
        """The client asks no resolver about a host that is an address already."""
        host = urlsplit(url).hostname or ""
        try:
            ip_address(host)
        except ValueError:
            return
        self._addresses.require_public(host)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether anybody on the internet has this address, and no translator makes another one of it."""
    if isinstance(address, IPv6Address):
        if any(address in network for network in EMBEDDING) or address.teredo or address.sixtofour:
            return False
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
    return address.is_global and not address.is_multicast


def pause_asked(retry_after: str | None, now: datetime) -> timedelta | None:
    """How long an answer asks to wait (RFC 9110, 10.2.3): seconds or a date; a date without zone is UTC."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 10**8))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(at.replace(tzinfo=at.tzinfo or UTC) - now, timedelta())


def _result(host: str, port: int, family: int, address: str | int) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=str(address),
        port=port,
        family=family,
        proto=0,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )
