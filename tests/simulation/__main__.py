"""Owns the running of many seeds, or the telling of one: `python -m tests.simulation`."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from tests.simulation.given import club
from tests.simulation.histories import COMMANDS, History, history


def main() -> int:
    """Zero where every history ended as it must."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--commands", type=int, default=COMMANDS)
    parser.add_argument("--trace", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.seed is not None:
        return _tell(history(asked.seed, commands=asked.commands, is_told=asked.trace))
    begun = time.perf_counter()
    lived = list(_live(range(asked.first, asked.first + asked.seeds), asked.commands))
    seconds = time.perf_counter() - begun
    failed = [one for one in lived if one.failures]
    if asked.json:
        print(json.dumps(_figures(lived, failed, seconds)))  # noqa: T201
    else:
        _say(lived, failed, seconds)
    for one in failed:
        print(f"Graine {one.seed}\u00a0: {one.failures[0]}", file=sys.stderr)  # noqa: T201
    return bool(failed)


def _live(seeds: range, commands: int) -> Iterable[History]:
    """Let every seed happen, on all processors."""
    with ProcessPoolExecutor(max_workers=os.cpu_count(), initializer=club) as pool:
        yield from pool.map(_one, seeds, [commands] * len(seeds), chunksize=4)


def _one(seed: int, commands: int) -> History:
    return replace(history(seed, commands=commands), story=[])


def _figures(lived: list[History], failed: list[History], seconds: float) -> dict[str, object]:
    return {
        "seeds": len(lived),
        "failed": len(failed),
        "commands": sum(one.commands for one in lived),
        "histories_per_minute": round(60 * len(lived) / seconds, 1),
    }


def _say(lived: list[History], failed: list[History], seconds: float) -> None:
    minute = 60 * len(lived) / seconds
    commands = sum(one.commands for one in lived)
    faults = sum(one.faults for one in lived)
    print(  # noqa: T201
        f"{len(lived)} histoires, {commands} commandes, {faults} incidents\u00a0: {minute:.0f} par minute, "
        f"{len(failed)} en échec."
    )


def _tell(lived: History) -> int:
    """Print the story of one history, and what is wrong with how it ended."""
    for line in lived.story:
        print(line)  # noqa: T201
    for failure in lived.failures:
        print(f"ÉCHEC\u00a0: {failure}")  # noqa: T201
    print(f"Graine {lived.seed}\u00a0: {len(lived.failures)} échec(s), empreinte {lived.digest}.")  # noqa: T201
    return bool(lived.failures)


if __name__ == "__main__":
    sys.exit(main())
