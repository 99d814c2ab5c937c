"""Owns `./essaim test`: which tests run, and what they need on the machine first. Knows no test."""

import os
import subprocess
import sys
from enum import StrEnum
from typing import Annotated

import typer

from deploy.local import installation
from deploy.local.settings import ROOT, LocalSettings


class Layer(StrEnum):
    """A layer of the tests, by the name of its folder."""

    UNIT = "unit"
    INTEGRATION = "integration"
    CONTRACTS = "contracts"
    SIMULATION = "simulation"
    E2E = "e2e"
    FAULTS = "faults"


NEED_SERVERS = frozenset({Layer.INTEGRATION, Layer.E2E, Layer.FAULTS})
GATE = (Layer.UNIT, Layer.INTEGRATION, Layer.CONTRACTS, Layer.SIMULATION, Layer.E2E)
"""What runs when no layer is named. Faults take many minutes: they are asked for by name."""

MOST_AT_ONCE = 2
"""The journeys in one process, what remains in another."""


def run_tests(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[unit|integration|contracts|simulation|e2e|faults] [OPTIONS DE PYTEST]…",
            help="Une couche, ou toutes sauf faults\u202f; le reste va à pytest.",
        ),
    ] = None,
) -> None:
    """Lance les tests, après avoir installé les serveurs qu’il leur faut."""
    layers, rest = split(arguments or [])
    if NEED_SERVERS.intersection(layers) and not installation.container_engine_answers():
        installation.ensure_servers(LocalSettings())
    whole = len(layers) > 1
    at_once = ("--numprocesses", str(min(os.cpu_count() or 1, MOST_AT_ONCE)))
    done = subprocess.run(  # noqa: S603 - pytest, with what the developer typed
        [
            *(sys.executable, "-m", "pytest", *(f"tests/{layer}" for layer in layers)),
            *(at_once if whole else ()),
            *rest,
        ],
        cwd=ROOT,
        check=False,
    )
    raise typer.Exit(done.returncode)


def split(arguments: list[str]) -> tuple[list[Layer], list[str]]:
    """Tell the layers asked for (those of the gate when none is) from what is for pytest."""
    if arguments and arguments[0] in set(Layer):
        return [Layer(arguments[0])], arguments[1:]
    return list(GATE), arguments
