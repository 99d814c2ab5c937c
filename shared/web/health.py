"""Owns the HTTP answers about a service's health: does it answer, does its work go on, what does it know.

`/health/ready` is for whoever sends requests here: an API whose database answers takes them, though its
worker or the broker is away (docs/decisions/0017-readiness-and-health.md). `/health/healthy` is for whoever
is to be woken up.
"""

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.clock import Clock
from shared.health import Finding, Health
from shared.storage.dead_letters import DeadLetters
from shared.storage.disk import free_bytes
from shared.storage.mongo import Database, DriverError
from shared.storage.send_queues import SendQueue
from shared.web.authentication import Staff

UNAVAILABLE = "database unavailable"
LITTLE_DISK_BYTES = 1_000_000_000


class FoundWrong(BaseModel):
    """One thing that is wrong."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    about: str = Field(description="The queue, timer or part that it is about.")
    sentence: str
    since: AwareDatetime | None


class Standing(BaseModel):
    """Whether it answers, and what stands still."""

    status: str
    warnings: Sequence[FoundWrong] = ()


class Report(BaseModel):
    """All that a service knows of its own health."""

    service: str
    oldest_unsent_at: AwareDatetime | None
    oldest_unsent_seconds: float = Field(description="Its age; 0 where nothing waits.")
    dead_letters: int
    disk_free_bytes: int | None = Field(description="Where the database keeps its files.")
    findings: Sequence[FoundWrong]


def create_router(
    service: str, database: Database, letters: DeadLetters, clock: Clock, sends: Sequence[SendQueue] = ()
) -> APIRouter:
    """The routes under `/health`."""
    router = APIRouter(prefix="/health", tags=["health"])
    health = Health(database, clock, sends)

    async def standing(response: Response, status_of_findings: HTTPStatus) -> Standing:
        try:
            await database.command("ping")
            findings = await health.findings()
        except DriverError:
            response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
            return Standing(status=UNAVAILABLE)
        if not findings:
            return Standing(status="ok")
        response.status_code = status_of_findings
        status = "ok" if status_of_findings == HTTPStatus.OK else "work stands still"
        return Standing(status=status, warnings=[FoundWrong.model_validate(one) for one in findings])

    @router.get("/live")
    async def live() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/ready", responses={503: {"description": "The database does not answer."}})
    async def ready(response: Response) -> Standing:
        """The process can take requests: its database answers. What stands still beside it is a warning."""
        return await standing(response, HTTPStatus.OK)

    @router.get("/healthy", responses={503: {"description": "The work of the service stands still."}})
    async def healthy(response: Response) -> Standing:
        """The work goes on: events leave, queues are read, timers run, nothing is behind by a minute."""
        return await standing(response, HTTPStatus.SERVICE_UNAVAILABLE)

    @router.get("/report")
    async def report(_: Staff) -> Report:
        """All that the service knows of its health."""
        now, oldest = clock(), await health.outbox.oldest()
        groups, free = await letters.groups(), await free_bytes(database)
        findings = [
            *await health.findings(),
            *await health.put_off(),
            *_dead_letters(groups),
            *_disk(free),
        ]
        return Report(
            service=service,
            oldest_unsent_at=oldest,
            oldest_unsent_seconds=(now - oldest) / timedelta(seconds=1) if oldest else 0,
            dead_letters=sum(group["count"] for group in groups),
            disk_free_bytes=free,
            findings=[FoundWrong.model_validate(one) for one in findings],
        )

    return router


def _dead_letters(groups: Sequence[dict[str, object]]) -> list[Finding]:
    return [
        Finding(
            "dead_letters",
            str(group["queue"]),
            f"Messages abandonnés par {group['queue']}\u00a0: {group['count']} ({group['error']}). "
            "Voyez ./essaim dead-letters list.",
        )
        for group in groups
    ]


def _disk(free: int | None) -> list[Finding]:
    if free is None or free >= LITTLE_DISK_BYTES:
        return []
    sentence = f"Il ne reste que {free // 1_000_000}\u00a0Mo au disque de la base de données."
    return [Finding("disk", "MongoDB", sentence)]
