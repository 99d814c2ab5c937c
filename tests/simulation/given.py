"""Owns what every history starts from: a small club, made once by the real services in calm weather."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from pydantic import BaseModel

from services.directory.domain.commands.organisations import RegisterOrganisation
from services.directory.domain.commands.people import InvitePerson
from services.directory.domain.held_roles import Period, Post, PostStatus
from services.directory.domain.identity import Identity
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.profile import OrganisationProfile
from services.registration.domain.commands.programme import (
    AnnounceClubEvent,
    DraftClubEvent,
    OpenRegistration,
)
from services.registration.domain.programme import AttendanceMode, ClubEventMode, Kind, Programme
from services.registration.domain.schedule import appointment
from services.registration.domain.seat_rules import SeatRules
from shared.commands import Actor, Command, Role
from shared.events.pieces import Place
from tests.simulation.asking import Request, ask
from tests.simulation.given_exchange import found_exchange
from tests.simulation.loop import EVE_SECONDS
from tests.simulation.messaging import pause
from tests.simulation.world import BEGINNING, Tables, World, run, world_of

_SPACE = UUID("0e7a5a5e-51b1-5c0e-9c58-6f0b8a7c9d10")
CALM = 0
ORGANISATIONS, PEOPLE_EACH, CLUB_EVENTS, PLACES, QUOTA = 4, 4, 3, 3, 2


def id_of(name: str) -> UUID:
    """The id of a thing of this club."""
    return uuid5(_SPACE, name)


STAFF = Actor(id_of("staff"), frozenset({Role("admin"), Role("staff")}))
ORGS = tuple(id_of(f"org{number}") for number in range(ORGANISATIONS))
PEOPLE = {id_of(f"person{org}{number}"): org for org in ORGS for number in range(PEOPLE_EACH)}
"""Who works where."""
GATHERINGS = tuple(id_of(f"gathering{number}") for number in range(CLUB_EVENTS))
MODES = tuple(AttendanceMode)


class Done(BaseModel):
    """Nobody asks what came of it."""


@dataclass(frozen=True, slots=True)
class Club:
    """What lies in the databases, and when that was."""

    tables: Tables
    at: float


@cache
def club() -> Club:
    """The club at the beginning of a history."""
    with world_of(0, tables={}, talks_between_faults=CALM) as world:
        run(world, _found(world))
        tables = {name: server.tables for name, server in world.servers.items()}
        return Club(tables, world.loop.now - EVE_SECONDS)


async def _found(world: World) -> None:
    for service in world.servers:
        await world.prepare(service)
    world.start(apis=1, workers=1)
    for org in ORGS:
        await _do(world, "directory", org, lambda at, org=org: _organisation(org, at))
    for person_id, org in PEOPLE.items():
        await _do(world, "directory", person_id, lambda at, who=person_id, org=org: _person(who, org, at))
    await found_exchange(world, STAFF, _do)
    await _settled(world)
    for gathering in GATHERINGS:
        for command in _programme(gathering):
            await _do(world, "registration", gathering, lambda _, command=command: command)
    await _settled(world)


IN_VAIN = "retry.30m"
"""Where a message comes that failed for more than five minutes, of which the weather was good for most."""
PATIENCE_SECONDS = 900.0
"""Longer than all retries but the last, which is for what takes people hours."""


async def quiet(world: World, patience_seconds: float = PATIENCE_SECONDS) -> bool:
    """Wait until nothing more is to happen; False where something waits for ever."""
    seconds, until = 0.25, world.loop.now + patience_seconds
    while not world.is_quiet():
        if world.loop.now > until or world.broker.moving[IN_VAIN]:
            return False
        await pause(world.loop, seconds)
        seconds = min(seconds * 1.5, 60.0)
    return True


async def _settled(world: World) -> None:
    if not await quiet(world, 60.0):
        raise RuntimeError(f"the club was not founded: {world.weather.story[-5:]}, {world.unexpected}")


async def _do(world: World, service: str, about: UUID, make: Any) -> None:
    key = f"given-{world.loop.now}-{about}"
    request = Request(
        service=service, what="given", key=key, about=about, make=make, answer=lambda _: Done(), model=Done
    )
    await ask(world, request)
    if not request.is_accepted:
        raise RuntimeError(f"the club was not founded: {request}")


def _organisation(org: UUID, at: Any) -> Command:
    number = ORGS.index(org)
    profile = OrganisationProfile(
        kind=OrganisationKind.COMMUNE, name=f"Commune {number}", departement="30", region="76"
    )
    return RegisterOrganisation(actor=STAFF, at=at, org=org, profile=profile)


def _person(person_id: UUID, org: UUID, at: Any) -> Command:
    number = list(PEOPLE).index(person_id)
    post = Post(
        id=id_of(f"post{number}"),
        org=org,
        title="Cheffe",
        status=PostStatus.TITULAIRE,
        period=Period(starts_on=BEGINNING.date()),
    )
    identity = Identity(given_name="Camille", family_name="Durand", email=f"p{number}@example.org")
    return InvitePerson(actor=STAFF, at=at, person_id=person_id, identity=identity, first_role=post)


def _programme(gathering: UUID) -> Sequence[Command]:
    day = BEGINNING.date().replace(month=6)
    starts, ends = (BEGINNING.replace(day=day.day, month=6, hour=hour, tzinfo=None) for hour in (9, 12))
    programme = Programme(
        kind=Kind.OPEN_CONFERENCE,
        title="Cuisiner sans plastique",
        when=appointment(starts, ends, timezone="Europe/Paris"),
        mode=ClubEventMode.HYBRID,
        place=Place(label="Salle Leprun"),
        audience="Toutes les collectivités",
    )
    rules = SeatRules(quota_per_organisation=QUOTA)
    whose: Any = {"actor": STAFF, "at": BEGINNING, "club_event_id": gathering}
    return (
        DraftClubEvent(**whose, programme=programme, rules=rules),
        AnnounceClubEvent(**whose),
        OpenRegistration(**whose, capacity=dict.fromkeys(MODES, PLACES)),
    )
