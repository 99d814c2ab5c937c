"""Owns the words of the doctor: what is wrong, where, in one French sentence. Looks at nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: where, a stable code, what it is about, and what to tell a person."""

    where: str
    code: str
    about: str
    sentence: str


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How one queue stands: `None` where nobody reads it by design."""

    name: str
    consumers: int | None
    messages: int


@dataclass(frozen=True, slots=True)
class Examined:
    """What one part of the system was found to be."""

    wrong: Sequence[Wrong] = ()
    queues: Sequence[QueueCount] = field(default_factory=tuple)
