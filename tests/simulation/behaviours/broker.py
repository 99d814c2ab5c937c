"""Owns what the kernel relies on of a broker, asked in the same way of the real one and of that in memory.

The topology is what `shared.messaging.topology.declare` makes of `BINDINGS`.
"""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol

import pytest

from shared.events.registration import ClubEventDrafted, ClubEventHeld
from shared.messaging.publisher import NotPublished, Publisher
from shared.messaging.topology import DEAD_LETTERS, UNROUTED, QueueBinding
from shared.storage.outbox import EVENTS_EXCHANGE, REPLAY_EXCHANGE

SERVICE = "registration"
FIRST, SECOND = f"{SERVICE}.first", f"{SERVICE}.second"
BINDINGS = (
    QueueBinding(FIRST, (ClubEventDrafted,)),
    QueueBinding(SECOND, (ClubEventDrafted, ClubEventHeld)),
)


class Hand(Protocol):
    """A connection to a broker, with a publisher."""

    @property
    def publisher(self) -> Publisher:
        """What publishes as the services do."""

    async def take(self, queue: str, count: int) -> Sequence[str]:
        """The ids of so many messages, which are held and not acknowledged."""

    async def settle(self, queue: str, count: int) -> Sequence[str]:
        """The ids of so many messages, which are acknowledged."""

    async def let_go(self) -> None:
        """Lose every channel."""

    async def waiting(self, queue: str) -> int:
        """How many messages lie ready in a queue."""


Behaviour = Callable[[Hand], Coroutine[Any, Any, None]]


async def _publish(hand: Hand, message_id: str, *, exchange: str, routing_key: str) -> None:
    await hand.publisher.publish(b"{}", exchange=exchange, routing_key=routing_key, message_id=message_id)


async def _tell(hand: Hand, *message_ids: str, of: type[ClubEventDrafted | ClubEventHeld]) -> None:
    for message_id in message_ids:
        await _publish(hand, message_id, exchange=EVENTS_EXCHANGE, routing_key=of.type())


async def every_queue_that_wants_an_event_gets_it_in_its_order(hand: Hand) -> None:
    await _tell(hand, "1", "2", of=ClubEventDrafted)
    await _tell(hand, "3", of=ClubEventHeld)
    assert await hand.settle(FIRST, 2) == ["1", "2"]
    assert await hand.settle(SECOND, 3) == ["1", "2", "3"]
    assert await hand.waiting(FIRST) == 0


async def what_is_not_acknowledged_comes_again_before_what_came_later(hand: Hand) -> None:
    await _tell(hand, "1", "2", "3", of=ClubEventDrafted)
    assert await hand.take(FIRST, 2) == ["1", "2"]
    await hand.let_go()
    assert await hand.settle(FIRST, 3) == ["1", "2", "3"]


async def what_was_acknowledged_comes_no_more(hand: Hand) -> None:
    await _tell(hand, "1", "2", of=ClubEventDrafted)
    assert await hand.settle(FIRST, 1) == ["1"]
    await hand.let_go()
    assert await hand.settle(FIRST, 1) == ["2"]


async def what_no_queue_takes_is_not_published(hand: Hand) -> None:
    with pytest.raises(NotPublished):
        await _publish(hand, "1", exchange="", routing_key="nobody.nothing")
    await _tell(hand, "2", of=ClubEventDrafted)
    assert await hand.settle(FIRST, 1) == ["2"]


async def an_event_that_nobody_wants_lies_in_unrouted(hand: Hand) -> None:
    await _publish(hand, "1", exchange=EVENTS_EXCHANGE, routing_key="registration.NothingOfTheKind.v1")
    await _publish(hand, "2", exchange=REPLAY_EXCHANGE, routing_key="nobody.nothing")
    assert await hand.settle(UNROUTED, 2) == ["1", "2"]


async def what_is_given_up_and_sent_back_goes_its_way(hand: Hand) -> None:
    await _publish(hand, "1", exchange=DEAD_LETTERS, routing_key=FIRST)
    assert await hand.settle(f"{SERVICE}.{DEAD_LETTERS}", 1) == ["1"]
    await _publish(hand, "1", exchange=REPLAY_EXCHANGE, routing_key=FIRST)
    assert await hand.settle(FIRST, 1) == ["1"]


async def what_is_to_be_tried_later_comes_back_to_its_queue(hand: Hand) -> None:
    await _publish(hand, "1", exchange="retry.5s", routing_key=SECOND)
    assert await hand.waiting(SECOND) == 0
    assert await hand.settle(SECOND, 1) == ["1"]


BEHAVIOURS: Sequence[Behaviour] = (
    every_queue_that_wants_an_event_gets_it_in_its_order,
    what_is_not_acknowledged_comes_again_before_what_came_later,
    what_was_acknowledged_comes_no_more,
    what_no_queue_takes_is_not_published,
    an_event_that_nobody_wants_lies_in_unrouted,
    what_is_given_up_and_sent_back_goes_its_way,
    what_is_to_be_tried_later_comes_back_to_its_queue,
)
