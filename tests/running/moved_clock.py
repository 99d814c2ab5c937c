"""Owns a clock that services read in place of the machine's, and that a test sets. Moves no other clock.

What is measured, as opposed to told (time limits, pauses, leases, the age of tokens), goes on as always.
"""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from deploy.local.settings import ROOT
from shared.clock import utc_now
from tests.running import interpreter


class MovedClock:
    """The time of the services: that of the machine, and what the test adds."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ahead"
        self._write(0)

    @property
    def environment(self) -> Mapping[str, str]:
        """What a program is told so that it reads this clock."""
        [folder] = interpreter.__path__
        return {"ESSAIM_TEST_CLOCK": str(self._file), "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"}

    def set(self, at: datetime) -> None:
        """Let it be this instant, in every process at once."""
        self._write(round((at - utc_now()) / timedelta(seconds=1)))

    def _write(self, seconds: int) -> None:
        whole = self._file.with_suffix(".new")
        whole.write_text(str(seconds))
        whole.replace(self._file)
