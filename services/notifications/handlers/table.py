"""Owns the table of contents: which function answers which command. Holds no function itself."""

from collections.abc import Mapping

from services.notifications.domain.partners import commands
from services.notifications.handlers import partners
from services.notifications.ports.partners import Partners
from shared.application import Handler
from shared.commands import Command

COMMANDS: Mapping[type[Command], Handler[Partners]] = {
    commands.RegisterPartner: partners.register_partner,
    commands.IssuePartnerKey: partners.issue_partner_key,
    commands.RevokePartnerKey: partners.revoke_partner_key,
    commands.AddWebhook: partners.add_webhook,
    commands.ReviseWebhook: partners.revise_webhook,
    commands.RotateWebhookSecret: partners.rotate_webhook_secret,
    commands.SwitchOnWebhook: partners.switch_on_webhook,
    commands.SwitchOffWebhook: partners.switch_off_webhook,
    commands.RemoveWebhook: partners.remove_webhook,
}
