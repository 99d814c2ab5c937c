"""Lets a program read the clock that a test sets: Python runs it first where PYTHONPATH names this folder.

It stands in for the one function by which services read the present instant, before any of them has it.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

import shared.clock

_MACHINE = shared.clock.utc_now
_AHEAD = Path(os.environ["ESSAIM_TEST_CLOCK"])


def utc_now() -> datetime:
    """The machine's instant, and what the test adds: seconds, in a file."""
    return _MACHINE() + timedelta(seconds=int(_AHEAD.read_text()))


shared.clock.utc_now = utc_now
