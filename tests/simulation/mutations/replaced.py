"""Owns the form of a mutation: what of the kernel is replaced by what."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from tests.simulation.given import club

Replaced = tuple[Any, str, Any]
"""Where a name is, the name, and what stands for it."""
Mutation = Callable[[], Iterable[Replaced]]


@contextmanager
def broken(mutation: Mutation) -> Iterator[None]:
    """Within the block, the kernel is broken so. What all histories begin with is made by the whole one."""
    club()
    patches = [patch.object(where, name, instead) for where, name, instead in mutation()]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()
