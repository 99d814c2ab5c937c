"""Owns a convention in a real database, with the agents who come, and the application that decides on it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.conventions.documents.inspection import look
from services.conventions.documents.notary import PdfNotary
from services.conventions.documents.press import TypstPress
from services.conventions.documents.seal import Seal, new_seal
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.people import Person
from services.conventions.handlers.table import COMMANDS
from services.conventions.ports.office import Office
from services.conventions.repository.agreements import MongoAgreements
from services.conventions.repository.members import MongoMembers
from services.conventions.repository.visits import MongoVisits
from shared.application import Application
from shared.commands import SYSTEM, Command
from shared.documents.association import Association
from shared.storage.mongo import Database
from shared.storage.outbox import COLLECTION
from shared.storage.unit_of_work import Origin, UnitOfWork
from tests.unit.conventions.given_agreement import AT, MOUANS
from tests.unit.conventions.given_visit import AIDE, CHEF

SEAL = Seal(new_seal(name="Essaim", now=datetime(2027, 1, 1, tzinfo=UTC)))
ORIGIN = Origin("conventions", SYSTEM, AT, "story")


def office(work: UnitOfWork) -> Office:
    """What handlers work with."""
    return Office(
        MongoAgreements(work),
        MongoVisits(work),
        TypstPress(Association(), public_url="http://127.0.0.1:8003"),
        PdfNotary(SEAL, look),
    )


class _Nothing(BaseModel):
    """The tests take what handlers give."""


class Desk:
    """One process that decides, on its own connection to what all share."""

    shown = ""
    """The digest of the text that its people are shown."""

    def __init__(self, database: Database) -> None:
        self._application = Application("conventions", database, COMMANDS, office)

    def beside(self, database: Database) -> "Desk":
        """Another process, whose people are shown the same text."""
        other = Desk(database)
        other.shown = self.shown
        return other

    async def does(self, command: Command, *, key: object) -> Any:
        """Decide a command; what its handler gives."""
        given: list[Any] = []

        def keep(result: Any) -> _Nothing:
            given.append(result)
            return _Nothing()

        await self._application.execute(command, key=key, model=_Nothing, answer=keep)
        return given[-1]


async def with_agents(database: Database, *agents: UUID) -> None:
    """Let the copies say that these people work at Mouans-Sartoux."""
    work = UnitOfWork(database, ORIGIN)
    for agent in agents or (CHEF, AIDE):
        person = Person(id=agent, sequence=1, name="Camille", email="", employers=frozenset({MOUANS}))
        MongoMembers(work).keep_person(person)
    await work.commit()


async def kept(database: Database, convention: Convention) -> None:
    """Put a convention into the database."""
    work = UnitOfWork(database, ORIGIN)
    MongoAgreements(work).save_convention(convention)
    await work.commit()


async def told(database: Database) -> list[str]:
    """The names of all events in the outbox, in the order of their writing."""
    rows = database[COLLECTION].find({}, {"routing_key": 1}, sort=[("_id", 1)])
    return [row["routing_key"].split(".")[1] async for row in rows]
