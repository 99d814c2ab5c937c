"""Owns the composition of this service: `python -m services.directory.main api|worker|territories`.

`territories` loads the reference data, rebuilds the search where its form has changed, and ends; it is to run
once with each version of this service.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import httpx
from fastapi import APIRouter, FastAPI

from services.directory.api import (
    admissions,
    closures,
    consents,
    data_access,
    erasures,
    fee_calls,
    fee_schedules,
    fees,
    figures,
    imports,
    keys,
    know_how,
    memberships,
    offers,
    organisations,
    people,
    proconnect,
    renewals,
    rounds,
    search,
    second_factors,
    sessions,
    sign_in,
    territories,
    topics,
)
from services.directory.api.attempts import Attempts
from services.directory.api.codes import Codes
from services.directory.api.door import Door
from services.directory.api.exports import fees as fee_exports
from services.directory.api.exports import know_how as know_how_exports
from services.directory.api.exports import people as people_exports
from services.directory.api.exports import places as place_exports
from services.directory.api.exports import privacy as privacy_exports
from services.directory.api.pocket import Pocket
from services.directory.api.signing import Signing
from services.directory.consumers import subscriptions
from services.directory.handlers.access import COMMANDS as ACCESS_COMMANDS
from services.directory.handlers.table import COMMANDS
from services.directory.mail.composer import SignInComposer
from services.directory.mail.postman import SignInPostman
from services.directory.personal_data import PERSONAL_DATA
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.repository.access import MongoAccess, MongoAccessQueries, MongoRateLimits
from services.directory.repository.documents import INDEXES
from services.directory.repository.figures import MongoMembers
from services.directory.repository.import_queries import MongoImportQueries
from services.directory.repository.imports import MongoImports
from services.directory.repository.know_how_queries import MongoKnowHowQueries
from services.directory.repository.know_how_store import MongoPastWork
from services.directory.repository.privacy_queries import MongoPrivacyQueries
from services.directory.repository.queries import MongoDirectoryQueries
from services.directory.repository.search import MongoSearch
from services.directory.repository.search_rebuild import rebuild_search
from services.directory.repository.sign_in_requests import MongoSignInRequests
from services.directory.repository.store import MongoDirectory
from services.directory.repository.territories import load_territories
from services.directory.settings import Settings
from services.directory.timers.imports import TAKE_IN_EVERY_SECONDS, take_in_spreadsheets
from services.directory.timers.keys import RETIRE_EVERY_SECONDS, retire_superseded_keys
from services.directory.timers.people import (
    CLOSE_EVERY_SECONDS,
    alert_on_erasures,
    carry_out_closures,
    forget_inactive_people,
    recheck_roles_for_ever,
)
from services.directory.timers.renewals import (
    CALL_EVERY_SECONDS,
    KEEP_CALENDAR_EVERY_SECONDS,
    PAUSE_OFFERS_EVERY_SECONDS,
    carry_out_calls,
    keep_renewal_calendar,
    pause_offers_of_former_members,
)
from shared import process
from shared.application import Application
from shared.clock import utc_now
from shared.messaging.worker import Worker
from shared.retention import Retention
from shared.security.key_file import KeyFile
from shared.security.links import LinkSigner
from shared.security.openid import OpenIdProvider, RelyingParty
from shared.security.sealing import Seal, derived_key
from shared.smtp import SmtpMailer
from shared.storage.mongo import Database, connect, open_database
from shared.storage.patience import until_available
from shared.telemetry import get_logger
from shared.timers import Timer
from shared.web.app import create_app

SERVICE = "directory"


def create_api(settings: Settings, http: httpx.AsyncClient | None = None) -> FastAPI:
    """The API: it needs MongoDB and no broker; `http` is how it asks ProConnect."""
    database = _database(settings)
    application, queries = _application(database), MongoDirectoryQueries(database)
    privacy = MongoPrivacyQueries(database)
    signing = Signing(
        file=KeyFile(settings.signing_key_file), application=application, queries=queries, clock=utc_now
    )
    routers = [
        *_export_routers(database, queries),  # first: their paths look like those of single things
        *(
            api.create_router(application, queries, utc_now)
            for api in (
                organisations,
                people,
                memberships,
                admissions,
                fees,
                fee_schedules,
                renewals,
                rounds,
                erasures,
                closures,
            )
        ),
        fee_calls.create_router(queries, settings.association),
        fee_calls.create_pages(
            queries, settings.association, LinkSigner(settings.link_key_file.read_bytes()), utc_now
        ),
        consents.create_router(application, privacy, utc_now),
        data_access.create_router(application, privacy, utc_now, association=settings.association),
        offers.create_router(application, MongoKnowHowQueries(database), utc_now),
        know_how.create_router(queries, MongoKnowHowQueries(database), utc_now),
        territories.create_router(queries),
        topics.create_router(),
        search.create_router(MongoSearch(database), utc_now),
        figures.create_router(MongoMembers(database), utc_now),
        imports.create_router(application, MongoImportQueries(database), utc_now),
        keys.create_router(signing),
        *_access_routers(settings, database, signing, _provider(settings, http)),
    ]
    return create_app(SERVICE, database, INDEXES, routers, uploads=imports.UPLOADS | admissions.UPLOADS)


def _export_routers(database: Database, queries: DirectoryQueries) -> Sequence[APIRouter]:
    """Every list as a file."""
    return (
        people_exports.create_router(queries, utc_now),
        fee_exports.create_router(queries),
        know_how_exports.create_router(queries, MongoKnowHowQueries(database), utc_now),
        privacy_exports.create_router(queries, MongoPrivacyQueries(database), utc_now),
        place_exports.create_router(queries, MongoSearch(database), utc_now),
    )


def _access_routers(
    settings: Settings, database: Database, signing: Signing, provider: OpenIdProvider | None
) -> Sequence[APIRouter]:
    """Sign-in, sessions, second factors: each purpose has its own key, from the one secret."""
    secret = settings.access_key_file.read_bytes()
    application = Application(SERVICE, database, ACCESS_COMMANDS, MongoAccess)
    queries, attempts = MongoAccessQueries(database), Attempts(MongoRateLimits(database), utc_now)
    codes = Codes(queries=queries, attempts=attempts, seal=Seal(secret), clock=utc_now)
    door = Door(
        signing=signing,
        links=LinkSigner(derived_key(secret, "essaim/sessions")),
        clock=utc_now,
        is_secure=settings.public_url.startswith("https:"),
    )
    pocket = Pocket(seal=codes.seal, clock=utc_now, is_secure=door.is_secure)
    required = settings.second_factor_required
    ways_in = sign_in.SignIn(
        application=application,
        queries=queries,
        requests=MongoSignInRequests(database),
        attempts=attempts,
        door=door,
        codes=codes,
        pocket=pocket,
        clock=utc_now,
        code_required=required,
        home=settings.home_url,
    )
    return (
        sign_in.create_router(ways_in),
        sign_in.create_pages(ways_in),
        proconnect.create_pages(ways_in, provider),
        sessions.create_router(application, queries, utc_now, door=door, code_required=required),
        second_factors.create_router(application, queries, utc_now, codes=codes),
    )


def _provider(settings: Settings, http: httpx.AsyncClient | None) -> OpenIdProvider | None:
    """ProConnect, where it is configured."""
    if not settings.proconnect_issuer:
        return None
    party = RelyingParty(
        issuer=settings.proconnect_issuer,
        client_id=settings.proconnect_client_id,
        client_secret=settings.proconnect_client_secret.get_secret_value(),
        redirect_uri=f"{settings.public_url.rstrip('/')}/sign-in/proconnect/callback",
        scope="openid siret",
    )
    return OpenIdProvider(party, http or httpx.AsyncClient())


def create_worker(settings: Settings) -> Worker:
    """The worker: relay, sign-in mails, roles whose day has come, whether people are forgotten in time."""
    database, retention = _database(settings), Retention()
    application, queries = _application(database), MongoDirectoryQueries(database)
    recheck = partial(recheck_roles_for_ever, application, queries, utc_now)
    postman = SignInPostman(
        requests=MongoSignInRequests(database),
        composer=SignInComposer(settings.smtp_from, settings.public_url),
        mailer=SmtpMailer(settings.smtp_host, settings.smtp_port),
        clock=utc_now,
    )
    retire = partial(retire_superseded_keys, application, queries, utc_now)
    close = partial(carry_out_closures, application, queries, utc_now)
    take_in = partial(take_in_spreadsheets, MongoImports(SERVICE, database), utc_now)
    within = timedelta(hours=retention.acknowledged_within_hours)
    renew = partial(keep_renewal_calendar, application, queries, utc_now, calendar=settings.renewal_calendar)
    call = partial(carry_out_calls, application, queries, utc_now)
    know_how = MongoKnowHowQueries(database)
    pause = partial(pause_offers_of_former_members, application, queries, know_how, utc_now)
    kept = retention.limit("inactive_people_days")
    forget = partial(forget_inactive_people, application, queries, utc_now, kept=kept)
    alert = partial(alert_on_erasures, application, queries, utc_now, within=within)
    return Worker(
        SERVICE,
        database,
        settings.rabbitmq_url,
        utc_now,
        subscriptions(MongoDirectory, MongoPastWork),
        INDEXES,
        personal_data=PERSONAL_DATA,
        retention=retention,
        background=(recheck, postman.run),
        timers=(
            Timer("forget_inactive_people", retention.enforced_every_seconds, forget),
            Timer("alert_on_erasures", retention.enforced_every_seconds, alert),
            Timer("retire_signing_keys", RETIRE_EVERY_SECONDS, retire),
            Timer("carry_out_closures", CLOSE_EVERY_SECONDS, close),
            Timer("take_in_spreadsheets", TAKE_IN_EVERY_SECONDS, take_in),
            Timer("carry_out_calls", CALL_EVERY_SECONDS, call),
            Timer("pause_offers", PAUSE_OFFERS_EVERY_SECONDS, pause),
            Timer("keep_renewal_calendar", KEEP_CALENDAR_EVERY_SECONDS, renew),
        ),
    )


async def load_reference_data(settings: Settings) -> None:
    """The job that loads the territories of France, and what search knows, unless they are there."""
    database = _database(settings)

    def report(written: int, total: int) -> None:
        get_logger().info("reference data written", written=written, total=total)

    try:
        await until_available(lambda: load_territories(database, report))
        await until_available(lambda: rebuild_search(database, report))
    finally:
        database.client.close()


def _database(settings: Settings) -> Database:
    return open_database(connect(settings.mongodb_url), settings.database)


def _application(database: Database) -> Application[Directory]:
    return Application(SERVICE, database, COMMANDS, MongoDirectory)


if __name__ == "__main__":
    process.run(SERVICE, Settings, api=create_api, worker=create_worker, territories=load_reference_data)
