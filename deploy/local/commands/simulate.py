"""Owns `./essaim simulate`: the whole system in one process, many times, by chance. Knows no history."""

import os
import subprocess
import sys
from typing import Annotated

import typer

from deploy.local.settings import ROOT


def simulate(
    *,
    seeds: Annotated[int, typer.Option(min=1, help="Combien d’histoires, à partir de la graine 0.")] = 100,
    seed: Annotated[int | None, typer.Option(min=0, help="Rejouer cette graine seule.")] = None,
    commands: Annotated[int, typer.Option(min=1, help="Commandes de chaque histoire.")] = 200,
    trace: Annotated[bool, typer.Option("--trace", help="Raconter la graine rejouée, pas à pas.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Écrire les chiffres en JSON.")] = False,
) -> None:
    """Simule tout le système\u00a0: pannes, doublons et désordre décidés par une graine, et rejouables."""
    chosen = ["--seeds", str(seeds)] if seed is None else ["--seed", str(seed)]
    flags = [*(["--trace"] if trace else []), *(["--json"] if as_json else [])]
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.simulation", *chosen, "--commands", str(commands), *flags],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "0"},
        check=False,
    )
    raise typer.Exit(done.returncode)
