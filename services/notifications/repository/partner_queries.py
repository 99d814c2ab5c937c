"""Owns the reading of partners, their webhooks and the log. Never read by a decision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo import ASCENDING, DESCENDING

from services.notifications.domain.partners.errors import UnknownPartner
from services.notifications.domain.partners.log import PartnerLog
from services.notifications.domain.partners.partner import Partner
from services.notifications.domain.partners.webhook import Webhook
from services.notifications.domain.partners.webhook_delivery import WebhookDelivery
from services.notifications.ports.partners import EventsFound, EventsWanted
from services.notifications.repository.partner_documents import (
    LOG,
    LOG_END,
    PARTNERS,
    WEBHOOK_DELIVERIES,
    WEBHOOKS,
    to_log_entry,
    to_partner,
    to_webhook,
    to_webhook_delivery,
)
from shared.storage.mongo import Database


class MongoPartnerQueries:
    """Everything about partners."""

    def __init__(self, database: Database) -> None:
        self._partners = database[PARTNERS]
        self._webhooks = database[WEBHOOKS]
        self._deliveries = database[WEBHOOK_DELIVERIES]
        self._log = database[LOG]
        self._log_end = database[LOG_END]

    async def partners(self, *, after: UUID | None, limit: int) -> Sequence[Partner]:
        """Partners, in the order of their registration."""
        wanted: dict[str, Any] = {} if after is None else {"_id": {"$gt": after}}
        found = self._partners.find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_partner(document) async for document in found]

    async def partner(self, partner_id: UUID) -> Partner:
        """One partner.

        Raises:
            UnknownPartner: there is none.
        """
        found = await self._partners.find_one({"_id": partner_id})
        if found is None:
            raise UnknownPartner
        return to_partner(found)

    async def partner_with_key(self, key_id: UUID) -> Partner | None:
        """Who has this access key, and it is not revoked."""
        found = await self._partners.find_one({"keys.id": key_id})
        partner = to_partner(found) if found else None
        return partner if partner and partner.accepts(key_id) else None

    async def webhooks(self, partner_id: UUID) -> Sequence[Webhook]:
        """The webhooks of a partner, in the order of their making.

        Raises:
            UnknownPartner: there is none.
        """
        await self.partner(partner_id)
        found = self._webhooks.find({"partner_id": partner_id}, sort=[("_id", ASCENDING)])
        return [to_webhook(document) async for document in found]

    async def deliveries(
        self, webhook_id: UUID, *, before: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[WebhookDelivery]:
        """What was sent to a webhook, the newest first."""
        wanted: dict[str, Any] = {"webhook_id": webhook_id}
        if before is not None:
            queued_at, delivery_id = before
            wanted["$or"] = [
                {"queued_at": {"$lt": queued_at}},
                {"queued_at": queued_at, "_id": {"$lt": delivery_id}},
            ]
        order = [("queued_at", DESCENDING), ("_id", DESCENDING)]
        found = self._deliveries.find(wanted, sort=order, limit=limit)
        return [to_webhook_delivery(document) async for document in found]

    async def events(self, wanted: EventsWanted) -> EventsFound:
        """Events in the order of the log. Its end is read first: what comes meanwhile is for later."""
        end = await self._log_end.find_one({"_id": PartnerLog().id})
        last = int(end["last_position"]) if end else 0
        asked: dict[str, Any] = {"_id": {"$gt": wanted.after, "$lte": last}}
        if wanted.types:
            asked["type"] = {"$in": sorted(wanted.types)}
        found = self._log.find(asked, sort=[("_id", ASCENDING)], limit=wanted.limit)
        entries = [to_log_entry(document) async for document in found]
        read_to = entries[-1].position if len(entries) == wanted.limit else max(last, wanted.after)
        return EventsFound(entries, next_after=read_to)
