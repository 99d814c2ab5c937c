"""Owns the counting of seats: by attendance mode, by session and by organisation, with those who wait.

Holds counters and no list, so that deciding costs the same for the first registration and the millionth.
Does not know who sits where, nor who comes first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from services.registration.domain.errors import CapacityBelowTaken, InvalidCapacity
from services.registration.domain.programme import AttendanceMode

CAPACITY_MAX = 100_000


class Wish(Protocol):
    """What a seat is wanted for: a command that asks for one, or a registration."""

    @property
    def mode(self) -> AttendanceMode:
        """How the person attends."""

    @property
    def org(self) -> UUID:
        """The organisation that the person comes for."""

    @property
    def sessions(self) -> tuple[UUID, ...]:
        """The sessions chosen."""


@dataclass(slots=True)
class Seats:
    """The counters of one attendance mode: `0 <= taken <= capacity`; a seat on offer is taken."""

    capacity: int
    taken: int = 0
    line: list[int] = field(default_factory=lambda: [0, 0])
    """People in line, by priority class."""
    next_ticket: int = 1

    @property
    def free(self) -> int:
        """Seats that nobody has, and that nobody is offered."""
        return self.capacity - self.taken

    @property
    def waiting(self) -> int:
        """People in line."""
        return sum(self.line)

    def ticket(self) -> int:
        """The next order of arrival."""
        self.next_ticket += 1
        return self.next_ticket - 1


@dataclass(slots=True)
class SeatsByMode:
    """The counters of a gathering: one set for each way of attending, none before a capacity is set."""

    modes: dict[AttendanceMode, Seats] = field(default_factory=dict)
    by_org: dict[UUID, int] = field(default_factory=dict)
    """Seats taken by each organisation that has some, in whatever mode."""
    by_session: dict[UUID, int] = field(default_factory=dict)
    """Seats taken in each session where some are."""
    chosen: dict[UUID, int] = field(default_factory=dict)
    """Active registrations with each session that some have chosen, whether they have a seat or not."""

    def take(self, wish: Wish) -> None:
        """Count a seat as taken."""
        self._count(wish, 1)

    def give_back(self, wish: Wish) -> None:
        """Count a seat as free again."""
        self._count(wish, -1)

    def choose(self, wish: Wish) -> None:
        """Count the sessions of a registration that begins."""
        for session in wish.sessions:
            _add(self.chosen, session, 1)

    def let_go(self, wish: Wish) -> None:
        """Count the sessions of a registration that is over no longer."""
        for session in wish.sessions:
            if session in self.chosen:  # a gathering of before this count knows of some only
                _add(self.chosen, session, -1)

    def require_capacity(
        self, capacity: Mapping[AttendanceMode, int], *, offered: tuple[AttendanceMode, ...]
    ) -> None:
        """Refuse a capacity that could not be set.

        Raises:
            InvalidCapacity: not exactly the modes offered, or a number of places out of bounds.
            CapacityBelowTaken: fewer places than people already confirmed.
        """
        if set(capacity) != set(offered):
            raise InvalidCapacity(
                "Le nombre de places se donne pour chaque mode de participation proposé, et pour eux seuls.",
                field="capacity",
                offered=offered,
            )
        for mode, places in capacity.items():
            if not 1 <= places <= CAPACITY_MAX:
                raise InvalidCapacity(
                    f"Le nombre de places va de 1 à {CAPACITY_MAX}.", field=f"capacity.{mode}"
                )
            if mode in self.modes and places < self.modes[mode].taken:
                raise CapacityBelowTaken(mode=mode, taken=self.modes[mode].taken)

    def set_capacity(self, capacity: Mapping[AttendanceMode, int]) -> None:
        """Take over a capacity that `require_capacity` let pass; those who are seated or wait remain."""
        for mode, places in capacity.items():
            self.modes.setdefault(mode, Seats(places)).capacity = places

    def capacity(self) -> dict[str, int]:
        """Places by attendance mode, as events carry them."""
        return {mode.value: seats.capacity for mode, seats in self.modes.items()}

    def _count(self, wish: Wish, step: int) -> None:
        self.modes[wish.mode].taken += step
        _add(self.by_org, wish.org, step)
        for session in wish.sessions:
            _add(self.by_session, session, step)


def _add(counters: dict[UUID, int], key: UUID, step: int) -> None:
    """Count, and keep no zero: what is kept grows with those who are seated alone."""
    counters[key] = counters.get(key, 0) + step
    if not counters[key]:
        del counters[key]
