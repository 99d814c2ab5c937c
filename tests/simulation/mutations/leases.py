"""Owns ways to break leases, each of which some history must find."""

from collections.abc import Callable, Iterable
from typing import Any
from unittest.mock import patch

from shared.storage.leases import Leases
from tests.simulation.mutations.replaced import Replaced


def lease_for_ever() -> Iterable[Replaced]:
    """The lease of a process that has died never runs out."""
    init = Leases.__init__

    def patient(self: Leases, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs | {"ttl_seconds": 10**6})

    yield Leases, "__init__", patient


def lease_never_renewed() -> Iterable[Replaced]:
    """Who holds a lease lets it run out, and works on."""
    hold, mine = Leases.hold, Leases._mine

    async def lax(self: Leases) -> list[int]:
        with patch.object(self._leases, "update_many", _but_renewing(self._leases.update_many, mine(self))):
            return await hold(self)

    yield Leases, "hold", lax


def _but_renewing(update_many: Callable[..., Any], renewing: Any) -> Callable[..., Any]:
    async def update(wanted: Any, change: Any) -> Any:
        return None if wanted == renewing else await update_many(wanted, change)

    return update


def lease_of_anybody() -> Iterable[Replaced]:
    """A lease is taken whoever holds it."""

    async def take(self: Leases, number: int) -> bool:
        wanted = {"_id": f"{self._work}/{number}"}
        result = await self._leases.update_one(wanted, [{"$set": self._lease()}])
        return bool(result.matched_count)

    yield Leases, "_take", take
