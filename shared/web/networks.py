"""Owns which network a request comes from, and how often one may ask of one process."""

from collections import Counter
from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request

from shared.clock import Clock
from shared.errors import TooMany

IPV6_SITE_BITS = 64
NETWORKS_MAX = 10_000
"""More than that in a while share one count: memory stays bounded whoever asks."""
WINDOW_SECONDS = 60


class AskedTooOften(TooMany):
    """This network asked too often within a minute."""

    code = "asked_too_often"

    def __init__(self, *, retry_after_seconds: int) -> None:
        super().__init__(
            "Trop de demandes depuis votre réseau\u202f: recommencez dans une minute.",
            retry_after_seconds=retry_after_seconds,
        )


class Pace:
    """Lets each network ask so many times in a minute, of what costs little and needs no sign-in."""

    def __init__(self, clock: Clock, *, most: int) -> None:
        self._clock = clock
        self._most = most
        self._minute = 0
        self._asked: Counter[str] = Counter()

    def count(self, request: Request) -> None:
        """Count a request.

        Raises:
            AskedTooOften: it is one too many.
        """
        seconds = int(self._clock().timestamp())
        minute, within = divmod(seconds, WINDOW_SECONDS)
        if minute != self._minute:
            self._minute, self._asked = minute, Counter()
        network = network_of(request)
        known = network in self._asked or len(self._asked) < NETWORKS_MAX
        self._asked[network if known else ""] += 1
        if self._asked[network if known else ""] > self._most:
            raise AskedTooOften(retry_after_seconds=WINDOW_SECONDS - within)


def network_of(request: Request) -> str:
    """The address that a request came from; of IPv6 the site's, since one has as many as they like."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_SITE_BITS), strict=False))
    return str(address)
