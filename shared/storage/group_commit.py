"""Owns group commit: concurrent jobs on one key are decided one after the other and committed together.

While one batch commits, the jobs that arrive wait, and form the next batch: under load a transaction carries
many decisions, alone it carries one. Processes that meet on a key take turns (`Turns`). It knows neither
commands nor messages: `Job` is all it sees.

What makes it safe: a job's row in `once` is written in the transaction of its effect, so that a batch that
is tried again, even after a commit whose answer was lost, finds what it has already done. What would break
it: a job that raises after it has changed an aggregate (the domain refuses before it changes anything).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from shared.errors import DomainError, TooEarly
from shared.jitter import jitter
from shared.storage.mongo import (
    Contention,
    Database,
    Document,
    DriverError,
    StorageUnavailable,
    is_contention,
    is_unavailable,
)
from shared.storage.once import Once
from shared.storage.turns import Turns
from shared.storage.unit_of_work import Origin, UnitOfWork
from shared.telemetry import story

BATCH_LIMIT = 100
FEW = 16
CONTENTION_ATTEMPTS = 12
UNAVAILABLE_PAUSES_SECONDS = (0.05, 0.2, 0.8)


R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Job(Protocol[R_co]):
    """One decision: what it is called, why it is taken, and how."""

    @property
    def once_id(self) -> str:
        """Names its row: the same id never takes effect twice."""

    @property
    def origin(self) -> Origin:
        """Who asks, when, and along which story."""

    async def decide(self, work: UnitOfWork) -> R_co:
        """Load, decide, and stage in `work`, with its row; a refusal raises and stages nothing."""

    def recall(self, row: Document) -> R_co:
        """The answer that was given when it was done."""


J = TypeVar("J", bound=Job[Any])
Preload = Callable[[Sequence[J], UnitOfWork], Awaitable[None]]


@dataclass(slots=True)
class _Waiting(Generic[J]):
    job: J
    answer: "asyncio.Future[Any]"


@dataclass(slots=True)
class _Batch(Generic[J]):
    """Those who are decided together, and the reading of what they need where it began before their turn."""

    waiting: list[_Waiting[J]]
    reading: "asyncio.Task[UnitOfWork] | None" = None
    is_open: bool = True
    """Whether others may join it while it waits."""

    @property
    def jobs(self) -> list[J]:
        return [waiting.job for waiting in self.waiting]


@dataclass(slots=True)
class _Line(Generic[J]):
    """Those who wait on one key.

    A crowd is those who wait and those who have just been answered. Its halves take turns, so that one asks
    again while the other commits: taking all that wait would leave everybody idle meanwhile.
    """

    key: str
    waiting: deque[_Waiting[J]] = field(default_factory=deque)
    answered: int = 0
    is_committing: bool = False
    next: _Batch[J] | None = None

    @property
    def turn(self) -> int:
        """How many take part in the next batch: a few together, half of a crowd."""
        return min(max(FEW, (len(self.waiting) + self.answered) // 2), BATCH_LIMIT)

    def first(self) -> _Batch[J]:
        """Take the first who wait."""
        return _Batch(self._pop(self.turn))

    def join(self, batch: _Batch[J]) -> None:
        """Let those who wait join a batch, unless others wait before them."""
        if batch.is_open and self.next is None:
            batch.waiting += self._pop(BATCH_LIMIT - len(batch.waiting))

    def take(self) -> _Batch[J] | None:
        """The next batch: the one that is read for already, or else the first who wait, if anybody does."""
        batch, self.next = self.next, None
        return batch or (self.first() if self.waiting else None)

    def _pop(self, count: int) -> list[_Waiting[J]]:
        return [self.waiting.popleft() for _ in range(min(count, len(self.waiting)))]


class GroupCommit(Generic[J]):
    """Runs jobs; one instance for the jobs of one kind in one process.

    `preload` reads in a few queries what a whole batch will need; deciding without it gives the same result.
    With `reads_ahead` it reads for one batch while the former one commits: only where these jobs change
    nothing that it reads but aggregates, whose versions are guarded and which the next batch takes over.
    """

    def __init__(
        self, database: Database, once: Once, preload: Preload[J] | None = None, *, reads_ahead: bool = False
    ) -> None:
        self._database = database
        self._once = once
        self._preload = preload
        self._reads_ahead = reads_ahead and preload is not None
        self._turns = Turns(database)
        self._lines: dict[str, _Line[J]] = {}
        self._drains: set[asyncio.Task[None]] = set()

    async def run(self, key: str, job: J) -> Any:
        """Decide and commit `job`, with whatever else waits on `key`; return once it is durable.

        Raises:
            DomainError: the job was refused; nothing changed.
            TooEarly: the job builds on what has not arrived yet; nothing changed.
            StorageUnavailable: MongoDB did not answer.
            Contention: other writers were faster too often.
        """
        waiting = _Waiting(job, asyncio.get_running_loop().create_future())
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = _Line(key)
            drain = asyncio.create_task(self._drain(line))
            self._drains.add(drain)
            drain.add_done_callback(self._drains.discard)
        line.waiting.append(waiting)
        self._read_ahead(line)
        return await waiting.answer

    async def _drain(self, line: _Line[J]) -> None:
        """Commit batch after batch, until nobody waits."""
        former: UnitOfWork | None = None
        while batch := line.take():
            former = await self._commit(batch, line, former)
            line.answered = len(batch.waiting)
        del self._lines[line.key]

    def _read_ahead(self, line: _Line[J]) -> None:
        """Begin to read for the next batch, if it is complete and another one is being written, here only."""
        if not self._reads_ahead or self._turns.are_needed(line.key):
            return
        if line.is_committing and line.next is None and len(line.waiting) >= line.turn:
            line.next = batch = line.first()
            batch.reading = asyncio.create_task(self._read(batch.jobs))

    async def _read(self, jobs: Sequence[J]) -> UnitOfWork:
        work = UnitOfWork(self._database)
        if self._preload is not None:
            await self._preload(jobs, work)
        return work

    async def _commit(self, batch: _Batch[J], line: _Line[J], former: UnitOfWork | None) -> UnitOfWork | None:
        """Settle a batch; what was committed, where the next one can carry on from it."""
        try:
            work, answers = await self._insist(batch, line, former)
        except Exception as error:  # noqa: BLE001  # whatever it is goes to the one who asked
            await self._separate(batch, line, error)
            return None
        for waiting, answer in zip(batch.waiting, answers, strict=True):
            _settle(waiting.answer, answer)
        return work

    async def _separate(self, batch: _Batch[J], line: _Line[J], error: Exception) -> None:
        """A batch that failed is taken one by one, so that a poisonous job harms itself alone."""
        if len(batch.waiting) == 1 or isinstance(error, StorageUnavailable):
            for waiting in batch.waiting:
                _settle(waiting.answer, error)
            return
        for waiting in batch.waiting:
            await self._commit(_Batch([waiting], is_open=False), line, None)

    async def _insist(
        self, batch: _Batch[J], line: _Line[J], former: UnitOfWork | None
    ) -> tuple[UnitOfWork, list[Any]]:
        """Try until committed: at once where another writer was faster, a few times if none answers."""
        contended = unavailable = 0
        while True:
            try:
                is_first = contended + unavailable == 0
                is_alone = not self._turns.are_needed(line.key)
                async with nullcontext() if is_alone else self._turns.turn(line.key):
                    if not is_alone:
                        line.join(batch)
                    work = await self._begin(batch, former if is_first and is_alone else None)
                    return work, await self._attempt(batch.jobs, work, line, is_first=is_first)
            except (Contention, DriverError) as error:
                if isinstance(error, DriverError) and is_unavailable(error):
                    if unavailable == len(UNAVAILABLE_PAUSES_SECONDS):
                        raise StorageUnavailable(str(error)) from error
                    pause = UNAVAILABLE_PAUSES_SECONDS[unavailable]
                    unavailable += 1
                elif isinstance(error, Contention) or is_contention(error):
                    contended += 1
                    self._turns.meet(line.key)
                    if contended == CONTENTION_ATTEMPTS:
                        raise Contention(str(error)) from error
                    pause = jitter(0, 0.002) * 2 ** min(contended, 7)
                else:
                    raise
            await asyncio.sleep(pause)

    async def _begin(self, batch: _Batch[J], former: UnitOfWork | None) -> UnitOfWork:
        """What the batch needs: read while `former` was written, and then what that left; or read now."""
        if batch.reading is None:
            return await self._read(batch.jobs)
        if former is None:
            batch.reading.cancel()
            return await self._read(batch.jobs)
        work = await batch.reading
        work.known |= former.saved()
        return work

    async def _attempt(
        self, jobs: Sequence[J], work: UnitOfWork, line: _Line[J], *, is_first: bool
    ) -> list[Any]:
        """Decide and commit. The first attempt takes it that nobody asks twice, and reads no row of `once`.

        A job that was done before and is decided once more either writes its row again, which the commit
        refuses, or is itself refused: then its row, where there is one, has the true answer.
        """
        done = {} if is_first else await self._done(jobs)
        answers = []
        for job in jobs:
            row = done.get(job.once_id) or self._once.remembered(work, job.once_id)
            answers.append(await _decide(job, row, work))
        refused = [job for job, answer in zip(jobs, answers, strict=True) if isinstance(answer, Exception)]
        before = await self._done(refused) if refused else {}
        line.is_committing = True
        try:
            self._read_ahead(line)
            await work.commit()
        finally:
            line.is_committing = False
        for index, job in enumerate(jobs):
            if job.once_id in before:
                answers[index] = await _decide(job, before[job.once_id], work)
        return answers

    async def _done(self, jobs: Sequence[J]) -> dict[str, Document]:
        return await self._once.find(self._database, [job.once_id for job in jobs])


async def _decide(job: Job[Any], row: Document | None, work: UnitOfWork) -> Any:
    """The job's answer or refusal. It is decided in its own story, whoever's task this is."""
    with story(job.origin.correlation_id):
        try:
            if row is not None:
                return job.recall(row)
            work.origin = job.origin
            with work.deciding():
                return await job.decide(work)
        except (DomainError, TooEarly) as refusal:
            return refusal


def _settle(future: "asyncio.Future[Any]", answer: Any) -> None:
    if future.done():  # the one who asked has gone
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
