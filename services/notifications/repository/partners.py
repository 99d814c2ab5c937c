"""Owns what is kept for partner systems within one unit of work: partners, webhooks, the log, its sending."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo import InsertOne

from services.notifications.domain.partners.errors import UnknownPartner, UnknownWebhook
from services.notifications.domain.partners.log import LogEntry, PartnerLog
from services.notifications.domain.partners.partner import Partner
from services.notifications.domain.partners.webhook import Webhook
from services.notifications.domain.partners.webhook_delivery import WebhookDelivery
from services.notifications.repository.partner_documents import (
    LOG,
    LOG_END,
    LOG_SUBJECTS,
    PARTNERS,
    WEBHOOK_DELIVERIES,
    WEBHOOKS,
    from_log_end,
    from_log_entry,
    from_partner,
    from_webhook,
    from_webhook_delivery,
    to_log_end,
    to_partner,
    to_webhook,
)
from shared.events.envelope import Envelope, Payload
from shared.storage.copies import Copies
from shared.storage.loading import Loading
from shared.storage.mongo import find_together
from shared.storage.unit_of_work import UnitOfWork

RINGS = {"rings": True}
_ON = (WEBHOOKS, "on")


class MongoPartners(Loading):
    """The store. A batch adds its events to the log in memory, and moves the log's end once."""

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(work)
        self._subjects = Copies(work, LOG_SUBJECTS)

    @property
    def at(self) -> datetime:
        """When the decision is being taken."""
        return self._work.origin.at

    async def read_ahead(self, subjects: Collection[str]) -> None:
        """Read in one query how far the histories of a whole batch are known."""
        await find_together(self._work.database, [self._subjects.query(subjects)])

    async def partner(self, partner_id: UUID) -> Partner:
        """One partner.

        Raises:
            UnknownPartner: there is none.
        """
        partner = await self._load(PARTNERS, {"_id": partner_id}, to_partner)
        if partner is None:
            raise UnknownPartner
        return partner

    async def name_is_taken(self, name: str) -> bool:
        """Whether a partner is called so; of two at once, the index lets one pass."""
        return await self._id_of(PARTNERS, {"name": name}) is not None

    def save_partner(self, partner: Partner) -> None:
        """Stage a partner."""
        self._save(PARTNERS, partner, from_partner, ())

    async def webhook(self, partner_id: UUID, webhook_id: UUID) -> Webhook:
        """One webhook of a partner's.

        Raises:
            UnknownWebhook: it has none such.
        """
        webhook = await self._load(WEBHOOKS, {"_id": webhook_id}, to_webhook)
        if webhook is None or webhook.partner_id != partner_id:
            raise UnknownWebhook
        return webhook

    async def webhooks_for(self, event_type: str) -> Sequence[Webhook]:
        """Those that want an event of this type, as read once for the batch."""
        if _ON not in self._work.known:
            found = self._work.database[WEBHOOKS].find({"on": True}, sort=[("_id", 1)])
            self._work.known[_ON] = [to_webhook(document) async for document in found]
        return [webhook for webhook in self._work.known[_ON] if webhook.wants(event_type)]

    def save_webhook(self, webhook: Webhook, events: Sequence[Payload] = ()) -> None:
        """Stage a webhook, and its events."""
        self._save(WEBHOOKS, webhook, from_webhook, events)

    def remove_webhook(self, webhook: Webhook) -> None:
        """Stage the removal of a webhook."""
        self._work.remove(WEBHOOKS, webhook)

    async def sequence(self, subject: str) -> int:
        """How many events of this subject were seen."""
        return await self._subjects.sequence(subject)

    def keep_sequence(self, subject: str, sequence: int) -> None:
        """Stage how many events of this subject were seen."""
        self._subjects.keep({"_id": subject, "sequence": sequence})

    async def append(self, event: Envelope[Any]) -> LogEntry:
        """Stage an event at the end of the log; its place."""
        log = await self._load(LOG_END, {"_id": PartnerLog().id}, to_log_end)
        log = log or PartnerLog()
        entry = log.add(event)
        self._work.write(LOG, InsertOne(from_log_entry(entry)))
        self._save(LOG_END, log, from_log_end, ())
        return entry

    def queue(self, delivery: WebhookDelivery) -> None:
        """Stage what is to be sent."""
        self._work.write(WEBHOOK_DELIVERIES, InsertOne(from_webhook_delivery(delivery) | RINGS))
