"""Checks how often one network may ask, and what counts as one network."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import Request

from shared.web import networks
from shared.web.networks import AskedTooOften, Pace, network_of

NOON = datetime(2027, 4, 15, 12, 0, 20, tzinfo=UTC)


def request_from(host: str) -> Request:
    return Request({"type": "http", "client": (host, 1), "headers": []})


def test_one_network_asks_so_often_in_a_minute_and_again_in_the_next() -> None:
    now = [NOON]
    pace = Pace(lambda: now[0], most=2)
    asking = request_from("198.51.100.7")
    for _ in range(2):
        pace.count(asking)
    with pytest.raises(AskedTooOften) as refused:
        pace.count(asking)
    assert refused.value.facts["retry_after_seconds"] == 40
    pace.count(request_from("198.51.100.8"))
    now[0] += timedelta(seconds=40)
    pace.count(asking)


def test_its_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "NETWORKS_MAX", 3)
    pace = Pace(lambda: NOON, most=2)
    for number in range(5):
        pace.count(request_from(f"198.51.100.{number}"))
    with pytest.raises(AskedTooOften):
        pace.count(request_from("198.51.100.5"))


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("somewhere", "somewhere"),
    ],
)
def test_an_ipv6_site_is_one_network(host: str, network: str) -> None:
    assert network_of(request_from(host)) == network
