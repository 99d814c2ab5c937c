"""The database in memory behaves as the kernel relies on the real one to do: it is held to the same."""

import pytest

from shared.storage.indexes import ensure_indexes
from tests.simulation.behaviours.store import BEHAVIOURS, INDEXES, Behaviour
from tests.simulation.world import run, world_of


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_the_database_in_memory(behaviour: Behaviour) -> None:
    with world_of(0, tables={}, talks_between_faults=0) as world:
        database = world.database("registration")
        run(world, ensure_indexes(database, INDEXES))
        run(world, behaviour(database))


def test_what_it_does_not_know_it_refuses() -> None:
    with world_of(0, tables={}, talks_between_faults=0) as world:
        things = world.database("registration")["things"]
        with pytest.raises(NotImplementedError):
            run(world, things.find_one({"value": {"$elemMatch": {"x": 1}}}))
