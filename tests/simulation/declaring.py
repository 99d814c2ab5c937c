"""Owns what declares on the broker in memory, by the calls that `shared.messaging.topology` makes."""

from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from aio_pika import ExchangeType

from deploy.rabbitmq.queues import SUBSCRIPTIONS, heard
from shared.events.catalogue import contracts
from shared.messaging.topology import QueueBinding, declare, declare_partner_exchange, declare_unheard
from shared.messaging.worker import EVERYWHERE
from tests.simulation.broker import Broker, Exchange, Queue


@dataclass(frozen=True, slots=True)
class DeclaredExchange:
    """What aio-pika gives for an exchange."""

    broker: Broker
    exchange: Exchange

    async def bind(self, source: str, routing_key: str = "") -> None:
        """Have it fed by another one."""
        _bind(self.broker.exchanges[source], routing_key, self.exchange)


@dataclass(frozen=True, slots=True)
class DeclaredQueue:
    """What aio-pika gives for a queue."""

    broker: Broker
    queue: Queue

    async def bind(self, exchange: str, routing_key: str = "") -> None:
        """Have it fed by an exchange."""
        _bind(self.broker.exchanges[exchange], routing_key, self.queue)

    async def unbind(self, exchange: str, routing_key: str = "") -> None:
        """Have it fed no more."""
        targets = self.broker.exchanges[exchange].bindings.get(routing_key, [])
        with suppress(ValueError):
            targets.remove(self.queue)


@dataclass(frozen=True, slots=True)
class DeclaringChannel:
    """What stands for aio-pika's channel."""

    broker: Broker

    async def declare_exchange(
        self,
        name: str,
        kind: str,
        *,
        durable: bool,  # noqa: ARG002  # nothing is lost here
        arguments: Mapping[str, Any] | None = None,
    ) -> DeclaredExchange:
        """Make an exchange, or find it."""
        alternate = (arguments or {}).get("alternate-exchange")
        exchange = self.broker.exchanges.setdefault(name, Exchange(ExchangeType(kind).value, alternate))
        return DeclaredExchange(self.broker, exchange)

    async def declare_queue(
        self,
        name: str,
        *,
        durable: bool,  # noqa: ARG002
        arguments: Mapping[str, Any],
    ) -> DeclaredQueue:
        """Make a queue, or find it."""
        queue = self.broker.queues.setdefault(name, Queue(name, dict(arguments)))
        return DeclaredQueue(self.broker, queue)


def declare_everything(broker: Broker) -> None:
    """Make all that the services need, as `deploy.rabbitmq.queues` does."""
    channel: Any = DeclaringChannel(broker)
    for service, subscriptions in SUBSCRIPTIONS.items():
        hears = [*EVERYWHERE.items(), *((one.name, one.contracts) for one in subscriptions)]
        bindings = [QueueBinding(f"{service}.{handler}", wanted) for handler, wanted in hears]
        at_once(partial(declare, channel, service, bindings))
    at_once(partial(declare_unheard, channel, contracts(), heard=heard()))
    at_once(partial(declare_partner_exchange, channel, contracts()))


def at_once(do: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run what never waits.

    Raises:
        RuntimeError: it waits.
    """
    coroutine = do()
    with suppress(StopIteration):
        coroutine.send(None)
        raise RuntimeError("it waits")


def _bind(source: Exchange, routing_key: str, target: Exchange | Queue) -> None:
    targets = source.bindings.setdefault(routing_key, [])
    if target not in targets:
        targets.append(target)
