"""Owns the form of what is kept for partner systems, its indexes, and the way between it and the domain.

    partners: {_id: UUID, name: "cantines-du-sud", title: "Cantines du Sud",
        keys: [{id: UUID, issued_at: ISODate, revoked_at: ISODate | null}], version: 2, sequence: 0}
    webhooks: {_id: UUID, partner_id: UUID, url: "https://…", types: ["conventions.VisitScheduled.v1"],
        secrets: [{id: UUID, valid_until: ISODate | null}], state: "on", off_reason: "", on: true,
        version: 1, sequence: 0}
    webhook_health: {_id: UUID of the webhook, failing_since: ISODate}
    partner_log: {_id: 12, event_id: UUID, type: "conventions.VisitScheduled.v1", at: ISODate,
        body: BinData, rings: true}
    partner_log_end: {_id: "partner_log", last_position: 12, version: 12, sequence: 0}
    partner_log_subjects: {_id: "visit/<id>", sequence: 3}
    webhook_deliveries: {_id: UUID, webhook_id: UUID, position: 12, event_id: UUID, type: "…",
        queued_at: ISODate, due_at: ISODate, state: "queued", pending: true, attempts: 0, failures: 0,
        delivered_at: ISODate | null, last_status: 200 | null, last_failure: "", story: "…", rings: true}

An entry's place in the log is its `_id`: two in one place are impossible. No key and no secret is here:
`shared/security/partner_secrets.py` derives them from the ids.
"""

from dataclasses import asdict
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

from services.notifications.domain.partners.log import LogEntry, PartnerLog
from services.notifications.domain.partners.partner import AccessKey, Partner
from services.notifications.domain.partners.webhook import Webhook, WebhookSecret, WebhookState
from services.notifications.domain.partners.webhook_delivery import WebhookDelivery, WebhookDeliveryState
from shared.storage.indexes import Indexes
from shared.storage.mongo import Document

PARTNERS, WEBHOOKS, HEALTH = "partners", "webhooks", "webhook_health"
LOG, LOG_END, LOG_SUBJECTS = "partner_log", "partner_log_end", "partner_log_subjects"
WEBHOOK_DELIVERIES = "webhook_deliveries"

INDEXES: Indexes = {
    PARTNERS: (
        IndexModel("name", name="name", unique=True),
        IndexModel("keys.id", name="keys"),
    ),
    WEBHOOKS: (
        IndexModel([("partner_id", ASCENDING), ("_id", ASCENDING)], name="of_partner"),
        IndexModel("on", name="on", partialFilterExpression={"on": True}),
    ),
    HEALTH: (),
    LOG: (IndexModel([("type", ASCENDING), ("_id", ASCENDING)], name="type"),),
    LOG_END: (),
    LOG_SUBJECTS: (),
    WEBHOOK_DELIVERIES: (
        IndexModel([("due_at", ASCENDING)], name="due", partialFilterExpression={"pending": True}),
        IndexModel(
            [("webhook_id", ASCENDING), ("queued_at", DESCENDING), ("_id", DESCENDING)], name="of_webhook"
        ),
    ),
}


def from_partner(partner: Partner) -> Document:
    """The document of a partner."""
    return _named(asdict(partner), "keys", list)


def to_partner(document: Document) -> Partner:
    """The partner of a document."""
    known = _unnamed(document)
    return Partner(**known | {"keys": tuple(AccessKey(**key) for key in known["keys"])})


def from_webhook(webhook: Webhook) -> Document:
    """The document of a webhook."""
    document = _named(asdict(webhook), "secrets", list)
    return document | {
        "types": list(webhook.types),
        "state": webhook.state.value,
        "on": webhook.state is WebhookState.ON,
    }


def to_webhook(document: Document) -> Webhook:
    """The webhook of a document."""
    known = _unnamed(document)
    known.pop("on")
    return Webhook(
        **known
        | {
            "types": tuple(known["types"]),
            "secrets": tuple(WebhookSecret(**secret) for secret in known["secrets"]),
            "state": WebhookState(known["state"]),
        }
    )


def from_log_end(log: PartnerLog) -> Document:
    """The document of the log's end."""
    return {"_id": log.id, "last_position": log.last_position, "sequence": log.sequence}


def to_log_end(document: Document) -> PartnerLog:
    """The log's end of a document."""
    return PartnerLog(**_unnamed(document))


def from_log_entry(entry: LogEntry) -> Document:
    """The document of an event in its place."""
    return {
        "_id": entry.position,
        **{name: held for name, held in asdict(entry).items() if name != "position"},
    }


def to_log_entry(document: Document) -> LogEntry:
    """The event of a document, in its place."""
    return LogEntry(
        position=document["_id"],
        event_id=document["event_id"],
        type=document["type"],
        at=document["at"],
        body=bytes(document["body"]),
    )


def from_webhook_delivery(delivery: WebhookDelivery) -> Document:
    """The document of what is to be sent."""
    document = asdict(delivery)
    identity = document.pop("id")
    return {"_id": identity, **document, "state": delivery.state.value, "pending": not delivery.is_over}


def to_webhook_delivery(document: Document) -> WebhookDelivery:
    """What is to be sent, of a document."""
    known = {name: held for name, held in _unnamed(document).items() if name not in {"pending", "rings"}}
    return WebhookDelivery(**known | {"state": WebhookDeliveryState(known["state"])})


def _named(fields: Document, listed: str, kind: Any) -> Document:
    """The fields under the names that a document has them by; `version` is the unit of work's."""
    identity = fields.pop("id")
    fields.pop("version")
    return {"_id": identity, **fields, listed: kind(fields[listed])}


def _unnamed(document: Document) -> Document:
    return {"id": document["_id"], **{name: document[name] for name in document if name != "_id"}}
