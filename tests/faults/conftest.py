"""Owns the running system that faults are made in, whole again after each, and who works in it meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence

import pytest

from tests.faults.crowd import invite_crowd
from tests.running.club import Club, Somebody, club_in
from tests.running.essaim import Essaim, running_essaim


@pytest.fixture(scope="package")
def kept_essaim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Essaim]:
    """A system that lives through all the faults, as a real one has to: use `essaim`."""
    with running_essaim(tmp_path_factory.mktemp("essaim"), apart=True) as essaim:
        yield essaim


@pytest.fixture
def essaim(kept_essaim: Essaim) -> Iterator[Essaim]:
    """The system; what a test leaves stopped, because it failed, is started again."""
    yield kept_essaim
    kept_essaim.heal()


@pytest.fixture
async def club(essaim: Essaim) -> AsyncIterator[Club]:
    """Whoever acts in it."""
    async with club_in(essaim) as club:
        yield club


@pytest.fixture(scope="package")
def crowd(kept_essaim: Essaim) -> Sequence[Somebody]:
    """Many people whom every service knows; each test has them register at a gathering of its own."""
    return asyncio.run(invite_crowd(kept_essaim))
