"""Owns the queue of mails to send: taking one under a lease, writing down how it went."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from pymongo import ASCENDING, DESCENDING, ReturnDocument, UpdateOne

from services.notifications.domain.copies import Contact
from services.notifications.domain.deliveries import LEASE, DeliveryState, EmailDelivery
from services.notifications.domain.notices import Matter
from services.notifications.ports.notices import Known
from services.notifications.repository.documents import (
    CLUB_EVENTS,
    CONTACTS,
    DELIVERIES,
    NEEDS,
    ORGANISATIONS,
    from_delivery,
    to_club_event,
    to_contact,
    to_delivery,
    to_need,
    to_organisation,
)
from services.notifications.repository.exchange_documents import (
    CONVENTIONS,
    EXCHANGE_REQUESTS,
    VISITS,
    to_convention,
    to_exchange_request,
    to_visit,
)
from shared.commands import SYSTEM
from shared.events.notifications import EmailBounced
from shared.storage.mongo import Contention, Database, Document
from shared.storage.unit_of_work import Origin, UnitOfWork
from shared.storage.wake_up import wake_on_ring
from shared.telemetry import correlation_id

KNOWN: Final[Mapping[Matter, tuple[str, Callable[[Document], Known]]]] = {
    Matter.CLUB_EVENT: (CLUB_EVENTS, to_club_event),
    Matter.EXCHANGE_REQUEST: (EXCHANGE_REQUESTS, to_exchange_request),
    Matter.CONVENTION: (CONVENTIONS, to_convention),
    Matter.VISIT: (VISITS, to_visit),
    Matter.ORGANISATION: (ORGANISATIONS, to_organisation),
    Matter.PERSON: (CONTACTS, to_contact),
    Matter.NEED: (NEEDS, to_need),
}
"""Where the copy is that a mail is written from, and how it is read."""


class MongoOutgoing:
    """The queue, shared by all workers: each claim is one atomic conditional update."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._deliveries = database[DELIVERIES]
        self._contacts = database[CONTACTS]

    async def take_due(self, at: datetime) -> EmailDelivery | None:
        """Lease a mail that is due, the urgent ones first, if any: `EmailDelivery.lease`, as an update."""
        document = await self._deliveries.find_one_and_update(
            {"pending": True, "due_at": {"$lte": at}},
            {
                "$set": {"state": DeliveryState.SENDING.value, "due_at": at + LEASE},
                "$inc": {"attempts": 1},
            },
            sort=[("urgent", DESCENDING), ("due_at", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return to_delivery(document) if document else None

    async def addressed(self, delivery: EmailDelivery) -> tuple[Contact, Known]:
        """Whom the mail is for, and what it is about, as known now."""
        notice = delivery.notice
        collection, to_copy = KNOWN[notice.about.matter]
        contact, known = await asyncio.gather(
            self._contacts.find_one({"_id": notice.person_id}),
            self._database[collection].find_one({"_id": notice.about.id}),
        )
        if contact is None or known is None:
            raise LookupError(f"delivery {delivery.id} was queued before its copies were kept")
        return to_contact(contact), to_copy(known)

    async def record(self, delivery: EmailDelivery, *, at: datetime) -> bool:
        """Write down how it went, and tell it; False, with nothing written, where the lease is another's."""
        document = from_delivery(delivery)
        leased = {"_id": document.pop("_id"), "attempts": document.pop("attempts"), "pending": True}
        if not delivery.to_tell:
            result = await self._deliveries.update_one(leased, {"$set": document})
            return bool(result.matched_count)
        work = UnitOfWork(self._database, Origin(EmailBounced.owner(), SYSTEM, at, correlation_id()))
        work.write_if_found(DELIVERIES, UpdateOne(leased, {"$set": document}))
        for sequence, event in enumerate(delivery.to_tell, start=1):
            work.record(event, delivery.id, sequence)
        try:
            await work.commit()
        except Contention:
            return False
        return True

    async def watch(self, wake: Callable[[], None]) -> None:
        """Call `wake` whenever a mail was queued, until cancelled."""
        await wake_on_ring(self._deliveries, wake)
