"""Owns how many random histories a test follows: some, or a multiple that the environment asks for."""

import os

TIMES = "ESSAIM_TEST_HISTORIES_TIMES"


def histories(some: int) -> int:
    """So many, or the multiple of it that the environment asks for."""
    return some * int(os.environ.get(TIMES, "1"))
