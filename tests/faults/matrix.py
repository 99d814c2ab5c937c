"""Owns the running of the fault matrix: one system lives through every cell, and each is reckoned up."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.cells import CELLS, Cell, Scene
from tests.faults.crowd import invite_crowd
from tests.faults.editor import Editor, editing
from tests.faults.load import Load
from tests.faults.reckoning import Reckoning, reckon
from tests.faults.witness import call_witness
from tests.running.club import Somebody, club_in
from tests.running.essaim import Essaim, running_essaim

TIMES = 3
"""How often a victim ends in its cell."""
POSTS_PER_SECOND = 60.0
SPARE = 10
"""Gatherings made beforehand, while nothing is missing, for faults that take longer than the commands."""


@dataclass(frozen=True)
class Outcome:
    """What came of a cell."""

    victim: str
    moment: str
    ended: int
    """How often the victim ended."""
    commands: int
    lost: int
    twice: int
    disordered: int
    mailed_again: int
    recovered_s: float
    """The longest time from a new start to the next work done."""

    @classmethod
    def of(cls, cell: Cell, scene: Scene, reckoning: Reckoning) -> "Outcome":
        """What is told of the cell."""
        return cls(
            victim=cell.victim,
            moment=cell.moment,
            ended=len(scene.recovered_seconds),
            commands=reckoning.commands,
            lost=len(reckoning.lost),
            twice=len(reckoning.twice),
            disordered=len(reckoning.disordered),
            mailed_again=reckoning.mailed_again,
            recovered_s=round(max(scene.recovered_seconds), 1),
        )


def run_matrix(folder: Path, *, commands: int, told: Callable[[Outcome, Reckoning], None]) -> dict[str, Any]:
    """Run the cells one after the other, at least so many commands in all; the figures, and each as told."""
    outcomes = []
    with running_essaim(folder, apart=True) as essaim:
        crowd = asyncio.run(invite_crowd(essaim))
        for cell in CELLS:
            done = asyncio.run(run_cell(essaim, crowd, cell, -(-commands // len(CELLS)), TIMES))
            told(*done)
            outcomes.append(done[0])
    left = processes_in(folder)
    return {
        "commands": sum(outcome.commands for outcome in outcomes),
        "lost": sum(outcome.lost for outcome in outcomes),
        "twice": sum(outcome.twice for outcome in outcomes),
        "disordered": sum(outcome.disordered for outcome in outcomes),
        "orphans": left,
        "cells": [asdict(outcome) for outcome in outcomes],
    }


async def run_cell(
    essaim: Essaim, crowd: Sequence[Somebody], cell: Cell, commands: int, times: int
) -> tuple[Outcome, Reckoning]:
    """People register, and gatherings are edited, while the cell makes its faults; then all is compared."""
    await call_witness(essaim.addresses["rabbitmq"])
    async with club_in(essaim) as club:
        scene = Scene(essaim, club, Random(f"{cell.victim} {cell.moment}"), times)  # noqa: S311  # chance, no secret
        count = -(-commands // len(crowd)) + SPARE
        gatherings = [await club.club_event(capacity={"online": len(crowd)}) for _ in range(count)]
        editors: list[Editor] = []
        async with asyncio.TaskGroup() as together:
            faults = together.create_task(cell.fault(scene))
            for gathering in gatherings:
                if faults.done() and scene.accepted >= commands:
                    break
                scene.loads.append(Load(club, gathering, crowd, posts_per_second=POSTS_PER_SECOND))
                editors.append(Editor(club, gathering))
                async with editing(editors[-1]):
                    await scene.loads[-1].run()
        reckoning = await reckon(club, scene.loads, editors)
    return Outcome.of(cell, scene, reckoning), reckoning


def processes_in(folder: Path) -> int:
    """How many processes still run that were started for this folder."""
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        count += str(folder).encode() in words
    return count
