"""Owns the verdict on a service's work: what stands still although its API answers. Mends nothing.

It is read from the service's own database alone, where workers write down what they see
(`shared.storage.pulses`), so that it can be had while the broker, and every worker, is away. An empty queue
proves nothing: what is not sent fills no queue, and a process that does not run complains of nothing.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.clock import Clock
from shared.dates import duration_in_words
from shared.storage.mongo import Database
from shared.storage.outbox import Outbox
from shared.storage.postponed import Behind, Postponed
from shared.storage.pulses import Pulses, TimerRun, WorkerPulse
from shared.storage.send_queues import SendQueue, oldest_due, put_off

PATIENCE = timedelta(seconds=60)
"""For how long work may stand still before it is said."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: a stable code, what it is about, and a French sentence."""

    code: str
    about: str
    sentence: str
    since: datetime | None = None


class Health:
    """What a service's database says of its work."""

    def __init__(self, database: Database, clock: Clock, sends: Sequence[SendQueue] = ()) -> None:
        self.outbox = Outbox(database)
        self._database = database
        self._sends = sends
        self._pulses = Pulses(database)
        self._postponed = Postponed(database)
        self._clock = clock

    async def findings(self) -> list[Finding]:
        """All that has stood still for longer than `PATIENCE`; none where everything goes on."""
        now = self._clock()
        workers = await self._pulses.workers()
        live = [worker for worker in workers if _lives(worker, now)]
        of_last = live or workers[:1]
        names = [timer.name for worker in of_last for timer in worker.timers]
        return [
            *unsent(await self.outbox.oldest(), now),
            *(_queues(live, now) if live else [_nobody(workers, now)]),
            *_postponed(await self._postponed.behind(now - PATIENCE), now),
            *_timers(of_last, await self._pulses.runs(names), now),
            *[finding for queue in self._sends async for finding in self._waiting(queue, now)],
        ]

    async def put_off(self) -> list[Finding]:
        """What is not taken, however often it is tried: mostly the trouble is on the other side."""
        findings = []
        for queue in self._sends:
            if tried := await put_off(self._database, queue):
                age = _age(tried.since, self._clock())
                sentence = (
                    f"{queue.several} qui ne partent pas malgré plusieurs essais\u00a0: {tried.count}, "
                    f"depuis {age} au plus. Dernier échec\u00a0: {tried.failure}"
                )
                findings.append(Finding("put_off", queue.collection, sentence, tried.since))
        return findings

    async def _waiting(self, queue: SendQueue, now: datetime) -> AsyncIterator[Finding]:
        oldest = await oldest_due(self._database, queue, now - PATIENCE)
        if oldest is not None:
            age = _age(oldest, now)
            sentence = f"{queue.one} à envoyer attend depuis {age}\u00a0: aucun processus ne s’en charge."
            yield Finding("unsent", queue.collection, sentence, oldest)


def unsent(oldest: datetime | None, now: datetime) -> Iterator[Finding]:
    """What waits in the outbox for too long."""
    if oldest is not None and now - oldest > PATIENCE:
        yield Finding(
            "unsent",
            "outbox",
            f"Le plus ancien fait à publier attend depuis {_age(oldest, now)}\u00a0: aucun processus ne "
            "l’envoie, ou RabbitMQ ne répond pas.",
            oldest,
        )


def _lives(worker: WorkerPulse, now: datetime) -> bool:
    return worker.left_at is None and now - worker.seen_at <= PATIENCE


def _nobody(workers: Sequence[WorkerPulse], now: datetime) -> Finding:
    if not workers:
        return Finding("no_worker", "worker", "Aucun processus de traitement n’a encore tourné.")
    last = workers[0]
    return Finding(
        "no_worker",
        "worker",
        f"Aucun processus de traitement ne tourne depuis {_age(last.seen_at, now)}\u00a0: "
        f"plus personne ne lit {', '.join(queue.name for queue in last.queues)}.",
        last.seen_at,
    )


def _queues(live: Sequence[WorkerPulse], now: datetime) -> Iterator[Finding]:
    """What the worker seen last says of the broker, and each worker of what it has in hand."""
    [latest, *_] = live
    if latest.broker_lost_at is not None and now - latest.broker_lost_at > PATIENCE:
        age = _age(latest.broker_lost_at, now)
        sentence = f"Les processus de traitement n’atteignent plus RabbitMQ depuis {age}."
        yield Finding("broker_lost", "RabbitMQ", sentence, latest.broker_lost_at)
    for queue in latest.queues:
        if queue.unread_since is not None and now - queue.unread_since > PATIENCE:
            sentence = f"Personne ne lit {queue.name} depuis {_age(queue.unread_since, now)}."
            yield Finding("no_consumer", queue.name, sentence, queue.unread_since)
        if queue.ready_since is not None and now - queue.ready_since > PATIENCE:
            sentence = (
                f"{queue.name} a du retard\u00a0: des messages y attendent depuis "
                f"{_age(queue.ready_since, now)}, {queue.ready} à présent."
            )
            yield Finding("behind", queue.name, sentence, queue.ready_since)
    held = [(queue.in_hand_since, queue.name) for worker in live for queue in worker.queues]
    for since, name in sorted((since, name) for since, name in held if since is not None):
        if now - since > PATIENCE:
            sentence = f"{name} est arrêté sur un même message depuis {_age(since, now)}."
            yield Finding("behind", name, sentence, since)


def _postponed(behind: Sequence[Behind], now: datetime) -> Iterator[Finding]:
    for waiting in behind:
        sentence = (
            f"{waiting.queue} a du retard\u00a0: {waiting.count} en attente d’un nouvel essai, "
            f"le plus ancien depuis {_age(waiting.since, now)}."
        )
        yield Finding("behind", waiting.queue, sentence, waiting.since)


def _timers(workers: Sequence[WorkerPulse], runs: Mapping[str, TimerRun], now: datetime) -> Iterator[Finding]:
    """Timers that have not done their work for two of their turns, and never within `PATIENCE`."""
    known = {timer.name: (timer, worker) for worker in workers for timer in worker.timers}
    for name, (timer, worker) in known.items():
        run = runs.get(name, TimerRun(ran_at=None, failed_at=None, failure=""))
        since = run.ran_at or worker.started_at
        turn = timedelta(seconds=timer.every_seconds)
        if now - since <= turn + max(turn, PATIENCE):
            continue
        failed = f" Dernier échec\u00a0: {run.failure}." if run.failed_at and run.failed_at > since else ""
        sentence = (
            f"La tâche {name}, prévue toutes les {duration_in_words(turn)}, n’a pas abouti depuis "
            f"{_age(since, now)}.{failed}"
        )
        yield Finding("timer_late", name, sentence, since)


def _age(since: datetime, now: datetime) -> str:
    return duration_in_words(now - since)
