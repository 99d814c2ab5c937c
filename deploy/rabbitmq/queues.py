"""Owns the job that makes every service's queues: `python -m deploy.rabbitmq.queues AMQP_URL`.

It is to end before the first worker starts. A fact told before the queue of one who wants it stands is lost
to that one: an exchange keeps nothing, and what one service heard does not count as unrouted. It moves no
message, and asking again changes nothing. It alone knows what no service hears, and gives that a queue too.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from deploy.rabbitmq.holding import make_lasting
from services.conventions.consumers import subscriptions as heard_by_conventions
from services.directory.consumers import subscriptions as heard_by_directory
from services.notifications.consumers import subscriptions as heard_by_notifications
from services.registration.consumers import subscriptions as heard_by_registration
from shared.events.catalogue import contracts
from shared.events.envelope import Payload
from shared.messaging.inbox import Subscription
from shared.messaging.topology import (
    RETRIES_SECONDS,
    UNHEARD,
    UNROUTED,
    declare_partner_exchange,
    declare_unheard,
    on_broker,
)
from shared.messaging.worker import EVERYWHERE, declare_queues, queues_read
from shared.storage.unit_of_work import UnitOfWork
from shared.telemetry import configure_logging


def _no_store(_: UnitOfWork) -> Any:
    raise RuntimeError("nothing is handled here")


SUBSCRIPTIONS: Mapping[str, Sequence[Subscription[Any]]] = {
    "directory": heard_by_directory(_no_store, _no_store),
    "registration": heard_by_registration(_no_store, _no_store),
    "conventions": heard_by_conventions(_no_store, _no_store),
    "notifications": heard_by_notifications(_no_store, _no_store),
}


async def declare_all(rabbitmq_url: str) -> None:
    """Return once the broker, however late it starts, has all that the services need, and will keep it."""
    made = [*names_of_read_queues(), *RETRIES_SECONDS, UNROUTED, UNHEARD]
    await make_lasting(rabbitmq_url, made, partial(_declare, rabbitmq_url))


async def _declare(rabbitmq_url: str) -> None:
    for service, subscriptions in SUBSCRIPTIONS.items():
        await declare_queues(rabbitmq_url, service, subscriptions)
    await on_broker(rabbitmq_url, partial(declare_unheard, contracts=contracts(), heard=heard()))
    await on_broker(rabbitmq_url, partial(declare_partner_exchange, contracts=contracts()))


def names_of_read_queues() -> list[str]:
    """The queues that a worker of some service has to read."""
    return [name for service, heard in SUBSCRIPTIONS.items() for name in queues_read(service, heard)]


def heard() -> frozenset[type[Payload]]:
    """Every contract that a service hears."""
    own = [one.contracts for subscriptions in SUBSCRIPTIONS.values() for one in subscriptions]
    return frozenset(chain(*own, *EVERYWHERE.values()))


if __name__ == "__main__":
    configure_logging("queues", "INFO")
    asyncio.run(declare_all(sys.argv[1]))
