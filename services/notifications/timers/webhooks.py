"""Owns the sending of events to webhooks, several at once: signed anew at each try, under a lease.

It decides nothing of a delivery's way (`WebhookDelivery` does). Killed in the middle, it leaves a lease that
runs out: the event is sent again with the same `webhook-id` and the same bytes.
"""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Final

from pydantic import BaseModel

from services.notifications.domain.partners import commands
from services.notifications.domain.partners.errors import UnknownWebhook, WebhookStateRefuses
from services.notifications.domain.partners.webhook import Webhook, WebhookState
from services.notifications.domain.partners.webhook_delivery import OFF_AFTER, WebhookDelivery
from services.notifications.ports.partners import OutgoingWebhooks, Partners
from shared.application import Application
from shared.clock import Clock
from shared.commands import SYSTEM
from shared.events.envelope import CONTENT_TYPE
from shared.jitter import jitter
from shared.security.partner_secrets import PartnerSecrets
from shared.storage.mongo import DriverError
from shared.storage.patience import until_available
from shared.telemetry import get_logger, story
from shared.webhooks import WebhookFailed, WebhookSender

AT_ONCE: Final = 8
POLL_SECONDS: Final = 1.0
SEND_WITHIN_SECONDS: Final = 20.0
TICK_OFF_WITHIN_SECONDS: Final = 10.0
"""Together less than the lease: who is late has stopped before somebody else begins."""


class _Nothing(BaseModel):
    """Nobody waits for an answer."""


class WebhookCourier:
    """Sends what is due, so many at a time."""

    def __init__(
        self,
        outgoing: OutgoingWebhooks,
        sender: WebhookSender,
        secrets: PartnerSecrets,
        application: Application[Partners],
        clock: Clock,
    ) -> None:
        self._outgoing = outgoing
        self._sender = sender
        self._secrets = secrets
        self._application = application
        self._clock = clock
        self._free = asyncio.Semaphore(AT_ONCE)
        self._in_hand: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()

    async def watch(self) -> None:
        """Look at once whenever something is queued, until cancelled."""
        await self._outgoing.watch(self._woken.set)

    async def run(self) -> None:
        """Send until cancelled; what is in hand then is finished."""
        try:
            while True:
                await self._send_next()
        finally:
            await asyncio.gather(*self._in_hand)
            await self._sender.close()

    async def _send_next(self) -> None:
        """Begin to send what is due, or wait for it."""
        await self._free.acquire()
        self._woken.clear()
        delivery = await self._take()
        if delivery is None:
            self._free.release()
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._woken.wait()
            return
        with story(delivery.story):
            sending = asyncio.create_task(self._send(delivery))
        self._in_hand.add(sending)
        sending.add_done_callback(self._in_hand.discard)

    async def _take(self) -> WebhookDelivery | None:
        try:
            return await self._outgoing.take_due(self._clock())
        except DriverError as error:
            get_logger().warning("webhooks wait for the database", error=str(error))
            return None

    async def _send(self, delivery: WebhookDelivery) -> None:
        try:
            async with asyncio.timeout(SEND_WITHIN_SECONDS):
                webhook, body = await until_available(partial(self._outgoing.addressed, delivery))
                failure = await self._hand_over(delivery, webhook, body)
            async with asyncio.timeout(TICK_OFF_WITHIN_SECONDS):
                await until_available(lambda: self._settle(delivery, webhook, failure))
        except (DriverError, TimeoutError) as error:  # the lease runs out, and it is sent again
            get_logger().warning("webhook not ticked off", delivery_id=str(delivery.id), error=repr(error))
        finally:
            self._free.release()

    async def _hand_over(
        self, delivery: WebhookDelivery, webhook: Webhook | None, body: bytes
    ) -> WebhookFailed | None:
        """Send it, if it is still wanted; why it was not taken, if it was not."""
        if webhook is None or webhook.state is WebhookState.OFF:
            delivery.drop()
            return None
        try:
            headers = self._headers(delivery, webhook, body)
            status = await self._sender.send(webhook.url, body=body, headers=headers)
        except WebhookFailed as failure:
            delivery.put_off(
                self._clock(),
                reason=str(failure),
                status=failure.status,
                retry_after=failure.retry_after,
                chance=jitter(0, 1),
            )
            return failure
        delivery.mark_delivered(self._clock(), status=status)
        return None

    def _headers(self, delivery: WebhookDelivery, webhook: Webhook, body: bytes) -> dict[str, str]:
        """Signed now: a receiver refuses what was signed minutes ago."""
        now = self._clock()
        message_id, timestamp = str(delivery.event_id), int(now.timestamp())
        return {
            "content-type": CONTENT_TYPE,
            "user-agent": "Essaim-Webhooks/1",
            "webhook-id": message_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": self._secrets.signatures(
                webhook.secrets_at(now), message_id=message_id, timestamp=timestamp, body=body
            ),
        }

    async def _settle(
        self, delivery: WebhookDelivery, webhook: Webhook | None, failure: WebhookFailed | None
    ) -> None:
        """Write down how it went, and what that says of the webhook."""
        if not await self._outgoing.record(delivery):
            get_logger().warning("webhook overtaken", delivery_id=str(delivery.id))
            return
        if failure is None:
            if webhook is not None:
                await self._outgoing.taken_again(webhook.id)
            get_logger().info("webhook sent", delivery_id=str(delivery.id), state=delivery.state)
            return
        get_logger().warning(
            "webhook not sent", delivery_id=str(delivery.id), state=delivery.state, reason=str(failure)
        )
        now = self._clock()
        since = await self._outgoing.failing_since(delivery.webhook_id, now)
        if webhook is not None and (failure.is_gone or now - since >= OFF_AFTER):
            await self._switch_off(webhook, reason_code="gone" if failure.is_gone else "failing")

    async def _switch_off(self, webhook: Webhook, *, reason_code: str) -> None:
        command = commands.SwitchOffWebhook(
            actor=SYSTEM,
            at=self._clock(),
            partner_id=webhook.partner_id,
            webhook_id=webhook.id,
            reason_code=reason_code,
        )
        with suppress(WebhookStateRefuses, UnknownWebhook):  # somebody was faster
            await self._application.execute(
                command, key=webhook.id, model=_Nothing, answer=lambda _: _Nothing()
            )
