"""Owns the way of a command: from an entry point to its handler, once, in a group commit.

It knows no command: a service's `main.py` gives it the table of its handlers and the store they decide on.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from shared.commands import Command
from shared.errors import Conflict, Invalid
from shared.ids import new_id
from shared.storage.group_commit import GroupCommit
from shared.storage.mongo import Database, Document
from shared.storage.once import IDEMPOTENCY
from shared.storage.unit_of_work import Origin, UnitOfWork
from shared.telemetry import correlation_id

S = TypeVar("S")
S_co = TypeVar("S_co", covariant=True)
A = TypeVar("A", bound=BaseModel)

Handler = Callable[[Any, S], Awaitable[Any]]


KEY_FIELD = "idempotency-key"
REUSED = "Cette clé d’idempotence a déjà servi pour une autre demande."
RUNNING = "Cette clé d’idempotence sert en ce moment à une autre demande."


class IdempotencyKeyReused(Invalid):
    """The key serves, or has served, for another request: whatever the state, this one cannot be right."""

    code = "idempotency_key_reused"


class AnswerErased(Conflict):
    """It was done, and what was answered then told of a person who has been erased since."""

    code = "answer_erased"


@dataclass(frozen=True, slots=True)
class Idempotency:
    """What makes two requests of one actor the same: the key they chose, and a digest of what was asked."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _CommandJob(Generic[S]):
    command: Command
    handler: Handler[S]
    store: Callable[[UnitOfWork], S]
    answer: Callable[[Any], BaseModel]
    model: type[BaseModel]
    idempotency: Idempotency
    origin: Origin

    @property
    def once_id(self) -> str:
        return f"{self.command.actor}:{self.idempotency.key}"

    async def decide(self, work: UnitOfWork) -> BaseModel:
        result = await self.handler(self.command, self.store(work))
        answer = self.answer(result)
        IDEMPOTENCY.remember(
            work,
            self.once_id,
            at=self.command.at,
            answer=answer.model_dump_json(),
            fingerprint=self.idempotency.fingerprint,
        )
        return answer

    def recall(self, row: Document) -> BaseModel:
        if row["fingerprint"] != self.idempotency.fingerprint:
            raise IdempotencyKeyReused(REUSED, field=KEY_FIELD)
        if row["answer"] is None:
            raise AnswerErased("Cette demande a été traitée, et sa réponse a été effacée depuis.")
        return self.model.model_validate_json(row["answer"])


class Application(Generic[S_co]):
    """Executes commands: each is decided by its handler and answered once it is durable."""

    def __init__(
        self,
        source: str,
        database: Database,
        handlers: Mapping[type[Command], Handler[S_co]],
        store: Callable[[UnitOfWork], S_co],
        preload: Callable[[S_co, Sequence[Command]], Awaitable[None]] | None = None,
    ) -> None:
        self._source = source
        self._handlers = handlers
        self._store = store
        self._preload = preload
        self._commits: GroupCommit[_CommandJob[S_co]] = GroupCommit(
            database, IDEMPOTENCY, self._read_ahead, reads_ahead=True
        )
        self._running: dict[str, list[str]] = {}
        """Who is being answered, by their key: the digests of what they asked."""

    async def execute(
        self,
        command: Command,
        *,
        key: object,
        model: type[A],
        answer: Callable[[Any], A],
        idempotency: Idempotency | None = None,
    ) -> A:
        """Decide `command` together with the others on `key`, the aggregate that they contend for.

        Asked again with the same `idempotency`, it gives the first answer and does nothing. A refusal is
        not remembered: it changed nothing, and may be otherwise next time.

        Raises:
            DomainError: a rule refuses it.
            IdempotencyKeyReused: the key came with another request.
            StorageUnavailable: MongoDB did not answer; asking again with the same key is safe.
        """
        job = _CommandJob(
            command=command,
            handler=self._handlers[type(command)],
            store=self._store,
            answer=answer,
            model=model,
            idempotency=idempotency or Idempotency(key=str(new_id()), fingerprint=""),
            origin=Origin(self._source, command.actor, command.at, correlation_id()),
        )
        with self._alone_under(job.once_id, job.idempotency.fingerprint):
            result: A = await self._commits.run(str(key), job)
        return result

    @contextmanager
    def _alone_under(self, once_id: str, fingerprint: str) -> Iterator[None]:
        """Refuse another request under a key whose first is not decided yet; the same one waits its turn.

        Raises:
            IdempotencyKeyReused: the key serves for something else at this moment.
        """
        asked = self._running.setdefault(once_id, [])
        if asked and asked[0] != fingerprint:
            raise IdempotencyKeyReused(RUNNING, field=KEY_FIELD)
        asked.append(fingerprint)
        try:
            yield
        finally:
            asked.pop()
            if not asked:
                del self._running[once_id]

    async def _read_ahead(self, jobs: Sequence[_CommandJob[S_co]], work: UnitOfWork) -> None:
        if self._preload is not None:
            await self._preload(self._store(work), [job.command for job in jobs])
