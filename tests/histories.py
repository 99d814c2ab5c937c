"""Owns how many random histories a test follows: some each time, thousands when the whole suite runs."""

import os

TIMES = "ESSAIM_TEST_HISTORIES_TIMES"


def histories(some: int) -> int:
    """So many, or the multiple of it that the environment asks for."""
    return some * int(os.environ.get(TIMES, "1"))
