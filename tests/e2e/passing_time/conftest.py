"""Owns a system whose time a test may move. First it has the sample, and its user the README's tour."""

import asyncio
import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.local import installation
from deploy.local.reference_data import load_reference_data
from deploy.local.sample.loading import load
from deploy.local.services import SERVICES
from deploy.local.settings import ROOT, LocalSettings
from tests.running.club import Club, club_in
from tests.running.essaim import Essaim, running_essaim
from tests.running.moved_clock import MovedClock

LOCAL = {
    "http://127.0.0.1:8001": "directory",
    "http://127.0.0.1:8002": "registration",
    "http://127.0.0.1:8003": "conventions",
    "http://127.0.0.1:8004": "notifications",
    "http://127.0.0.1:8025": "mail",
}
"""Where the tour finds what: the addresses that `./essaim up` prints."""


@dataclass(frozen=True)
class Toured:
    """A system that has the sample, and what came of the README's tour there."""

    essaim: Essaim
    told_by_sample: int
    """How many events there are once the sample is loaded."""
    told_by_sample_again: int
    """The same, once it was loaded again."""
    tour: subprocess.CompletedProcess[str]


@pytest.fixture(scope="package")
def clock(tmp_path_factory: pytest.TempPathFactory) -> MovedClock:
    return MovedClock(tmp_path_factory.mktemp("clock"))


@pytest.fixture(scope="package")
def toured(tmp_path_factory: pytest.TempPathFactory, clock: MovedClock) -> Iterator[Toured]:
    """The tour comes before any test, whatever their order: afterwards, time may pass."""
    installation.ensure_programs({"curl": "curl"}, LocalSettings())
    with running_essaim(tmp_path_factory.mktemp("essaim"), clock=clock) as essaim:
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("ESSAIM_STATE", str(essaim.settings.state))
            asyncio.run(load_reference_data(essaim.addresses["mongodb"]))
            first, again = [_loaded(essaim) for _ in range(2)]
        yield Toured(essaim, first, again, _guided(essaim))


@pytest.fixture(scope="package")
def essaim(toured: Toured) -> Essaim:
    """Nobody else's time may pass like that."""
    return toured.essaim


@pytest.fixture
async def club(essaim: Essaim) -> AsyncIterator[Club]:
    async with club_in(essaim) as club:
        yield club


def _loaded(essaim: Essaim) -> int:
    asyncio.run(load(essaim.addresses, lambda _: None))
    with MongoClient[dict[str, Any]](essaim.addresses["mongodb"]) as client:
        return sum(client[service]["outbox"].count_documents({}) for service in SERVICES)


def _guided(essaim: Essaim) -> subprocess.CompletedProcess[str]:
    """Run the commands of the README's tour as they stand, for where this system answers."""
    section = (ROOT / "README.md").read_text().partition("## A tour")[2].partition("\n## ")[0]
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL))
    for address, name in LOCAL.items():
        assert address in commands
        commands = commands.replace(address, essaim.addresses[name])
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=ROOT,
        env={**os.environ, "ESSAIM_STATE": str(essaim.settings.state)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
