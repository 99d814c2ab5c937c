"""Owns one child process: its log, its start, its end in bounded time. Does not know what runs in it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.local.failures import LocalFailure
from deploy.local.identities import POLL_SECONDS, Identity
from deploy.local.settings import ROOT


class ChildProcess:
    """A process that this one starts and ends; what it prints is appended to its log.

    It leads a session of its own, so that a Ctrl-C in the terminal reaches the runner alone, which then
    stops everything in the right order.
    """

    def __init__(
        self, name: str, command: Sequence[str | Path], *, log: Path, environment: Mapping[str, str]
    ) -> None:
        self.name = name
        self.log = log
        self._command = [str(word) for word in command]
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id of the last start."""
        return self._started().pid

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def has_ended(self) -> bool:
        """Whether it was started and runs no more."""
        return self._process is not None and self._process.poll() is not None

    @property
    def has_succeeded(self) -> bool:
        """Whether it has ended, and well."""
        return self._process is not None and self._process.poll() == 0

    @property
    def identity(self) -> Identity:
        """What tells this very process from a later one with the same pid.

        Raises:
            ProcessLookupError: it has ended.
        """
        return Identity.of(self.pid)

    def start(self) -> None:
        """Start it and return at once.

        Raises:
            LocalFailure: the program cannot be run.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            try:
                self._process = subprocess.Popen(  # noqa: S603 - the commands are this package's own
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=self._environment,
                    cwd=ROOT,
                    start_new_session=True,
                )
            except OSError as refused:
                raise LocalFailure(f"{self.name} ne peut pas être lancé\u00a0: {refused}.") from refused

    def wait_until(self, ready: Callable[[], bool], *, within_seconds: float) -> None:
        """Return once `ready()` is true.

        Raises:
            LocalFailure: the process ended first, or the time is over.
        """
        deadline = time.monotonic() + within_seconds
        while not ready():
            if not self.is_running:
                raise LocalFailure(self.obituary())
            if time.monotonic() > deadline:
                raise LocalFailure(self.lateness(within_seconds))
            time.sleep(POLL_SECONDS)

    def lateness(self, waited_seconds: float) -> str:
        """The sentence that tells that the process is not ready and where its log is."""
        return f"{self.name} n’est pas prêt après {waited_seconds:.0f}\u00a0s. Journal\u00a0: {self.log}"

    def obituary(self) -> str:
        """The sentence that tells how the process ended and where its log is."""
        code = self._started().returncode
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
        return f"{self.name} s’est arrêté ({how}). Journal\u00a0: {self.log}"

    def stop(self, *, grace_seconds: float = 10.0) -> None:
        """Ask it to end, and kill it when it has not after the grace. Does nothing when it is not running."""
        if not self.is_running:
            return
        process = self._started()
        process.terminate()
        try:
            process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it now, with SIGKILL. Does nothing when it is not running."""
        if self.is_running:
            process = self._started()
            os.kill(process.pid, signal.SIGKILL)
            process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._process
