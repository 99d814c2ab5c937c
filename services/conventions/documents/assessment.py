"""Owns the asking of trusted lists, in a process of its own: at start if they can be read, then of files.

The libraries that read lists are large; only that process loads them.
"""

import json
import subprocess
from pathlib import Path
from typing import Final

from services.conventions.documents.bounds import command, said_within_bounds
from services.conventions.domain.signing.assessed import Assessed, Why
from shared.telemetry import get_logger

WALL_MAX_SECONDS: Final = 60.0
_MODULE: Final = "services.conventions.documents.qualification"


class UnusableLists(Exception):
    """The folder of trusted lists is not what it should be; said to whoever runs the service."""


def require_usable(folder: Path) -> None:
    """Let pass a folder whose lists can all be read, and are signed by their operators.

    Raises:
        UnusableLists: one cannot, or is not, or there is none.
    """
    try:
        process = subprocess.run(  # noqa: S603  # our own module
            command(_MODULE, "check", str(folder)), capture_output=True, timeout=WALL_MAX_SECONDS, check=True
        )
    except subprocess.SubprocessError as error:
        raise UnusableLists("CONVENTIONS_TRUSTED_LISTS: too much to read within bounds") from error
    said = json.loads(process.stdout)
    if "problem" in said:
        raise UnusableLists(f"CONVENTIONS_TRUSTED_LISTS: {said['problem']}")
    for name in said["outdated"]:
        get_logger().warning("trusted list out of date", list=name)


async def assess(content: bytes, folder: Path) -> Assessed:
    """What the lists of a folder say of the newest signature of a file, or that nobody could ask."""
    said = await said_within_bounds(_MODULE, str(folder), content=content, wall_max_seconds=WALL_MAX_SECONDS)
    if said is None:
        return Assessed(why=Why.NOT_ASSESSED)
    read = json.loads(said)
    return Assessed(**{**read, "why": Why(read["why"]), "outdated": tuple(read["outdated"])})
