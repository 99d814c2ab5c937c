"""Owns the running system that every journey goes through, and who goes."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.running.club import Club, club_in
from tests.running.essaim import Essaim, running_essaim
from tests.running.moved_clock import MovedClock
from tests.running.whole_reads import no_whole_reads


@pytest.fixture(scope="package")
def clock(tmp_path_factory: pytest.TempPathFactory) -> MovedClock:
    """The clock of that system. Where a test would wait for a while, it lets the clock `reach` its end."""
    return MovedClock(tmp_path_factory.mktemp("clock"))


@pytest.fixture(scope="package")
def essaim(tmp_path_factory: pytest.TempPathFactory, clock: MovedClock) -> Iterator[Essaim]:
    """A system of the journeys' own, shared by them: each makes its own organisations, people, gatherings.

    In all that they ask of it, no service reads a whole collection.
    """
    folder = tmp_path_factory.mktemp("essaim")
    with running_essaim(folder, clock=clock) as essaim, no_whole_reads(essaim.addresses["mongodb"]):
        yield essaim


@pytest.fixture
async def club(essaim: Essaim) -> AsyncIterator[Club]:
    """Whoever acts in it."""
    async with club_in(essaim) as club:
        yield club
