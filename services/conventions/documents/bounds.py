"""Owns the bounds within which files from outside are read: a process of its own, little memory and time.

A file made to exhaust a reader exhausts that process alone.
"""

import asyncio
import logging
import resource
import sys
import zlib
from collections.abc import Sequence
from typing import Final

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.errors import SignatureValidationError

MEMORY_MAX_BYTES: Final = 1_000_000_000
BROKEN: Final = (
    PdfError,
    SigningError,
    SignatureValidationError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    EOFError,
    RuntimeError,
    StopIteration,
    zlib.error,
)
"""A broken file may break any assumption of its reader."""


def command(module: str, *arguments: str) -> Sequence[str]:
    """The command line of a module that reads within bounds."""
    return (sys.executable, "-m", module, *arguments)


async def said_within_bounds(
    module: str, *arguments: str, content: bytes, wall_max_seconds: float
) -> bytes | None:
    """What a module writes when it is given `content`; None where it ends badly, or not in time."""
    process = await asyncio.create_subprocess_exec(
        *command(module, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(content), wall_max_seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    return said if process.returncode == 0 else None


def bind(*, cpu_max_seconds: int) -> None:
    """Set the bounds of this process, and let the libraries log nothing of what they say besides."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_max_seconds, cpu_max_seconds))
    logging.disable()
