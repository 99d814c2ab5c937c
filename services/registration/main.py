"""Owns the composition of this service's two processes: `python -m services.registration.main api|worker`."""

from collections.abc import Callable, Iterator
from functools import partial

from fastapi import APIRouter, FastAPI

from services.registration.api import (
    attendance,
    changes,
    exports,
    invitation_pages,
    invitations,
    needs,
    offer_pages,
    papers,
    programme,
    public,
    registrations,
    seat_codes,
    seat_pages,
    seats,
    suggestions,
    testimonies,
    testimony_pages,
)
from services.registration.consumers import subscriptions
from services.registration.handlers.table import COMMANDS
from services.registration.personal_data import PERSONAL_DATA
from services.registration.ports.stores import Registrations
from services.registration.repository.attendance import MongoAttendanceQueries
from services.registration.repository.copies import MongoCopies
from services.registration.repository.desk import MongoRegistrations
from services.registration.repository.indexes import INDEXES
from services.registration.repository.invitations import MongoInvitationQueries
from services.registration.repository.needs import MongoNeedQueries
from services.registration.repository.past_answers import MongoSuggestionQueries
from services.registration.repository.queries import MongoRegistrationQueries
from services.registration.repository.testimonies import MongoTestimonyQueries
from services.registration.settings import Settings
from services.registration.timers import LOOK_EVERY_SECONDS, ROUNDS, go_rounds
from shared import process
from shared.application import Application
from shared.clock import utc_now
from shared.messaging.worker import Worker
from shared.retention import Retention
from shared.security.links import LinkSigner
from shared.security.seat_codes import SeatCodes
from shared.storage.mongo import Database, connect, open_database
from shared.storage.unit_of_work import UnitOfWork
from shared.timers import Timer
from shared.web.app import create_app

SERVICE = "registration"


def create_api(settings: Settings) -> FastAPI:
    """The API: it needs MongoDB and no broker."""
    database = open_database(connect(settings.mongodb_url), settings.database)
    application = _application(settings, database)
    routers = (
        *_routers_of_seats(application, database, settings),
        *_routers_of_needs(application, database),
        *_pages(application, database, LinkSigner(settings.link_key_file.read_bytes())),
    )
    return create_app(SERVICE, database, INDEXES, routers)


def _routers_of_seats(
    application: Application[Registrations], database: Database, settings: Settings
) -> Iterator[APIRouter]:
    queries, guests = MongoRegistrationQueries(database), MongoAttendanceQueries(database)
    codes, invited = SeatCodes(settings.link_key_file.read_bytes()), MongoInvitationQueries(database)
    for api in (registrations, seats, programme, changes):
        yield api.create_router(application, queries, utc_now)
    yield invitations.create_router(application, queries, utc_now, invitations=invited)
    yield attendance.create_router(application, queries, utc_now, guests=guests, codes=codes)
    yield seat_codes.create_router(queries, codes=codes)
    yield papers.create_router(queries, guests, codes=codes, association=settings.association)
    yield public.create_router(queries, utc_now)


def _routers_of_needs(application: Application[Registrations], database: Database) -> Iterator[APIRouter]:
    queries, listed = MongoRegistrationQueries(database), MongoNeedQueries(database)
    # Before the needs: `/needs/export` is no need's id.
    yield exports.create_router(queries, MongoAttendanceQueries(database), listed)
    yield needs.create_router(application, listed, utc_now)
    yield testimonies.create_router(application, MongoTestimonyQueries(database), utc_now)
    suggested = MongoSuggestionQueries(database)
    yield suggestions.create_router(queries, listed, utc_now, suggestions=suggested)


def _pages(
    application: Application[Registrations], database: Database, links: LinkSigner
) -> Iterator[APIRouter]:
    """What the links in mails lead to."""
    queries = MongoRegistrationQueries(database)
    for pages in (offer_pages, seat_pages):
        yield pages.create_router(application, queries, utc_now, links=links)
    invited, told = MongoInvitationQueries(database), MongoTestimonyQueries(database)
    yield invitation_pages.create_router(application, queries, utc_now, invitations=invited, links=links)
    yield testimony_pages.create_router(application, queries, utc_now, testimonies=told, links=links)


def create_worker(settings: Settings) -> Worker:
    """The worker: consumers, relay, and what time brings to the programme."""
    database = open_database(connect(settings.mongodb_url), settings.database)
    heard = subscriptions(MongoCopies, _store(settings))
    application, queries = _application(settings, database), MongoRegistrationQueries(database)
    rounds = tuple(partial(go_round, application, queries, utc_now) for go_round in ROUNDS)
    return Worker(
        SERVICE,
        database,
        settings.rabbitmq_url,
        utc_now,
        heard,
        INDEXES,
        timers=(Timer("keep_programme", LOOK_EVERY_SECONDS, partial(go_rounds, rounds)),),
        personal_data=PERSONAL_DATA,
        retention=Retention(),
    )


def _application(settings: Settings, database: Database) -> Application[Registrations]:
    return Application(SERVICE, database, COMMANDS, _store(settings), MongoRegistrations.read_ahead)


def _store(settings: Settings) -> Callable[[UnitOfWork], MongoRegistrations]:
    return partial(MongoRegistrations, offer_times=settings.offer_times())


if __name__ == "__main__":
    process.run(SERVICE, Settings, api=create_api, worker=create_worker)
