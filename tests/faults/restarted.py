"""Owns a worker that is started again whenever it has ended, as an engine of containers would."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Iterable

from shared import failpoints


class Restarted:
    """`tests.faults.dying_worker`, again and again; each time the next of `armed` is where it ends."""

    def __init__(self, *addresses: str, armed: Iterable[str] = ()) -> None:
        self._addresses = addresses
        self._armed = iter(armed)
        self._process: Process | None = None
        self.endings: list[int] = []

    async def again(self) -> None:
        """Start it, unless it runs."""
        if self._process is not None:
            if self._process.returncode is None:
                return
            self.endings.append(self._process.returncode)
        program = (sys.executable, "-m", "tests.faults.dying_worker", *self._addresses)
        told = next(self._armed, None)
        environment = os.environ | ({failpoints.VARIABLE: told} if told else {})
        self._process = await asyncio.create_subprocess_exec(*program, stdout=DEVNULL, env=environment)

    async def stop(self) -> None:
        """End it as somebody who maintains it would."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()
