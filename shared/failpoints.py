"""Owns failpoints: named moments at which this process kills itself, so that a test may choose the instant.

`ESSAIM_FAILPOINT=after_commit:17` ends the process with SIGKILL the seventeenth time that it has committed:
nothing is tidied up, as if the power had gone. Without that variable a failpoint costs one comparison.
"""

import os
import signal
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

VARIABLE: Final = "ESSAIM_FAILPOINT"


class Failpoint(StrEnum):
    """A moment between two things that no process can do at once."""

    MID_COMMIT = "mid_commit"
    """A batch of decisions is written, its transaction not committed."""
    AFTER_COMMIT = "after_commit"
    """It is committed, and nobody was answered."""
    AFTER_PUBLISH = "after_publish"
    """The broker has confirmed an event that the outbox does not know to be published."""
    AFTER_EFFECT = "after_effect"
    """A message took effect, and was not acknowledged."""
    AFTER_RETRY_COPY = "after_retry_copy"
    """A failed message lies in the queue of those to be tried again, and in its own."""
    AFTER_MAIL = "after_mail"
    """The mail server has taken a mail that is not ticked off."""


@dataclass(slots=True)
class Armed:
    """What ends this process: the moment, and how often it may still pass, this time included."""

    failpoint: Failpoint
    left: int
    turn: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def told(cls, text: str) -> "Armed":
        """Read `<failpoint>:<pass>`.

        Raises:
            ValueError: it is no failpoint, or no number from 1.
        """
        name, _, number = text.partition(":")
        left = int(number)
        if left < 1:
            raise ValueError(f"{VARIABLE}: {text} names no pass from 1 on")
        return cls(Failpoint(name), left)

    def reach(self, failpoint: Failpoint) -> None:
        """End the process if this is the time."""
        if failpoint is not self.failpoint:
            return
        with self.turn:  # commits run in threads
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


_ARMED: Final = Armed.told(os.environ[VARIABLE]) if VARIABLE in os.environ else None


def reach(failpoint: Failpoint) -> None:
    """Say that the moment has come; returns at once unless this process is to end here."""
    if _ARMED is not None:
        _ARMED.reach(failpoint)
