"""Owns the smallest service that the kernel can serve: tallies to add to, and notes of what was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from pymongo import InsertOne

from shared.application import Application, Idempotency
from shared.clock import utc_now
from shared.commands import SYSTEM, Command
from shared.errors import Conflict
from shared.events.envelope import Envelope
from shared.events.registration import ClubEventDrafted, PersonalDataCollected, PersonScrubbed
from shared.ids import new_id
from shared.messaging.inbox import Subscription
from shared.messaging.worker import Worker
from shared.personal_data import PersonalData
from shared.retention import Retention
from shared.storage.mongo import Database, Document
from shared.storage.unit_of_work import UnitOfWork

SERVICE = "registration"
NOBODY = PersonalData(scrubbed=PersonScrubbed, collected=PersonalDataCollected, places=())
REFUSED_AMOUNT = -1
BROKEN_AMOUNT = 666
HALF_DONE_AMOUNT = 13


@dataclass(slots=True)
class Tally:
    """The smallest aggregate."""

    id: UUID
    total: int = 0
    version: int = 0
    sequence: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Add(Command):
    """Add to a tally."""

    tally_id: UUID
    amount: int


class Refused(Conflict):
    """A rule says no."""

    code = "refused"


class Total(BaseModel):
    """The answer."""

    total: int


class Tallies:
    """The store."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work

    async def get(self, tally_id: UUID) -> Tally:
        """The tally, new or as it was saved last."""
        if tally_id not in self.work.known:
            found = await self.work.database["tallies"].find_one({"_id": tally_id})
            self.work.known[tally_id] = (
                Tally(found["_id"], found["total"], found["version"], found["sequence"])
                if found
                else Tally(tally_id)
            )
        tally: Tally = self.work.known[tally_id]
        return tally

    def save(self, tally: Tally) -> None:
        """Stage it, with an event that says the total."""
        event = ClubEventDrafted(club_event_id=tally.id, kind="study_trip", title=str(tally.total))
        self.work.save("tallies", tally, _document, [event])


def _document(tally: Tally) -> Document:
    return {"_id": tally.id, "total": tally.total, "sequence": tally.sequence}


async def add(command: Add, tallies: Tallies) -> Tally:
    """Add, refuse, fail, or refuse too late, as the amount says."""
    tally = await tallies.get(command.tally_id)
    if command.amount == REFUSED_AMOUNT:
        raise Refused("Non.")
    if command.amount == BROKEN_AMOUNT:
        raise ZeroDivisionError
    tally.total += command.amount
    tallies.save(tally)
    if command.amount == HALF_DONE_AMOUNT:
        raise Refused("Trop tard.")
    return tally


async def read_ahead(tallies: Tallies, commands: Sequence[Command]) -> None:
    """Read the tallies of a batch."""
    for command in commands:
        if isinstance(command, Add):
            await tallies.get(command.tally_id)


def application(database: Database) -> Application[Tallies]:
    """A process of the service."""
    return Application(SERVICE, database, {Add: add}, Tallies)


def reading_ahead(database: Database) -> Application[Tallies]:
    """A process that reads for a batch while the former one is written."""
    return Application(SERVICE, database, {Add: add}, Tallies, read_ahead)


async def execute(app: Application[Tallies], tally_id: UUID, amount: int, key: str | None = None) -> int:
    """Add to a tally; the total that is answered."""
    command = Add(actor=SYSTEM, at=utc_now(), tally_id=tally_id, amount=amount)
    idempotency = Idempotency(key, str(amount)) if key else None
    answer = await app.execute(
        command, key=tally_id, model=Total, answer=lambda t: Total(total=t.total), idempotency=idempotency
    )
    return answer.total


async def note_title(event: Envelope[ClubEventDrafted], work: UnitOfWork) -> None:
    """Note what was told, in the order of its coming."""
    work.write("notes", InsertOne({"sequence": event.sequence, "title": event.data.title}))


def noting(handler: Any = note_title) -> Subscription[UnitOfWork]:
    """A handler that hears of tallies."""
    return Subscription(handler, (ClubEventDrafted,), store=lambda work: work)


def worker(database: Database, rabbitmq_url: str, *subscriptions: Subscription[Any]) -> Worker:
    """A worker of the service that hears of tallies."""
    return Worker(
        SERVICE,
        database,
        rabbitmq_url,
        utc_now,
        subscriptions or (noting(),),
        {},
        personal_data=NOBODY,
        retention=Retention(),
    )


def told(title: str, *, tally_id: UUID | None = None, sequence: int = 1) -> Envelope[ClubEventDrafted]:
    """An event of a tally."""
    drafted = ClubEventDrafted(club_event_id=tally_id or new_id(), kind="study_trip", title=title)
    return Envelope[ClubEventDrafted](
        id=new_id(),
        source=SERVICE,
        type=drafted.type(),
        time=utc_now(),
        subject=f"club_event/{drafted.club_event_id}",
        sequence=sequence,
        correlationid=str(new_id()),
        actor="system",
        dataschema=drafted.dataschema(),
        data=drafted,
    )
