"""Owns `docs/benchmarks.md`: what every bench said on one machine, and the command that says it again.

Each bench is a command of its own, run to its end before the next begins: none disturbs another.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from deploy.local import screen
from deploy.local.failures import LocalFailure
from deploy.local.settings import ROOT

PAGE: Final = ROOT / "docs" / "benchmarks.md"
BENCHES: Final[Mapping[str, str]] = {
    "rush": "ratio_to_floor at least 0.8; oversold 0; a burst of 600 answered within 1 s",
    "latency": "p50_ms at most 60; alone: ratio_to_floor at most 5",
    "offer": "p95_ms at most 1000",
    "relay": "ratio_to_bare at least 0.6",
    "consumer": "ratio_to_bare at least 1",
    "growth": "ratio at most 1.3",
    "memory": "an API at most 120 MiB in a rush; the worker's flat while the outbox is full",
    "convention": "ratio at most 1.3",
    "search": "p95_ms at most 50",
    "import": "20,000 rows with progress",
}
"""Each bench, and what is aimed at."""


def run_all(names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The figures of each bench.

    Raises:
        LocalFailure: one of them failed.
    """
    figures = {}
    for name in names:
        screen.say(f"./essaim bench {name}")
        figures[name] = _run(name)
    return figures


def write(figures: Mapping[str, Mapping[str, Any]], page: Path = PAGE) -> None:
    """Put the figures on the page, with the machine that they are of."""
    parts = [_OPENING.format(machine=machine(), day=datetime.now(UTC).date())]
    parts += [_section(name, measured) for name, measured in figures.items()]
    page.write_text("\n\n".join(parts) + "\n")


def _run(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "deploy.local.cli", "bench", name, "--json"]
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode != 0:
        raise LocalFailure(f"La mesure «\u00a0{name}\u00a0» n’a pas abouti.")
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


_OPENING = """# Benchmarks

Written by `./essaim bench all` on {day}; do not edit. Every ratio compares two things measured in one run, in
turn, on the same servers and settings.

Machine: {machine}."""


def _section(name: str, measured: Mapping[str, Any]) -> str:
    figures = json.dumps(measured, indent=2)
    return f"## `./essaim bench {name} --json`\n\nAimed at: {BENCHES[name]}.\n\n```json\n{figures}\n```"


def machine() -> str:
    """This machine, in one line."""
    memory_gib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} processors, {memory_gib:.0f} GiB, "
        f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Python {platform.python_version()}"
    )


def _processor() -> str:
    """Source: proc(5), `model name`; other architectures do not say it."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
