"""Owns the composition of this service: `python -m services.notifications.main api|worker`."""

from functools import partial

from fastapi import FastAPI

from services.notifications.api import deliveries, partner_events, partners, staff_feed, webhooks
from services.notifications.consumers import subscriptions
from services.notifications.handlers.table import COMMANDS
from services.notifications.mail.composer import FrenchComposer, LetterLinks
from services.notifications.mail.exchanges.links import ExchangeLinks
from services.notifications.mail.links import MailLinks
from services.notifications.mail.members.links import MemberLinks
from services.notifications.personal_data import PERSONAL_DATA
from services.notifications.repository.documents import INDEXES, SENDS
from services.notifications.repository.outgoing import MongoOutgoing
from services.notifications.repository.outgoing_webhooks import MongoOutgoingWebhooks
from services.notifications.repository.partner_queries import MongoPartnerQueries
from services.notifications.repository.partners import MongoPartners
from services.notifications.repository.queries import MongoDeliveryQueries, MongoStaffFeedQueries
from services.notifications.repository.reminders import MongoReminders
from services.notifications.repository.store import MongoNotifications
from services.notifications.settings import Settings
from services.notifications.timers.mails import Postman, remind_people
from services.notifications.timers.webhooks import WebhookCourier
from shared import process
from shared.application import Application
from shared.clock import utc_now
from shared.messaging.worker import Worker
from shared.retention import Retention
from shared.security.links import LinkSigner
from shared.security.partner_secrets import PartnerSecrets
from shared.security.seat_codes import SeatCodes
from shared.smtp import SmtpMailer
from shared.storage.mongo import Database, connect, open_database
from shared.timers import Timer
from shared.web.app import create_app
from shared.webhooks import HttpWebhookSender

SERVICE = "notifications"
MAILERS = 4
"""Connections to the mail server, at most, by each worker."""


def create_api(settings: Settings) -> FastAPI:
    """The API: it needs MongoDB and neither broker nor mail server."""
    database = open_database(connect(settings.mongodb_url), settings.database)
    queries, application = MongoPartnerQueries(database), _application(database)
    secrets = PartnerSecrets(settings.partner_key_file.read_bytes())
    routers = [
        staff_feed.create_router(MongoStaffFeedQueries(database)),
        deliveries.create_router(MongoDeliveryQueries(database)),
        partner_events.create_router(queries, secrets),
        partners.create_router(application, queries, secrets, utc_now),
        webhooks.create_router(application, queries, secrets, utc_now, allow_http=settings.private_webhooks),
    ]
    return create_app(SERVICE, database, INDEXES, routers, sends=SENDS)


def create_worker(settings: Settings) -> Worker:
    """The worker: consumers, and the sending of mails."""
    database = open_database(connect(settings.mongodb_url), settings.database)
    mailers = [SmtpMailer(settings.smtp_host, settings.smtp_port) for _ in range(MAILERS)]
    link_key = settings.link_key_file.read_bytes()
    signer = LinkSigner(link_key)
    member_links = MemberLinks(signer, settings.directory_url)
    composer = FrenchComposer(
        settings.smtp_from,
        MailLinks(signer, settings.registration_url),
        SeatCodes(link_key),
        LetterLinks(
            exchanges=ExchangeLinks(signer, settings.conventions_url, sign_in=member_links.to_sign_in),
            members=member_links,
        ),
    )
    postman = Postman(MongoOutgoing(database), composer, mailers, utc_now)
    courier = WebhookCourier(
        MongoOutgoingWebhooks(database),
        HttpWebhookSender(utc_now, allow_private=settings.private_webhooks),
        PartnerSecrets(settings.partner_key_file.read_bytes()),
        _application(database),
        utc_now,
    )
    store = partial(MongoNotifications, reminder_days=settings.reminder_days)
    reminding = partial(remind_people, MongoReminders(database, SERVICE), utc_now)
    return Worker(
        SERVICE,
        database,
        settings.rabbitmq_url,
        utc_now,
        subscriptions(store, MongoPartners),
        INDEXES,
        personal_data=PERSONAL_DATA,
        retention=Retention(),
        background=(postman.run, postman.watch, courier.run, courier.watch),
        timers=(Timer("remind_people", settings.reminders_every_seconds, reminding),),
    )


def _application(database: Database) -> Application[MongoPartners]:
    """What executes commands, all of which are about partners."""
    return Application(SERVICE, database, COMMANDS, MongoPartners)


if __name__ == "__main__":
    process.run(SERVICE, Settings, api=create_api, worker=create_worker)
