"""Owns one of our own Python programs as a part of the local system. Does not know what it does."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import httpx

from deploy.local.plain_http import PLAIN
from deploy.local.processes import ChildProcess

ANSWER_SECONDS = 2.0


@dataclass
class Program:
    """A Python module run as a process; it is ready when its address answers, or at once when it has none."""

    name: str
    command: Sequence[str]
    """The module and its arguments."""
    log: Path
    environment: Mapping[str, str]
    """What it is told beside this process's own environment."""
    ports: Sequence[int] = field(default_factory=tuple)
    ready_url: str | None = None

    @cached_property
    def processes(self) -> Sequence[ChildProcess]:
        """The one process that it is."""
        command = [sys.executable, "-m", *self.command]
        return (ChildProcess(self.name, command, log=self.log, environment=os.environ | self.environment),)

    def launch(self) -> None:
        """Start it and return at once."""
        self.processes[0].start()

    def is_ready(self) -> bool:
        """Whether it can do its work."""
        if self.ready_url is None:
            return self.processes[0].is_running
        try:
            return httpx.get(self.ready_url, timeout=ANSWER_SECONDS, verify=PLAIN).is_success
        except httpx.TransportError:
            return False


@dataclass
class Job:
    """A program that ends: it is ready once it has done its work, and then no longer a part of what runs."""

    program: Program

    @property
    def name(self) -> str:
        """What people call it."""
        return self.program.name

    @property
    def ports(self) -> Sequence[int]:
        """It listens on none."""
        return ()

    @property
    def processes(self) -> Sequence[ChildProcess]:
        """What has to be ended for it to be gone: nothing, once it has ended well."""
        return () if self.is_ready() else self.program.processes

    def launch(self) -> None:
        """Start it and return at once."""
        self.program.launch()

    def is_ready(self) -> bool:
        """Whether it has done its work."""
        return self.program.processes[0].has_succeeded
