"""Owns what workers write down of themselves: that they live, how their queues stand, when timers ran last.

Whoever asks needs no broker for it. Nothing is decided from it: work goes on whether it is written or not.

    workers: {_id: "host-01a2…", started_at: ISODate("…"), seen_at: ISODate("…"), broker_lost_at: null,
              queues: [{name: "registration.keep_people", consumers: 1, unread_since: null, ready: 0,
                        ready_since: null, in_hand_since: null}],
              timers: [{name: "sweep_erased", every_seconds: 900}], left_at: null}
    timers:  {_id: "sweep_erased", ran_at: ISODate("…"), failed_at: ISODate("…"), failure: "TypeError"}
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime

from pymongo import IndexModel

from shared.storage.mongo import Database, Document, DriverError

WORKERS = "workers"
TIMERS = "timers"
WORKERS_KEPT_SECONDS = 30 * 24 * 3600
LATEST_WORKERS = 50

WORKER_INDEXES = (IndexModel("seen_at", name="forgotten", expireAfterSeconds=WORKERS_KEPT_SECONDS),)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """How one queue stood when a worker looked; what the broker did not say is unknown."""

    name: str
    consumers: int | None
    unread_since: datetime | None
    """Since when nobody read it, at each look."""
    ready: int | None
    ready_since: datetime | None
    """Since when there was something in it at each look."""
    in_hand_since: datetime | None
    """Since when the worker has had the oldest message that it is still busy with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerPlan:
    """A timer that a worker runs."""

    name: str
    every_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPulse:
    """What one worker process says of itself."""

    id: str
    started_at: datetime
    seen_at: datetime
    broker_lost_at: datetime | None
    queues: Sequence[QueueState]
    timers: Sequence[TimerPlan]
    left_at: datetime | None = None
    """When it ended as it should: one that has left is not waited for, and does no work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerRun:
    """When a timer did its work last, and failed last."""

    ran_at: datetime | None
    failed_at: datetime | None
    failure: str


class Pulses:
    """The notes of one service's workers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def beat(self, pulse: WorkerPulse) -> None:
        """Note that a worker lives, and what it sees."""
        said = asdict(pulse)
        await self._database[WORKERS].replace_one({"_id": said.pop("id")}, said, upsert=True)

    async def leave(self, worker_id: str, at: datetime) -> None:
        """Note that a worker ends as it should."""
        await self._database[WORKERS].update_one({"_id": worker_id}, {"$set": {"left_at": at}})

    async def workers(self) -> list[WorkerPulse]:
        """The workers seen last, the latest first."""
        cursor = self._database[WORKERS].find(sort=[("seen_at", -1)], limit=LATEST_WORKERS)
        return [_pulse(document) async for document in cursor]

    async def ran(self, timer: str, at: datetime) -> None:
        """Note that a timer has done its work."""
        await self._database[TIMERS].update_one({"_id": timer}, {"$set": {"ran_at": at}}, upsert=True)

    async def failed(self, timer: str, at: datetime, failure: str) -> None:
        """Note that a timer could not do its work; where even this cannot be noted, the log has it."""
        said = {"failed_at": at, "failure": failure}
        with suppress(DriverError):
            await self._database[TIMERS].update_one({"_id": timer}, {"$set": said}, upsert=True)

    async def runs(self, timers: Sequence[str]) -> dict[str, TimerRun]:
        """When these timers did their work last, as far as anything is known."""
        cursor = self._database[TIMERS].find({"_id": {"$in": list(timers)}})
        return {document["_id"]: _run(document) async for document in cursor}


def _pulse(document: Document) -> WorkerPulse:
    return WorkerPulse(
        id=document["_id"],
        started_at=document["started_at"],
        seen_at=document["seen_at"],
        broker_lost_at=document["broker_lost_at"],
        queues=[QueueState(**queue) for queue in document["queues"]],
        timers=[TimerPlan(**timer) for timer in document["timers"]],
        left_at=document["left_at"],
    )


def _run(document: Document) -> TimerRun:
    return TimerRun(
        ran_at=document.get("ran_at"),
        failed_at=document.get("failed_at"),
        failure=document.get("failure", ""),
    )
