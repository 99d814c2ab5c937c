"""Owns the outbox: events that wait, in the service's own database, to be told to the others.

A row is written in the transaction that changes the state it tells of, and by nothing else. What breaks the
promise of DESIGN's second invariant: writing a row outside that transaction, or deleting a pending one.

    {_id: UUID("…"), partition: 5, subject: "registration/…", sequence: 1, state: "pending",
     exchange: "events", routing_key: "registration.RegistrationConfirmed.v1", headers: {},
     body: b'{"specversion":"1.0",…}', at: ISODate("…"), published_at: ISODate("…"), rings: true,
     about: "person/…"}

One row of each transaction `rings`: the relay's wake-up listens to those alone. A row is `about` a person
where its body carries personal data of theirs, and only then.

Index `pending` serves the relay: by partition, then subject and sequence, so that the history of a subject
is always read from its oldest unpublished event on. Index `oldest` tells since when anything waits,
`published_at` forgets rows after 30 days, `about` finds what to scrub of a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zlib import crc32

from pymongo import IndexModel, InsertOne

from shared.events.envelope import Envelope, Payload
from shared.events.redaction import person_carried_by
from shared.storage.mongo import Database, Document, Operation

COLLECTION = "outbox"
PARTITIONS = 16
KEPT_AFTER_PUBLICATION_SECONDS = 30 * 24 * 3600

EVENTS_EXCHANGE = "events"
PERSONAL_EXCHANGE = "events.personal"
REPLAY_EXCHANGE = "replay"

INDEXES = (
    IndexModel(
        [("partition", 1), ("subject", 1), ("sequence", 1)],
        name="pending",
        partialFilterExpression={"state": "pending"},
    ),
    IndexModel("at", name="oldest", partialFilterExpression={"state": "pending"}),
    IndexModel("published_at", name="published_at", expireAfterSeconds=KEPT_AFTER_PUBLICATION_SECONDS),
    IndexModel("about", name="about", partialFilterExpression={"about": {"$exists": True}}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """One message to publish: the bytes, and where they go."""

    id: UUID
    subject: str
    sequence: int
    body: bytes
    exchange: str
    routing_key: str
    at: datetime
    headers: dict[str, str] = field(default_factory=dict)
    message_id: str | None = None
    """What the broker is told that the message is called, where it is not its row's own id."""
    about: str | None = None
    """The person whose personal data the body carries, as events name them."""

    @classmethod
    def of(cls, envelope: Envelope[Payload]) -> "OutboxRow":
        """The row that tells of an event; contact data goes to the internal exchange alone."""
        return cls(
            id=envelope.id,
            subject=envelope.subject,
            sequence=envelope.sequence,
            body=envelope.to_bytes(),
            exchange=PERSONAL_EXCHANGE if envelope.data.personal_data else EVENTS_EXCHANGE,
            routing_key=envelope.type,
            at=envelope.time,
            about=person_carried_by(envelope.data),
        )

    def document(self) -> Document:
        """The row as MongoDB keeps it."""
        return {
            "_id": self.id,
            "partition": crc32(self.subject.encode()) % PARTITIONS,
            "subject": self.subject,
            "sequence": self.sequence,
            "state": "pending",
            "exchange": self.exchange,
            "routing_key": self.routing_key,
            "headers": self.headers,
            "body": self.body,
            "at": self.at,
            **({"about": self.about} if self.about else {}),
            **({"message_id": self.message_id} if self.message_id else {}),
        }


def inserts(rows: Sequence[OutboxRow]) -> list[Operation]:
    """The writes of one transaction's rows, of which the first rings."""
    documents = [row.document() for row in rows]
    documents[0]["rings"] = True
    return [InsertOne(document) for document in documents]


def _row(document: Document) -> OutboxRow:
    return OutboxRow(
        id=document["_id"],
        subject=document["subject"],
        sequence=document["sequence"],
        body=document["body"],
        exchange=document["exchange"],
        routing_key=document["routing_key"],
        at=document["at"],
        headers=document["headers"],
        message_id=document.get("message_id"),
    )


class Outbox:
    """What the relay reads and ticks off."""

    def __init__(self, database: Database) -> None:
        self.collection = database[COLLECTION]

    async def pending(self, partitions: Iterable[int], *, limit: int) -> list[OutboxRow]:
        """The oldest unpublished rows of these partitions, each subject's history in its order."""
        cursor = self.collection.find(
            {"state": "pending", "partition": {"$in": sorted(partitions)}},
            sort=[("subject", 1), ("sequence", 1)],
            limit=limit,
        )
        return [_row(document) async for document in cursor]

    async def oldest(self) -> datetime | None:
        """When the oldest unpublished row was written, if any waits."""
        found = await self.collection.find_one(
            {"state": "pending"}, {"at": 1}, sort=[("at", 1)], hint="oldest"
        )
        return found["at"] if found else None

    async def mark_published(self, ids: Sequence[UUID], at: datetime) -> None:
        """Tick off what the broker has confirmed."""
        await self.collection.update_many(
            {"_id": {"$in": list(ids)}}, {"$set": {"state": "published", "published_at": at}}
        )
