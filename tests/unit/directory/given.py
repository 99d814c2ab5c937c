"""Owns the people, places and instants that the tests of the directory start from. Checks nothing."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from services.directory.domain.commands.people import InvitePerson
from services.directory.domain.held_roles import (
    AppointedRole,
    Appointment,
    Mandate,
    MandateTitle,
    Period,
    Post,
    PostStatus,
)
from services.directory.domain.identity import Identity
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.person import Person
from services.directory.domain.profile import OrganisationProfile
from shared.commands import Actor, Role

_SPACE = UUID("5f3c1d3a-6d0a-5c0e-9c58-6f0b8a7c9d10")


def id_of(name: str) -> UUID:
    return uuid5(_SPACE, name)


def instant(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, 30, tzinfo=UTC)


NOW = instant(2027, 3, 12)
TODAY = date(2027, 3, 12)
MANDUEL, BARJAC = id_of("Manduel"), id_of("Barjac")
CAMILLE = id_of("Camille")
STAFF = Actor(id_of("staff"), frozenset({Role("staff")}))
ADMIN = Actor(id_of("admin"), frozenset({Role("admin")}))
NOBODY = Actor(id_of("nobody"))

PROFILE = OrganisationProfile(
    kind=OrganisationKind.COMMUNE,
    name="Manduel",
    siren="213001555",
    insee_code="30155",
    departement="30",
    region="76",
    population=7044,
)
IDENTITY = Identity(given_name="Camille", family_name="Durand", email="camille.durand@example.org")


def referent_of(*orgs: UUID) -> Actor:
    return Actor(id_of("referent"), frozenset(Role("referent", org) for org in orgs))


def period(starts_on: date = date(2026, 3, 20), ends_on: date | None = None) -> Period:
    return Period(starts_on=starts_on, ends_on=ends_on)


def mandate(name: str = "mandate", org: UUID = MANDUEL, dates: Period | None = None) -> Mandate:
    return Mandate(id=id_of(name), org=org, title=MandateTitle.ADJOINT, period=dates or period())


def post(name: str = "post", org: UUID = MANDUEL, dates: Period | None = None) -> Post:
    return Post(
        id=id_of(name), org=org, title="Cheffe", status=PostStatus.TITULAIRE, period=dates or period()
    )


def appointment(role: AppointedRole, org: UUID | None = MANDUEL) -> Appointment:
    return Appointment(id=id_of(role), appointed=role, org=org, period=period())


def invited(first_role: Mandate | Post | Appointment | None = None) -> Person:
    command = InvitePerson(
        actor=ADMIN, at=NOW, person_id=CAMILLE, identity=IDENTITY, first_role=first_role or mandate()
    )
    return Person.invite(command)[0]
