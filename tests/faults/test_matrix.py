"""Every part ends at every critical moment while people register: nothing is lost, twice or told too early.

The long form, with a broker that stays away for a minute, is `./essaim faults`.
"""

from collections.abc import Sequence

import pytest

from tests.faults.cells import AWAY, CELLS, Cell
from tests.faults.matrix import run_cell
from tests.running.club import Somebody
from tests.running.essaim import Essaim

COMMANDS = 200
SHORT = [cell for cell in CELLS if cell.moment != AWAY]


@pytest.mark.parametrize("cell", SHORT, ids=lambda cell: f"{cell.victim}-{cell.moment}".replace(" ", "-"))
async def test_what_was_accepted_happens_once_whatever_ends(
    essaim: Essaim, crowd: Sequence[Somebody], cell: Cell
) -> None:
    outcome, reckoning = await run_cell(essaim, crowd[:COMMANDS], cell, COMMANDS, times=1)
    assert outcome.commands >= COMMANDS
    assert outcome.ended > 0
    assert (reckoning.lost, reckoning.twice, reckoning.disordered) == ([], [], [])
