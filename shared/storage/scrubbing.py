"""Owns the forgetting of people in one service: what is scrubbed, at once, and once more when that is safe.

Forgetting must win over whatever is on its way. A job that begins after the row of `erased_people` is there
sees it: the inbox applies no older event of the person (`shared.messaging.inbox`), a dead letter is kept
without its personal data. A job that had begun before may still write what it has read; but a unit of work
older than `shared.storage.unit_of_work.OLDEST_SECONDS` is not committed, and MongoDB ends a transaction after
a minute. So everything is scrubbed once more when that time has passed, and only then is it told.
"""

from datetime import timedelta
from uuid import UUID

from pymongo import DeleteMany, UpdateMany, UpdateOne

from shared.clock import Clock
from shared.commands import SYSTEM
from shared.events.redaction import redacted, subject_of
from shared.ids import new_id
from shared.personal_data import PersonalData, Place
from shared.storage import dead_letters, erased_people, outbox
from shared.storage.erased_people import Erased, ErasedPerson, from_erased, to_erased
from shared.storage.mongo import Contention, Database, Document, DriverError, Operation, is_contention
from shared.storage.once import IDEMPOTENCY
from shared.storage.unit_of_work import Origin, UnitOfWork
from shared.telemetry import get_logger

SWEPT_AT_ONCE = 100


class Scrubbing:
    """Forgets people within one unit of work: all writes are staged."""

    def __init__(self, personal_data: PersonalData, work: UnitOfWork) -> None:
        self._personal_data = personal_data
        self._work = work

    async def forget(self, person_id: UUID, *, sequence: int) -> None:
        """Scrub everything of a person whose history ends with event `sequence`; once is enough."""
        if await Erased(self._work).person(person_id) is not None:
            return
        erased = ErasedPerson(id=person_id, erased_at=self._work.origin.at)
        self._work.known[erased_people.COLLECTION, person_id] = erased
        self._work.save(erased_people.COLLECTION, erased, from_erased, ())
        for place in self._personal_data.places:
            if place.person == "_id" and place.erased:
                blank = {"$set": {**place.erased, "sequence": sequence}}
                self._work.write(place.collection, UpdateOne({"_id": person_id}, blank, upsert=True))
        await self.scrub(person_id)

    async def sweep(self, erased: ErasedPerson) -> None:
        """Scrub once more, and tell that it is done."""
        await self.scrub(erased.id)
        erased.swept_at = self._work.origin.at
        told = self._personal_data.scrubbed(person_id=erased.id)
        self._work.save(erased_people.COLLECTION, erased, from_erased, (told,))

    async def scrub(self, person_id: UUID) -> None:
        """Stage all that takes a person out of this service's documents."""
        for place in self._personal_data.places:
            if (operation := _operation(place, person_id)) is not None:
                self._work.write(place.collection, operation)
        await self._forget_answers(person_id)
        await self._redact(outbox.COLLECTION, {"about": subject_of(person_id)})
        await self._redact(dead_letters.COLLECTION, {"about": subject_of(person_id)})
        await self._redact(dead_letters.COLLECTION, {"about": None}, naming=str(person_id).encode())

    async def _forget_answers(self, person_id: UUID) -> None:
        """What was answered of them to whoever asked; the rows stay, so that nothing is done twice.

        They are looked for before the transaction, which a whole collection would outlast.
        """
        telling = {"answer": {"$regex": str(person_id)}}
        async for row in self._work.database[IDEMPOTENCY.collection].find(telling, {"_id": 1}):
            forgotten = UpdateOne({"_id": row["_id"]}, {"$set": {"answer": None}})
            self._work.write(IDEMPOTENCY.collection, forgotten)

    async def _redact(self, collection: str, wanted: Document, *, naming: bytes = b"") -> None:
        async for document in self._work.database[collection].find(wanted, {"body": 1}):
            body = bytes(document["body"])
            if naming in body and (without := redacted(body)) != body:
                found = {"_id": document["_id"]}
                self._work.write(collection, UpdateOne(found, {"$set": {"body": without}}))


async def sweep_erased(
    database: Database, personal_data: PersonalData, clock: Clock, *, after: timedelta
) -> None:
    """Sweep after everybody erased `after` ago or earlier; whom another worker sweeps is left to it."""
    wanted = {"to_sweep": True, "erased_at": {"$lte": clock() - after}}
    due = database[erased_people.COLLECTION].find(wanted, sort=[("erased_at", 1)], limit=SWEPT_AT_ONCE)
    for document in [document async for document in due]:
        source = personal_data.scrubbed.owner()
        work = UnitOfWork(database, Origin(source, SYSTEM, clock(), str(new_id())))
        await Scrubbing(personal_data, work).sweep(to_erased(document))
        try:
            await work.commit()
        except (Contention, DriverError) as error:
            if isinstance(error, DriverError) and not is_contention(error):
                raise
            get_logger().info("swept elsewhere", person_id=str(document["_id"]))


def _operation(place: Place, person_id: UUID) -> Operation | None:
    theirs = {place.person: person_id}
    if place.erased is None:
        return DeleteMany(theirs)
    return UpdateMany(theirs, {"$set": dict(place.erased)}) if place.erased else None
