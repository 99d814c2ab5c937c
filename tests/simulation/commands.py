"""Owns what the people of a simulated club ask for, at random: seats, and what may become of them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.registration.domain.commands import registrations as desk
from services.registration.domain.registrations import Change
from services.registration.domain.seat_rules import SeatRules
from shared.commands import Actor, Role
from shared.ids import new_id
from tests.simulation.asking import Request
from tests.simulation.given import GATHERINGS, MODES, ORGS, PEOPLE, PLACES, QUOTA, STAFF
from tests.simulation.visits import VISIT_WISHES, Planned
from tests.simulation.world import World
from tests.unit.conventions.given_agreement import CONVENTION

ACTIVE = frozenset({"confirmed", "waitlisted", "offered"})
VISITS_SHARE = 0.15
Make = Callable[..., Any]


class Changed(BaseModel):
    """What the client is told: the registrations that it asked for, and their states."""

    registrations: tuple[tuple[UUID, str], ...] = ()

    @classmethod
    def of(cls, change: Change) -> "Changed":
        """The answer about one registration."""
        return cls(registrations=((change.registration.id, change.registration.state.value),))

    @classmethod
    def of_all(cls, changes: Any) -> "Changed":
        """The answer about several."""
        return cls(
            registrations=tuple((one.registration.id, one.registration.state.value) for one in changes)
        )


def request(world: World, number: int) -> Request:
    """Something that somebody asks for."""
    chance = world.weather
    if chance.random.random() < VISITS_SHARE:
        return _about_visits(world, number)
    what, build = chance.one_of(WISHES)
    gathering = chance.one_of(GATHERINGS)
    make = build(world, gathering)
    return Request(
        service="registration",
        what=what,
        key=f"request-{number:05}",
        about=gathering,
        make=make,
        answer=ANSWERS.get(what, Changed.of),
        model=Changed,
    )


def _about_visits(world: World, number: int) -> Request:
    what, build = world.weather.one_of(VISIT_WISHES)
    return Request(
        service="conventions",
        what=what,
        key=f"request-{number:05}",
        about=CONVENTION,
        make=build(world),
        answer=Planned.of,
        model=Planned,
    )


def _register(world: World, gathering: UUID) -> Make:
    person_id = world.weather.one_of(list(PEOPLE))
    mode = world.weather.one_of(MODES)

    def make(at: Any) -> Any:
        return desk.RegisterAttendee(
            actor=Actor(person_id),
            at=at,
            registration_id=new_id(),
            club_event_id=gathering,
            person_id=person_id,
            org=PEOPLE[person_id],
            mode=mode,
        )

    return make


def _register_group(world: World, gathering: UUID) -> Make:
    org, mode = world.weather.one_of(ORGS), world.weather.one_of(MODES)
    people = [person_id for person_id, works_for in PEOPLE.items() if works_for == org]
    world.weather.random.shuffle(people)
    all_or_nothing = world.weather.random.random() < 1 / 3

    def make(at: Any) -> Any:
        return desk.RegisterGroup(
            actor=Actor(people[0], frozenset({Role("referent", org)})),
            at=at,
            club_event_id=gathering,
            people=tuple(desk.GroupMember(new_id(), person_id) for person_id in people[:2]),
            org=org,
            mode=mode,
            all_or_nothing=all_or_nothing,
        )

    return make


def _about_registration(kind: Callable[..., Any], world: World, gathering: UUID, **more: Any) -> Make:
    """By the team, about a registration that there is, mostly one that is active; or about none."""
    kept = world.servers["registration"].table("registrations").documents.values()
    here = [one["_id"] for one in kept if one["club_event_id"] == gathering and one["state"] in ACTIVE]
    whose = world.weather.one_of(here) if here else gathering
    return lambda at: kind(actor=STAFF, at=at, registration_id=whose, club_event_id=gathering, **more)


def _answer_offer(world: World, gathering: UUID) -> Make:
    kept = world.servers["registration"].table("registrations").documents.values()
    offered = [one["_id"] for one in kept if one["club_event_id"] == gathering and one["state"] == "offered"]
    whose = world.weather.one_of(offered) if offered else gathering
    answer = world.weather.one_of(tuple(desk.OfferAnswer))
    return lambda at: desk.AnswerOffer(
        actor=STAFF, at=at, registration_id=whose, club_event_id=gathering, answer=answer
    )


def _transfer(world: World, gathering: UUID) -> Make:
    to = world.weather.one_of(list(PEOPLE))
    return _about_registration(desk.TransferRegistration, world, gathering, person_id=to)


def _change_seats(world: World, gathering: UUID) -> Make:
    capacity = {mode: PLACES + world.weather.one_of((-1, 0, 1, 2)) for mode in MODES}
    rules = SeatRules(quota_per_organisation=QUOTA)
    return lambda at: desk.ChangeSeats(
        actor=STAFF, at=at, club_event_id=gathering, capacity=capacity, rules=rules
    )


WISHES: Sequence[tuple[str, Callable[[World, UUID], Make]]] = (
    *[("register", _register)] * 5,
    *[("cancel", partial(_about_registration, desk.CancelRegistration))] * 3,
    *[("answer offer", _answer_offer)] * 2,
    ("register group", _register_group),
    ("transfer", _transfer),
    ("change seats", _change_seats),
)
ANSWERS: Mapping[str, Callable[[Any], Changed]] = {
    "register group": Changed.of_all,
    "change seats": lambda _: Changed(),
}
