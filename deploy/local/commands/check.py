"""Owns `./essaim check`: the checks that read the code without running it. Mends nothing."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from deploy.local import screen
from deploy.local.settings import ROOT

BIN = Path(sys.executable).parent
CHECKS: Mapping[str, Sequence[str | Path]] = {
    "ruff check": (BIN / "ruff", "check", "."),
    "ruff format": (BIN / "ruff", "format", "--check", "."),
    "mypy --strict": (BIN / "mypy",),
    "import-linter": (BIN / "lint-imports",),
    "contrats": (sys.executable, "-m", "deploy.local.cli", "contracts", "check"),
    "droits": (sys.executable, "-m", "deploy.local.cli", "rights", "check"),
    "données personnelles": (sys.executable, "-m", "deploy.local.cli", "privacy", "check"),
}


@dataclass(frozen=True)
class Verdict:
    """What one check has found."""

    check: str
    passed: bool
    seconds: float
    output: str


def check(
    *, as_json: Annotated[bool, typer.Option("--json", help="Écrit les résultats en JSON.")] = False
) -> None:
    """Vérifie la forme, les types, les frontières entre modules et les contrats."""
    with screen.busy("Vérifications…"), ThreadPoolExecutor() as pool:
        verdicts = list(pool.map(run_check, CHECKS))
    if as_json:
        typer.echo(json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False, indent=2))
    else:
        for verdict in verdicts:
            screen.show_verdict(verdict.check, passed=verdict.passed, output=verdict.output)
    if not all(verdict.passed for verdict in verdicts):
        raise typer.Exit(1)


def run_check(name: str) -> Verdict:
    """Run one of the checks to its end."""
    begun = time.monotonic()
    done = subprocess.run(  # noqa: S603 - one of the commands above
        [str(word) for word in CHECKS[name]],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Verdict(name, done.returncode == 0, round(time.monotonic() - begun, 1), done.stdout)
