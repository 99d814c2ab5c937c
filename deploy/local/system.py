"""Owns a running system as stages of parts: started in order, watched, ended in the opposite order.

It does not know what the parts are; it installs nothing and prints nothing.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Protocol

from deploy.local.failures import LocalFailure
from deploy.local.identities import POLL_SECONDS, Identity, end
from deploy.local.ports import require_free
from deploy.local.processes import ChildProcess
from deploy.local.run_record import RecordedProcess, Run, RunRecord

READY_SECONDS = 120.0
GRACE_SECONDS = 30.0
WATCH_SECONDS = 0.5


class Part(Protocol):
    """Something that runs: a server, or one process of a service."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def ports(self) -> Sequence[int]:
        """The ports that have to be free for it to start."""

    @property
    def processes(self) -> Sequence[ChildProcess]:
        """What has to be ended for it to be gone."""

    def launch(self) -> None:
        """Start it and return before it is ready."""

    def is_ready(self) -> bool:
        """Whether it does its work."""


class Witness(Protocol):
    """Who is told how the start goes on."""

    def launched(self, part: Part) -> None:
        """The part has been started."""

    def ready(self, part: Part) -> None:
        """The part does its work."""


class System:
    """Parts that run together: when one dies, all of them are to be ended."""

    def __init__(self, stages: Sequence[Sequence[Part]], record: RunRecord) -> None:
        self._stages = stages
        self._record = record

    @property
    def is_running(self) -> bool:
        """Whether anything of it runs."""
        return any(process.is_running for stage in self._stages for process in _processes(stage))

    def start(self, witness: Witness, addresses: Mapping[str, str]) -> None:
        """Start everything, and note it with the addresses once it is ready. On failure, call `stop`.

        Raises:
            LocalFailure: a port is taken (nothing is started), or a part dies or is not ready in time.
        """
        for part in chain.from_iterable(self._stages):
            require_free(*part.ports, wanted_by=part.name)
        for stage in self._stages:
            for part in stage:
                part.launch()
                self._note({})
                witness.launched(part)
            self._wait_for(stage, witness)
        self._note(addresses)

    def watch(self) -> None:
        """Never return: only a signal, or the death of a part, ends it.

        Raises:
            LocalFailure: a part has died.
        """
        while True:
            self._check()
            time.sleep(WATCH_SECONDS)

    def stop(self) -> None:
        """End all that runs, the last stage first."""
        for stage in reversed(self._stages):
            running = [process.identity for process in _processes(stage) if process.is_running]
            end(running, grace_seconds=GRACE_SECONDS)
            for process in _processes(stage):
                process.stop()  # has ended already: takes note of how
        self._record.erase()

    def _wait_for(self, stage: Sequence[Part], witness: Witness) -> None:
        deadline = time.monotonic() + READY_SECONDS
        late = list(stage)
        while late:
            self._check()
            for part in [part for part in late if part.is_ready()]:
                late.remove(part)
                witness.ready(part)
            if late and time.monotonic() > deadline:
                raise LocalFailure(late[0].processes[0].lateness(READY_SECONDS))
            time.sleep(POLL_SECONDS)

    def _check(self) -> None:
        for part in chain.from_iterable(self._stages):
            for process in part.processes:
                # Asked again: a job that has ended well in between is no longer a part of what runs.
                if process.has_ended and process in part.processes:
                    raise LocalFailure(process.obituary())

    def _note(self, addresses: Mapping[str, str]) -> None:
        stages = [
            [
                RecordedProcess(name=process.name, identity=process.identity, log=process.log)
                for process in _processes(stage)
                if process.is_running
            ]
            for stage in self._stages
        ]
        self._record.write(Run(runner=Identity.of(os.getpid()), stages=stages, addresses=dict(addresses)))


def _processes(parts: Sequence[Part]) -> Iterator[ChildProcess]:
    for part in parts:
        yield from part.processes
