"""Owns the queue of what is to be sent to webhooks: taking it under a lease, writing down how it went."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from pymongo import ASCENDING, ReturnDocument

from services.notifications.domain.partners.webhook import Webhook
from services.notifications.domain.partners.webhook_delivery import (
    LEASE,
    WebhookDelivery,
    WebhookDeliveryState,
)
from services.notifications.repository.partner_documents import (
    HEALTH,
    LOG,
    WEBHOOK_DELIVERIES,
    WEBHOOKS,
    from_webhook_delivery,
    to_webhook,
    to_webhook_delivery,
)
from shared.storage.mongo import Database
from shared.storage.wake_up import wake_on_ring


class MongoOutgoingWebhooks:
    """The queue, shared by all workers: each claim is one atomic conditional update."""

    def __init__(self, database: Database) -> None:
        self._deliveries = database[WEBHOOK_DELIVERIES]
        self._webhooks = database[WEBHOOKS]
        self._log = database[LOG]
        self._health = database[HEALTH]

    async def take_due(self, at: datetime) -> WebhookDelivery | None:
        """Lease what has been due for longest, if anything is."""
        document = await self._deliveries.find_one_and_update(
            {"pending": True, "due_at": {"$lte": at}},
            {
                "$set": {"state": WebhookDeliveryState.SENDING.value, "due_at": at + LEASE},
                "$inc": {"attempts": 1},
            },
            sort=[("due_at", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return to_webhook_delivery(document) if document else None

    async def addressed(self, delivery: WebhookDelivery) -> tuple[Webhook | None, bytes]:
        """Where it goes, if that webhook is still there, and the bytes of the event."""
        webhook, entry = await asyncio.gather(
            self._webhooks.find_one({"_id": delivery.webhook_id}),
            self._log.find_one({"_id": delivery.position}),
        )
        if entry is None:
            raise LookupError(f"webhook delivery {delivery.id} is of no event in the log")
        return to_webhook(webhook) if webhook else None, bytes(entry["body"])

    async def record(self, delivery: WebhookDelivery) -> bool:
        """Write down how it went; False, with nothing written, where the lease is another's."""
        document = from_webhook_delivery(delivery)
        leased = {"_id": document.pop("_id"), "attempts": document.pop("attempts"), "pending": True}
        result = await self._deliveries.update_one(leased, {"$set": document})
        return bool(result.matched_count)

    async def failing_since(self, webhook_id: UUID, at: datetime) -> datetime:
        """Note that nothing is taken; since when, which is now where it was not noted before."""
        noted = await self._health.find_one_and_update(
            {"_id": webhook_id},
            {"$setOnInsert": {"failing_since": at}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        since: datetime = noted["failing_since"]
        return since

    async def taken_again(self, webhook_id: UUID) -> None:
        """Note that something was taken."""
        await self._health.delete_one({"_id": webhook_id})

    async def watch(self, wake: Callable[[], None]) -> None:
        """Call `wake` whenever something was queued, until cancelled."""
        await wake_on_ring(self._deliveries, wake)
