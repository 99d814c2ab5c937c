"""A process written down earlier is the same one, or none: never another that got its pid since."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from deploy.local.identities import Identity, end, gone

DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def test_this_process_is_alive() -> None:
    assert Identity.of(os.getpid()).is_alive


def test_a_later_process_with_the_same_pid_is_another(sleeper: subprocess.Popen[bytes]) -> None:
    before = Identity(sleeper.pid, Identity.of(sleeper.pid).started_ticks - 1)
    assert not before.is_alive
    end([before], grace_seconds=1)
    assert sleeper.poll() is None


def test_a_dead_process_is_not_alive_even_before_it_is_reaped(sleeper: subprocess.Popen[bytes]) -> None:
    identity = Identity.of(sleeper.pid)
    end([identity], grace_seconds=5)
    assert not identity.is_alive
    assert sleeper.wait() == -signal.SIGTERM


def test_a_pid_that_nobody_has_cannot_be_identified() -> None:
    with pytest.raises(ProcessLookupError):
        Identity.of(2**22 + 1)


def test_a_process_deaf_to_sigterm_is_killed_after_the_grace() -> None:
    with subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE) as deaf:
        assert deaf.stdout is not None
        deaf.stdout.readline()
        identity = Identity.of(deaf.pid)
        end([identity], grace_seconds=0.2)
        assert gone([identity], within_seconds=5)
        assert deaf.wait() == -signal.SIGKILL
