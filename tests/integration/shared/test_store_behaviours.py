"""The real database behaves as that of the simulation, which is held to the same."""

import pytest

from shared.storage.indexes import ensure_indexes
from shared.storage.mongo import Database
from tests.simulation.behaviours.store import BEHAVIOURS, INDEXES, Behaviour


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
async def test_the_real_database(behaviour: Behaviour, database: Database) -> None:
    await ensure_indexes(database, INDEXES)
    await behaviour(database)
