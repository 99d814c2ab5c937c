"""Owns chance in waiting times, so that those who failed together do not try again together."""

from random import SystemRandom

_chance = SystemRandom()


def jitter(least: float, most: float) -> float:
    """A number between the two."""
    return _chance.uniform(least, most)
