"""Whatever fails, in whatever order: what was accepted happens once, and everybody comes to know of it."""

import os
import subprocess
import sys

import pytest

from tests.histories import histories
from tests.simulation.histories import history

BLOCKS, SEEDS_EACH = 8, 25
COMMANDS = 20
"""Fewer than `./essaim simulate` takes: what goes wrong mostly does so early."""


@pytest.mark.parametrize("block", range(BLOCKS))
def test_every_history_ends_as_it_must(block: int) -> None:
    seeds = histories(SEEDS_EACH)
    failed = {}
    for seed in range(block * seeds, (block + 1) * seeds):
        lived = history(seed, commands=COMMANDS)
        if lived.failures:
            failed[seed] = lived.failures[0]
    assert not failed, f"./essaim simulate --commands {COMMANDS} --seed {min(failed)} --trace tells the story"


def test_a_long_history_in_bad_weather_ends_as_it_must() -> None:
    lived = history(1)
    assert lived.faults > lived.commands / 2
    assert not lived.failures


def test_a_seed_happens_in_the_same_way_in_every_process() -> None:
    digests = {_digest(hash_seed) for hash_seed in ("1", "2")}
    assert digests == {history(1, commands=COMMANDS).digest}


def test_another_seed_happens_in_another_way() -> None:
    assert history(1, commands=COMMANDS).digest != history(5, commands=COMMANDS).digest


def test_a_story_that_is_told_happens_in_the_same_way() -> None:
    told, untold = history(2, commands=COMMANDS, is_told=True), history(2, commands=COMMANDS)
    assert told.digest == untold.digest
    assert len(told.story) > 10 * len(untold.story)


def _digest(hash_seed: str) -> str:
    code = f"from tests.simulation.histories import history; print(history(1, commands={COMMANDS}).digest)"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    return done.stdout.decode().strip()
