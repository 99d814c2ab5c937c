"""Owns which process is meant by a number written down earlier, and its end. Starts none.

A pid alone may have been given to another program since; with the instant of its start it may not.
"""

import os
import signal
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Identity:
    """A process of this machine since it was started: its pid, and when it started in clock ticks."""

    pid: int
    started_ticks: int

    @classmethod
    def of(cls, pid: int) -> "Identity":
        """Identify a running process.

        Raises:
            ProcessLookupError: there is none with this pid.
        """
        fields = _stat(pid)
        if fields is None:
            raise ProcessLookupError(pid)
        return cls(pid, int(fields[19]))

    @property
    def is_alive(self) -> bool:
        """Whether this very process still runs. One that only waits to be reaped does not."""
        fields = _stat(self.pid)
        return fields is not None and fields[0] != "Z" and int(fields[19]) == self.started_ticks

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.is_alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


def end(identities: Collection[Identity], *, grace_seconds: float) -> None:
    """Ask all of them to end, wait, and kill those that have not within the grace.

    Raises:
        PermissionError: one belongs to another user.
    """
    for identity in identities:
        identity.send(signal.SIGTERM)
    if not gone(identities, within_seconds=grace_seconds):
        for identity in identities:
            identity.send(signal.SIGKILL)
        gone(identities, within_seconds=grace_seconds)


def gone(identities: Collection[Identity], *, within_seconds: float) -> bool:
    """Wait for all of them to have ended, and tell whether they have."""
    deadline = time.monotonic() + within_seconds
    while any(identity.is_alive for identity in identities):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)  # between two looks: they may be no children of ours to wait for
    return True


def _stat(pid: int) -> list[str] | None:
    """Return the fields of /proc/<pid>/stat from the third on: the second, a name, may hold anything."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return text.rpartition(")")[2].split()
