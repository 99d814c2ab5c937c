"""Owns the routes of partners' webhooks, for staff. Decides nothing."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.notifications.domain.partners import commands
from services.notifications.domain.partners.errors import UnknownWebhook
from services.notifications.domain.partners.webhook import BY_STAFF
from services.notifications.ports.partners import PartnerQueries, Partners
from services.notifications.schemas.partners import (
    SecretSigned,
    SignedWebhookOut,
    WebhookDeliveryOut,
    WebhookIn,
    WebhookOut,
)
from shared.application import Application
from shared.clock import Clock
from shared.ids import new_id
from shared.security.partner_secrets import PartnerSecrets
from shared.web.authentication import Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of


def create_router(
    application: Application[Partners],
    queries: PartnerQueries,
    secrets: PartnerSecrets,
    clock: Clock,
    *,
    allow_http: bool,
) -> APIRouter:
    """The routes of webhooks; `allow_http` where everything runs on one machine."""
    router = APIRouter(prefix="/partners/{partner_id}/webhooks", tags=["partners"])
    _add_reading(router, queries)
    _add_secrets(router, application, secrets, clock, allow_http=allow_http)

    async def change(command: commands.OfWebhook, **how: Any) -> WebhookOut:
        return await application.execute(
            command, key=command.webhook_id, model=WebhookOut, answer=WebhookOut.of, **how
        )

    @router.put("/{webhook_id}")
    async def revise_webhook(partner_id: UUID, webhook_id: UUID, body: WebhookIn, actor: Staff) -> WebhookOut:
        """Send to another address, or other events; what waits already goes to the new address."""
        command = commands.ReviseWebhook(
            actor=actor,
            at=clock(),
            partner_id=partner_id,
            webhook_id=webhook_id,
            url=body.url,
            types=tuple(body.types),
            allow_http=allow_http,
        )
        return await change(command)

    @router.post("/{webhook_id}/switch-on")
    async def switch_on_webhook(
        partner_id: UUID, webhook_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> WebhookOut:
        """Send again what happens from now on; what was missed is in the log."""
        command = commands.SwitchOnWebhook(
            actor=actor, at=clock(), partner_id=partner_id, webhook_id=webhook_id
        )
        return await change(command, idempotency=idempotency)

    @router.post("/{webhook_id}/switch-off")
    async def switch_off_webhook(
        partner_id: UUID, webhook_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> WebhookOut:
        """Send nothing more; what waits is dropped when its turn comes."""
        command = commands.SwitchOffWebhook(
            actor=actor, at=clock(), partner_id=partner_id, webhook_id=webhook_id, reason_code=BY_STAFF
        )
        return await change(command, idempotency=idempotency)

    @router.delete("/{webhook_id}", status_code=HTTPStatus.NO_CONTENT)
    async def remove_webhook(partner_id: UUID, webhook_id: UUID, actor: Staff) -> None:
        """Forget it."""
        await change(
            commands.RemoveWebhook(actor=actor, at=clock(), partner_id=partner_id, webhook_id=webhook_id)
        )

    return router


def _add_secrets(
    router: APIRouter,
    application: Application[Partners],
    secrets: PartnerSecrets,
    clock: Clock,
    *,
    allow_http: bool,
) -> None:
    """The routes whose answer tells a secret: derived after the decision, so that none is remembered."""

    async def change(command: commands.OfWebhook, response: Response, **how: Any) -> SignedWebhookOut:
        signed = await application.execute(
            command, key=command.webhook_id, model=SecretSigned, answer=SecretSigned.of, **how
        )
        response.headers["Cache-Control"] = "no-store"
        secret = secrets.webhook_secret(signed.secret_id)
        return SignedWebhookOut(**signed.webhook.model_dump(), secret=secret)

    @router.post("", status_code=HTTPStatus.CREATED)
    async def add_webhook(
        partner_id: UUID, body: WebhookIn, actor: Staff, idempotency: IdempotencyKey, response: Response
    ) -> SignedWebhookOut:
        """Send a partner what happens from now on; the secret is told now and never again."""
        command = commands.AddWebhook(
            actor=actor,
            at=clock(),
            partner_id=partner_id,
            webhook_id=new_id(),
            url=body.url,
            types=tuple(body.types),
            secret_id=new_id(),
            allow_http=allow_http,
        )
        added = await change(command, response, idempotency=idempotency)
        response.headers["Location"] = f"/partners/{partner_id}/webhooks/{added.id}"
        return added

    @router.post("/{webhook_id}/rotate-secret")
    async def rotate_webhook_secret(
        partner_id: UUID, webhook_id: UUID, actor: Staff, idempotency: IdempotencyKey, response: Response
    ) -> SignedWebhookOut:
        """Sign with a new secret, told now and never again; for a day the former one signs, too."""
        command = commands.RotateWebhookSecret(
            actor=actor, at=clock(), partner_id=partner_id, webhook_id=webhook_id, secret_id=new_id()
        )
        return await change(command, response, idempotency=idempotency)


def _add_reading(router: APIRouter, queries: PartnerQueries) -> None:
    @router.get("")
    async def list_webhooks(partner_id: UUID, _: Staff) -> list[WebhookOut]:
        """The webhooks of a partner."""
        return [WebhookOut.of(webhook) for webhook in await queries.webhooks(partner_id)]

    @router.get("/{webhook_id}/deliveries")
    async def list_webhook_deliveries(
        partner_id: UUID, webhook_id: UUID, _: Staff, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[WebhookDeliveryOut]:
        """What was sent to a webhook, the newest first, and how it went."""
        if webhook_id not in {webhook.id for webhook in await queries.webhooks(partner_id)}:
            raise UnknownWebhook
        before = page_after(cursor, datetime.fromisoformat, UUID)
        found = await queries.deliveries(webhook_id, before=before, limit=limit)
        return page_of([WebhookDeliveryOut.of(one) for one in found], limit, _by_date)


def _by_date(delivery: WebhookDeliveryOut) -> tuple[datetime, UUID]:
    return (delivery.queued_at, delivery.id)
