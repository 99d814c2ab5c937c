"""A failpoint ends the process at the pass that was named, and no other; by default it does nothing."""

import os
import signal
import subprocess
import sys

import pytest

from shared.failpoints import VARIABLE, Armed, Failpoint, reach

PROGRAM = """
from shared.failpoints import Failpoint, reach
for number in range(1, 6):
    reach(Failpoint.AFTER_MAIL)
    reach(Failpoint.AFTER_COMMIT)
    print(number, flush=True)
"""


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    told = {name: value for name, value in os.environ.items() if name != VARIABLE} | environment
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.run(command, env=told, capture_output=True, text=True, check=False)


def test_the_process_ends_at_the_named_pass_of_the_named_moment() -> None:
    done = run(**{VARIABLE: "after_commit:3"})
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "1\n2\n")


def test_nothing_ends_where_nothing_is_armed() -> None:
    done = run()
    assert (done.returncode, done.stdout) == (0, "1\n2\n3\n4\n5\n")
    reach(Failpoint.AFTER_COMMIT)  # nor does this process


@pytest.mark.parametrize("told", ["after_lunch:1", "after_commit", "after_commit:0", "after_commit:soon"])
def test_what_names_no_moment_is_an_error_at_once(told: str) -> None:
    with pytest.raises(ValueError, match=r"Failpoint|int|pass"):
        Armed.told(told)
