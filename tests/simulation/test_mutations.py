"""The simulation bites: whatever invariant of the kernel is broken, some seed finds it."""

import pytest

from tests.simulation.histories import history
from tests.simulation.mutations.catalogue import MUTATIONS
from tests.simulation.mutations.replaced import Mutation, broken

SEEDS = range(24)
COMMANDS = 100
"""So many that a calm history is longer than a lease."""


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_broken_kernel_is_found(mutation: Mutation) -> None:
    with broken(mutation):
        assert any(history(seed, commands=COMMANDS).failures for seed in SEEDS)
