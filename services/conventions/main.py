"""Owns the composition of this service's two processes: `python -m services.conventions.main api|worker`."""

from collections.abc import Callable
from functools import partial

from fastapi import FastAPI

from services.conventions.api import (
    conventions,
    evidence,
    exchange,
    organisations,
    reports,
    signing,
    signing_pages,
    verification,
    visits,
)
from services.conventions.consumers import subscriptions
from services.conventions.documents.assessment import assess, require_usable
from services.conventions.documents.notary import Assess, PdfNotary
from services.conventions.documents.press import TypstPress
from services.conventions.documents.seal import Seal
from services.conventions.documents.time_stamps import TimeStampAuthority, read_certificates
from services.conventions.handlers.table import COMMANDS
from services.conventions.personal_data import PERSONAL_DATA
from services.conventions.ports.office import Office
from services.conventions.repository.agreements import MongoAgreements
from services.conventions.repository.indexes import INDEXES
from services.conventions.repository.members import MongoMemberQueries, MongoMembers
from services.conventions.repository.queries import MongoAgreementQueries
from services.conventions.repository.visit_queries import MongoVisitQueries
from services.conventions.repository.visits import MongoVisits
from services.conventions.settings import Settings
from services.conventions.timers import (
    watch_conventions,
    watch_exchanges,
    watch_reports,
    watch_visits,
)
from shared import process
from shared.application import Application
from shared.clock import utc_now
from shared.messaging.worker import Worker
from shared.retention import Retention
from shared.security.links import LinkSigner
from shared.storage.mongo import connect, open_database
from shared.storage.unit_of_work import UnitOfWork
from shared.timers import Timer
from shared.web.app import create_app

SERVICE = "conventions"


def create_api(settings: Settings) -> FastAPI:
    """The API: it needs MongoDB and no broker."""
    database = open_database(connect(settings.mongodb_url), settings.database)
    queries, visit_queries = MongoAgreementQueries(database), MongoVisitQueries(database)
    application = Application(SERVICE, database, COMMANDS, _office(settings))
    press = _press(settings)
    links = LinkSigner(settings.link_key_file.read_bytes())
    routers = [
        organisations.create_router(MongoMemberQueries(database), utc_now),
        exchange.create_router(application, queries, utc_now),
        conventions.create_router(application, queries, utc_now, press=press),
        signing.create_router(application, utc_now, links=links),
        verification.create_router(queries, utc_now),
        evidence.create_router(queries, utc_now, association=settings.association),
        signing_pages.create_router(application, queries, utc_now, links=links),
        visits.create_router(application, visit_queries, queries, utc_now),
        reports.create_router(application, visit_queries, utc_now, public_url=settings.public_url),
    ]
    return create_app(SERVICE, database, INDEXES, routers, uploads=signing.UPLOADS)


def create_worker(settings: Settings) -> Worker:
    """The worker: consumers, relay, and what time brings."""
    database = open_database(connect(settings.mongodb_url), settings.database)
    queries, visit_queries, office = (
        MongoAgreementQueries(database),
        MongoVisitQueries(database),
        _office(settings),
    )
    application = Application(SERVICE, database, COMMANDS, office)
    rounds = (
        partial(watch_exchanges, application, queries, utc_now),
        partial(watch_conventions, application, queries, utc_now),
        partial(watch_visits, application, visit_queries, utc_now),
        partial(watch_reports, application, visit_queries, utc_now),
    )
    return Worker(
        SERVICE,
        database,
        settings.rabbitmq_url,
        utc_now,
        subscriptions(MongoMembers, office),
        INDEXES,
        timers=tuple(Timer(each.func.__name__, settings.look_every_seconds, each) for each in rounds),
        personal_data=PERSONAL_DATA,
        retention=Retention(),
    )


def _office(settings: Settings) -> Callable[[UnitOfWork], Office]:
    """What handlers work with: two stores for each unit of work, and the two trades."""
    seal = Seal(settings.seal_file.read_bytes(), authority=_authority(settings))
    press, notary = _press(settings), PdfNotary(seal, assess=_assess(settings))
    return lambda work: Office(MongoAgreements(work), MongoVisits(work), press, notary)


def _press(settings: Settings) -> TypstPress:
    return TypstPress(settings.association, public_url=settings.public_url)


def _assess(settings: Settings) -> Assess | None:
    """What asks the trusted lists, where there are any; each can be read, or nothing starts."""
    if settings.trusted_lists is None:
        return None
    require_usable(settings.trusted_lists)
    return partial(assess, folder=settings.trusted_lists)


def _authority(settings: Settings) -> TimeStampAuthority | None:
    """Who stamps the time, where somebody was chosen."""
    if not settings.time_stamp_url or settings.time_stamp_trust_file is None:
        return None
    return TimeStampAuthority(
        url=settings.time_stamp_url,
        roots=read_certificates(settings.time_stamp_trust_file.read_bytes()),
        timeout_seconds=settings.time_stamp_timeout_seconds,
    )


if __name__ == "__main__":
    process.run(SERVICE, Settings, api=create_api, worker=create_worker)
