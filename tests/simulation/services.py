"""Owns the composition of the services in virtual time, as their `main.py` do it, over databases in memory.

Left out is what talks with others than database and broker: mails, webhooks, signatures.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from services.conventions import consumers as conventions
from services.conventions.handlers.table import COMMANDS as CONVENTIONS_COMMANDS
from services.conventions.personal_data import PERSONAL_DATA as CONVENTIONS_DATA
from services.conventions.ports.office import Office
from services.conventions.repository.agreements import MongoAgreements
from services.conventions.repository.indexes import INDEXES as CONVENTIONS_INDEXES
from services.conventions.repository.members import MongoMembers
from services.conventions.repository.visits import MongoVisits
from services.directory import consumers as directory
from services.directory.handlers.table import COMMANDS as DIRECTORY_COMMANDS
from services.directory.personal_data import PERSONAL_DATA as DIRECTORY_DATA
from services.directory.repository.documents import INDEXES as DIRECTORY_INDEXES
from services.directory.repository.know_how_store import MongoPastWork
from services.directory.repository.store import MongoDirectory
from services.notifications import consumers as notifications
from services.notifications.handlers.table import COMMANDS as NOTIFICATIONS_COMMANDS
from services.notifications.personal_data import PERSONAL_DATA as NOTIFICATIONS_DATA
from services.notifications.repository.documents import INDEXES as NOTIFICATIONS_INDEXES
from services.notifications.repository.partners import MongoPartners
from services.notifications.repository.store import MongoNotifications
from services.registration import consumers as registration
from services.registration.domain.offer_times import OfferTimes
from services.registration.handlers.table import COMMANDS as REGISTRATION_COMMANDS
from services.registration.personal_data import PERSONAL_DATA as REGISTRATION_DATA
from services.registration.repository.copies import MongoCopies
from services.registration.repository.desk import MongoRegistrations
from services.registration.repository.indexes import INDEXES as REGISTRATION_INDEXES
from services.registration.repository.queries import MongoRegistrationQueries
from services.registration.timers import LOOK_EVERY_SECONDS, ROUNDS, go_rounds
from shared.application import Application
from shared.clock import Clock
from shared.messaging.worker import Worker
from shared.personal_data import PersonalData
from shared.retention import Retention
from shared.storage.indexes import Indexes
from shared.storage.unit_of_work import UnitOfWork
from shared.timers import Timer

OFFER_TIMES = OfferTimes(usual=timedelta(seconds=4), in_last_week=timedelta(seconds=4))
"""People answer at once in virtual time, or their seat is given to the next within the history."""

RETENTION = Retention()
Store = Callable[[UnitOfWork], Any]
REGISTRATIONS: Store = partial(MongoRegistrations, offer_times=OFFER_TIMES)


NO_TRADE: Any = None
"""No document is written, and none is sealed."""


def _office(work: UnitOfWork) -> Office:
    return Office(MongoAgreements(work), MongoVisits(work), NO_TRADE, NO_TRADE)


@dataclass(frozen=True, slots=True)
class Service:
    """One service: what it answers, what it hears, what it keeps."""

    name: str
    commands: Mapping[Any, Any]
    store: Store
    subscriptions: Callable[[], tuple[Any, ...]]
    indexes: Indexes
    personal_data: PersonalData
    preload: Any = None

    def application(self, database: Any) -> Application[Any]:
        """What executes its commands in one process."""
        return Application(self.name, database, self.commands, self.store, self.preload)

    def worker(self, database: Any, clock: Clock) -> Worker:
        """One of its worker processes."""
        is_registration = self.name == "registration"
        return Worker(
            self.name,
            database,
            "",
            clock,
            self.subscriptions(),
            self.indexes,
            timers=(_programme(self.application(database), database, clock),) if is_registration else (),
            personal_data=self.personal_data,
            retention=RETENTION,
        )


SERVICES: Mapping[str, Service] = {
    service.name: service
    for service in (
        Service(
            name="directory",
            commands=DIRECTORY_COMMANDS,
            store=MongoDirectory,
            subscriptions=lambda: directory.subscriptions(MongoDirectory, MongoPastWork),
            indexes=DIRECTORY_INDEXES,
            personal_data=DIRECTORY_DATA,
        ),
        Service(
            name="registration",
            commands=REGISTRATION_COMMANDS,
            store=REGISTRATIONS,
            subscriptions=lambda: registration.subscriptions(MongoCopies, REGISTRATIONS),
            indexes=REGISTRATION_INDEXES,
            personal_data=REGISTRATION_DATA,
            preload=MongoRegistrations.read_ahead,
        ),
        Service(
            name="conventions",
            commands=CONVENTIONS_COMMANDS,
            store=_office,
            subscriptions=lambda: conventions.subscriptions(MongoMembers, _office),
            indexes=CONVENTIONS_INDEXES,
            personal_data=CONVENTIONS_DATA,
        ),
        Service(
            name="notifications",
            commands=NOTIFICATIONS_COMMANDS,
            store=MongoPartners,
            subscriptions=lambda: notifications.subscriptions(MongoNotifications, MongoPartners),
            indexes=NOTIFICATIONS_INDEXES,
            personal_data=NOTIFICATIONS_DATA,
        ),
    )
}


def _programme(application: Application[Any], database: Any, clock: Clock) -> Timer:
    """What time brings to the programme."""
    queries = MongoRegistrationQueries(database)
    rounds = tuple(partial(go_round, application, queries, clock) for go_round in ROUNDS)
    return Timer("keep_programme", LOOK_EVERY_SECONDS, partial(go_rounds, rounds))
