"""Owns one function per command about partners, and the way of events to them. Decides nothing itself."""

from typing import Any

from services.notifications.domain.partners import commands
from services.notifications.domain.partners.errors import PartnerNameTaken
from services.notifications.domain.partners.partner import Partner
from services.notifications.domain.partners.visible import PUBLIC_TYPES
from services.notifications.domain.partners.webhook import Webhook
from services.notifications.domain.partners.webhook_delivery import WebhookDelivery
from services.notifications.ports.partners import Partners
from shared.events.envelope import Envelope
from shared.events.order import is_next


async def register_partner(command: commands.RegisterPartner, partners: Partners) -> Partner:
    """Make a system known that will read events.

    Raises:
        PartnerNameTaken: another one is called so.
    """
    partner = Partner.register(command)
    if await partners.name_is_taken(partner.name):
        raise PartnerNameTaken(partner.name)
    partners.save_partner(partner)
    return partner


async def issue_partner_key(command: commands.IssuePartnerKey, partners: Partners) -> Partner:
    """Give a partner one more access key."""
    partner = await partners.partner(command.partner_id)
    partner.issue_key(command)
    partners.save_partner(partner)
    return partner


async def revoke_partner_key(command: commands.RevokePartnerKey, partners: Partners) -> Partner:
    """Let a key open nothing any more."""
    partner = await partners.partner(command.partner_id)
    partner.revoke_key(command)
    partners.save_partner(partner)
    return partner


async def add_webhook(command: commands.AddWebhook, partners: Partners) -> Webhook:
    """Send a partner what happens from now on."""
    await partners.partner(command.partner_id)
    webhook = Webhook.add(command, public_types=PUBLIC_TYPES)
    partners.save_webhook(webhook)
    return webhook


async def revise_webhook(command: commands.ReviseWebhook, partners: Partners) -> Webhook:
    """Send to another address, or other events."""
    webhook = await partners.webhook(command.partner_id, command.webhook_id)
    webhook.revise(command, public_types=PUBLIC_TYPES)
    partners.save_webhook(webhook)
    return webhook


async def rotate_webhook_secret(command: commands.RotateWebhookSecret, partners: Partners) -> Webhook:
    """Sign with a new secret."""
    webhook = await partners.webhook(command.partner_id, command.webhook_id)
    webhook.rotate_secret(command)
    partners.save_webhook(webhook)
    return webhook


async def switch_on_webhook(command: commands.SwitchOnWebhook, partners: Partners) -> Webhook:
    """Send again."""
    webhook = await partners.webhook(command.partner_id, command.webhook_id)
    webhook.switch_on(command)
    partners.save_webhook(webhook)
    return webhook


async def switch_off_webhook(command: commands.SwitchOffWebhook, partners: Partners) -> Webhook:
    """Send nothing more."""
    webhook = await partners.webhook(command.partner_id, command.webhook_id)
    partners.save_webhook(webhook, webhook.switch_off(command))
    return webhook


async def remove_webhook(command: commands.RemoveWebhook, partners: Partners) -> Webhook:
    """Forget a webhook; what waits for it is dropped when its turn comes."""
    webhook = await partners.webhook(command.partner_id, command.webhook_id)
    webhook.require_removable(command)
    partners.remove_webhook(webhook)
    return webhook


async def log_for_partners(event: Envelope[Any], partners: Partners) -> None:
    """Put an event that partners see at the end of their log, and queue it for the webhooks that want it.

    Raises:
        TooEarly: an event of the same subject is missing before it.
    """
    if not is_next(event, await partners.sequence(event.subject)):
        return
    partners.keep_sequence(event.subject, event.sequence)
    if event.type not in PUBLIC_TYPES:
        return
    entry = await partners.append(event)
    for webhook in await partners.webhooks_for(event.type):
        delivery = WebhookDelivery.of(entry, webhook.id, at=partners.at, story=event.correlationid)
        partners.queue(delivery)
