"""Owns the way of a message to its handler: effect and inbox row in one transaction, batched.

What still tells of a person who was erased here is not applied: it must not bring them back.

It neither receives nor acknowledges: `shared.messaging.consumer` does.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from shared.clock import Clock
from shared.commands import SYSTEM
from shared.errors import DomainError
from shared.events.directory import PersonErased, PersonFact
from shared.events.envelope import Envelope, Payload
from shared.storage.erased_people import Erased
from shared.storage.group_commit import GroupCommit
from shared.storage.mongo import Database, Document
from shared.storage.once import INBOX
from shared.storage.unit_of_work import Origin, UnitOfWork
from shared.telemetry import get_logger

S = TypeVar("S")
Store = Callable[[UnitOfWork], S]
"""Makes what handlers work on, for one unit of work."""


@dataclass(frozen=True, slots=True)
class Subscription(Generic[S]):
    """A handler, the events that it wants, and the store that it works on.

    Its queue is `<service>.<name of the handler>`. `preload` may read in a few queries what a whole batch
    will need; the effect is the same without it.
    """

    handler: Callable[[Envelope[Any], S], Awaitable[None]]
    contracts: tuple[type[Payload], ...]
    store: Store[S]
    preload: Callable[[S, Sequence[Envelope[Any]]], Awaitable[None]] | None = None

    @property
    def name(self) -> str:
        """The handler's own name, which the queue and the inbox rows carry."""
        return self.handler.__name__


@dataclass(frozen=True, slots=True)
class _EventJob:
    event: Envelope[Payload]
    subscription: Subscription[Any]
    origin: Origin

    @property
    def once_id(self) -> str:
        return f"{self.subscription.name}:{self.event.id}"

    @property
    def person_id(self) -> UUID | None:
        """Whose history it belongs to; None where it is not a person's, or the end of it."""
        fact = self.event.data
        if fact.aggregate != PersonFact.aggregate or isinstance(fact, PersonErased):
            return None
        return UUID(self.event.subject.partition("/")[2])

    async def decide(self, work: UnitOfWork) -> None:
        refused = None
        if self.person_id is not None and await Erased(work).person(self.person_id) is not None:
            INBOX.remember(work, self.once_id, at=self.origin.at, answer="person_erased")
            return
        try:
            with work.deciding():
                await self.subscription.handler(self.event, self.subscription.store(work))
        except DomainError as refusal:  # expected: recorded, so that it is not tried again
            refused = refusal.code
            get_logger().info(
                "refused", handler=self.subscription.name, code=refused, reason=refusal.sentence
            )
        INBOX.remember(work, self.once_id, at=self.origin.at, answer=refused)

    def recall(self, row: Document) -> None:
        """It is done already."""


class Inbox:
    """Applies events, each once, whatever is delivered twice."""

    def __init__(self, source: str, database: Database, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._commits: GroupCommit[_EventJob] = GroupCommit(database, INBOX, _read_ahead)

    async def apply(self, event: Envelope[Payload], subscription: Subscription[Any]) -> None:
        """Return once the handler's effect is durable, now or since an earlier delivery.

        Raises:
            TooEarly: what the event builds on has not arrived yet.
            StorageUnavailable: MongoDB did not answer.
        """
        origin = Origin(self._source, SYSTEM, self._clock(), event.correlationid, str(event.id))
        await self._commits.run(subscription.name, _EventJob(event, subscription, origin))


async def _read_ahead(jobs: Sequence[_EventJob], work: UnitOfWork) -> None:
    subscription = jobs[0].subscription  # a batch is of one subscription: its name is the key
    people = [job.person_id for job in jobs if job.person_id is not None]
    if people:
        await Erased(work).read(people)
    if subscription.preload is not None:
        await subscription.preload(subscription.store(work), [job.event for job in jobs])
