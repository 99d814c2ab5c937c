"""Owns the list of all contracts, of all services. Knows nothing of who hears them."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from shared import events
from shared.events.envelope import Envelope, Payload, contracts_of


def contracts() -> tuple[type[Payload], ...]:
    """Every contract, by owning service and then in the order of definition."""
    return tuple(contract for name in _modules() for contract in contracts_of(import_module(name)))


def _modules() -> Iterator[str]:
    for module in iter_modules(events.__path__, prefix=f"{events.__name__}."):
        if module.name not in {Envelope.__module__, __name__}:
            yield module.name
