"""Owns what the tests of registration's store write down first: people, organisations, gatherings."""

from functools import partial
from uuid import uuid4

from services.registration.domain.members import Applicant
from services.registration.domain.names import PersonName
from services.registration.domain.offer_times import OfferTimes
from services.registration.repository.copies import MongoCopies
from services.registration.repository.desk import MongoRegistrations
from shared.commands import SYSTEM
from shared.storage.mongo import Database
from shared.storage.unit_of_work import Origin, UnitOfWork
from tests.unit.registration.given import MEMBER, NOW

STORE = partial(MongoRegistrations, offer_times=OfferTimes())


def unit_of_work(database: Database) -> UnitOfWork:
    """One decision of the system."""
    return UnitOfWork(database, Origin("registration", SYSTEM, NOW, "story"))


def keep_people(work: UnitOfWork, *people: Applicant) -> None:
    """Write down people with their roles, as directory's events would have."""
    for person in people:
        known = person.attendee
        name = PersonName("Camille", "Durand")
        MongoCopies(work).keep_person(known.person_id, 1, roles=known.roles, name=name)


def keep_member(work: UnitOfWork) -> None:
    """Write down the member organisation that people come for."""
    MongoCopies(work).keep_organisation(MEMBER, 1)
    MongoCopies(work).keep_membership(uuid4(), 1, org=MEMBER.org, rights=MEMBER.membership)
