"""Owns a clock that services read in place of the machine's, and that a test sets. Moves no other clock.

What is measured, as opposed to told (time limits, pauses, leases, the age of tokens), goes on as always.
"""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from deploy.local.settings import ROOT
from shared.clock import utc_now
from tests.running import interpreter

SOON = timedelta(seconds=30)
"""All who let it pass in one system stay below the five minutes by which a partner's clock may differ."""


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

    def now(self) -> datetime:
        """The instant that the services read."""
        return utc_now() + timedelta(seconds=int(self._file.read_text()))

    def soon(self) -> datetime:
        """An instant that is a while away, and here as soon as the clock is to `reach` it."""
        return self.now() + SOON

    def set(self, at: datetime) -> None:
        """Let it be this instant, in every process at once."""
        self._write(round((at - utc_now()) / timedelta(seconds=1)))

    def reach(self, at: datetime) -> None:
        """Let it be this instant, unless it is later already."""
        if at > self.now():
            self._write(ceil((at - utc_now()) / timedelta(seconds=1)))

    def _write(self, seconds: int) -> None:
        whole = self._file.with_suffix(".new")
        whole.write_text(str(seconds))
        whole.replace(self._file)
