"""Owns a witness of what registration tells: it reads all, in the order in which any subscriber would.

What is told again is no fault: who published it did not live to tick it off. What comes before what it
follows on is one, and a subscriber would take it for a gap.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import aio_pika

from deploy.rabbitmq.holding import make_lasting
from shared.storage.outbox import EVENTS_EXCHANGE

QUEUE = "faults.witness"
KEY = "registration.#"


@dataclass(frozen=True)
class Told:
    """What the witness keeps of an event: whose history it belongs to, and its place there, from 1."""

    subject: str
    sequence: int


async def call_witness(rabbitmq_url: str) -> None:
    """Return once all is kept that registration tells from now on, though the broker ends."""

    async def make() -> None:
        async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
            queue = await channel.declare_queue(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
            await queue.bind(EVENTS_EXCHANGE, KEY)

    await make_lasting(rabbitmq_url, [QUEUE], make)


async def hear_witness(rabbitmq_url: str) -> Sequence[Told]:
    """All that was told since it was called, in its order; the witness goes."""
    told: list[Told] = []
    async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
        queue = await channel.get_queue(QUEUE)
        while (message := await queue.get(no_ack=True, fail=False)) is not None:
            event = json.loads(message.body)
            told.append(Told(event["subject"], event["sequence"]))
        await queue.delete(if_unused=False, if_empty=False)
    return told


def untold(told: Iterable[Told], histories: Mapping[str, int]) -> list[str]:
    """What was not told of histories, of which the number of events is given."""
    found = {(one.subject, one.sequence) for one in told}
    return [
        f"not told: {sequence} of {subject}"
        for subject, events in histories.items()
        for sequence in range(1, events + 1)
        if (subject, sequence) not in found
    ]


def out_of_order(told: Iterable[Told], subjects: Collection[str]) -> list[str]:
    """What was told of the subjects before what it follows on."""
    reached: defaultdict[str, int] = defaultdict(int)
    early = []
    for one in told:
        if one.subject not in subjects or one.sequence <= reached[one.subject]:
            continue
        if one.sequence > reached[one.subject] + 1:
            early.append(f"{one.subject}: {one.sequence} after {reached[one.subject]}")
        reached[one.subject] = one.sequence
    return early
