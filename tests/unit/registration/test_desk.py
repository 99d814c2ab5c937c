"""Who gets a seat, who waits and who comes next."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from services.registration.domain import desk_errors, errors
from services.registration.domain.commands.programme import CancelClubEvent, CloseRegistration
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.errors import (
    AlreadyCancelled,
    AlreadyRegistered,
    ModeNotOffered,
    NoMembership,
    NotAllowedToCancelOther,
    NotAllowedToRegisterOther,
    NotEligible,
    RegistrationNotOpen,
)
from services.registration.domain.registrations import RegistrationState
from services.registration.domain.seat_offers import SeatOffers
from services.registration.domain.seats import Seats
from shared.commands import SYSTEM, Actor
from shared.errors import DomainError
from shared.events.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationWaitlisted,
)
from tests.unit.registration.given import (
    CONFERENCE,
    IN_PERSON,
    MEMBER,
    NEIGHBOUR,
    NOW,
    ONLINE,
    SOMEBODY,
    STAFF,
    announced,
    applicant,
    open_desk,
    referent_of,
    register,
    to_cancel,
    to_register,
)


def seats_of(desk: ClubEventDesk) -> Seats:
    return desk.club_event.seats.modes[ONLINE]


def close(desk: ClubEventDesk) -> None:
    desk.club_event.close_registration(
        CloseRegistration(actor=STAFF, at=NOW, club_event_id=desk.club_event.id)
    )


def give_up(desk: ClubEventDesk) -> None:
    desk.club_event.cancel(
        CancelClubEvent(actor=STAFF, at=NOW, club_event_id=desk.club_event.id, reason="Salle inondée")
    )


def test_first_comers_are_confirmed_and_the_others_wait() -> None:
    desk = open_desk(places=2)
    changes = [register(desk, applicant("technical")) for _ in range(4)]
    first, second, third, fourth = (change.events[0] for change in changes)
    assert isinstance(first, RegistrationConfirmed)
    assert isinstance(second, RegistrationConfirmed)
    assert isinstance(third, RegistrationWaitlisted)
    assert isinstance(fourth, RegistrationWaitlisted)
    assert (first.seats_left, second.seats_left, third.position, fourth.position) == (1, 0, 1, 2)
    assert [change.registration.ticket for change in changes] == [None, None, 1, 2]


def test_registration_says_for_whom_and_as_what() -> None:
    desk = open_desk()
    who = applicant("technical", "referent")
    command = to_register(who)
    registration = desk.register(command, who).registration
    assert (registration.id, registration.person_id) == (command.registration_id, who.attendee.person_id)
    assert (registration.org, registration.role, registration.mode) == (MEMBER.org, "technical", ONLINE)
    assert registration.requested_at == NOW


def test_each_mode_has_its_own_seats() -> None:
    desk = open_desk(CONFERENCE, places=1)
    states = [
        register(desk, applicant("technical"), mode=mode).registration.state
        for mode in (ONLINE, IN_PERSON, ONLINE)
    ]
    assert states == ["confirmed", "confirmed", "waitlisted"]


@pytest.mark.parametrize("actor", [STAFF, referent_of(MEMBER.org)])
def test_referent_and_staff_register_a_colleague(actor: Actor) -> None:
    desk, who = open_desk(), applicant("elected")
    assert desk.register(to_register(who, actor=actor), who).registration.person_id == who.attendee.person_id


@pytest.mark.parametrize("actor", [SOMEBODY, SYSTEM, referent_of(NEIGHBOUR.org)])
def test_nobody_else_registers_another_person(actor: Actor) -> None:
    desk, who = open_desk(), applicant("elected")
    with pytest.raises(NotAllowedToRegisterOther):
        desk.register(to_register(who, actor=actor), who)


def test_second_registration_is_a_conflict() -> None:
    desk, who = open_desk(), applicant("technical")
    existing = register(desk, who).registration
    before = deepcopy(desk.club_event)
    with pytest.raises(AlreadyRegistered) as refused:
        desk.register(to_register(who), who, existing=existing)
    assert refused.value.facts == {"registration_id": str(existing.id), "state": "confirmed"}
    assert desk.club_event == before


def test_person_who_cancelled_may_register_again() -> None:
    desk, who = open_desk(), applicant("technical")
    existing = register(desk, who).registration
    desk.cancel(to_cancel(existing), existing)
    again = desk.register(to_register(who), who, existing=existing).registration
    assert again.state is RegistrationState.CONFIRMED


def test_ineligible_person_is_refused_and_nothing_changes() -> None:
    desk = open_desk()
    before = deepcopy(desk.club_event)
    with pytest.raises(NotEligible):
        register(desk, applicant("referent"))
    with pytest.raises(NoMembership):
        register(desk, applicant("technical", organisation=NEIGHBOUR))
    with pytest.raises(ModeNotOffered) as refused:
        register(desk, applicant("technical"), mode=IN_PERSON)
    assert refused.value.facts == {"field": "mode", "offered": ("online",)}
    assert desk.club_event == before


@pytest.mark.parametrize("end", [close, give_up])
def test_nobody_registers_once_it_is_closed_or_cancelled(end: Callable[[ClubEventDesk], None]) -> None:
    desk = open_desk()
    end(desk)
    with pytest.raises(RegistrationNotOpen):
        register(desk, applicant("technical"))


def test_nobody_registers_before_it_opens() -> None:
    with pytest.raises(RegistrationNotOpen):
        register(ClubEventDesk(announced()), applicant("technical"))


def test_deadline_holds_even_before_anybody_closes() -> None:
    desk, who = open_desk(), applicant("technical")
    desk.club_event.closes_at = NOW + timedelta(days=2)
    desk.register(replace(to_register(who), at=NOW + timedelta(days=2, seconds=-1)), who)
    with pytest.raises(RegistrationNotOpen):
        desk.register(replace(to_register(who), at=NOW + timedelta(days=2)), who)


def test_without_a_deadline_the_start_is_one() -> None:
    desk, who = open_desk(), applicant("technical")
    with pytest.raises(RegistrationNotOpen):
        desk.register(replace(to_register(who), at=desk.club_event.when.starts_utc), who)


@pytest.mark.parametrize(
    ("actor", "reason_code"),
    [(None, "by_person"), (referent_of(MEMBER.org), "by_referent"), (STAFF, "by_staff")],
)
def test_cancellation_says_who_gave_the_place_back(actor: Actor | None, reason_code: str) -> None:
    desk = open_desk()
    registration = register(desk, applicant("technical")).registration
    change = desk.cancel(to_cancel(registration, actor=actor), registration)
    (event,) = change.events
    assert isinstance(event, RegistrationCancelled)
    assert event.reason_code == reason_code
    assert seats_of(desk).free == 2


@pytest.mark.parametrize("actor", [SOMEBODY, SYSTEM, referent_of(NEIGHBOUR.org)])
def test_nobody_else_cancels(actor: Actor) -> None:
    desk = open_desk()
    registration = register(desk, applicant("technical")).registration
    with pytest.raises(NotAllowedToCancelOther):
        desk.cancel(to_cancel(registration, actor=actor), registration)
    assert registration.is_active


def test_place_is_given_back_once() -> None:
    desk = open_desk()
    registration = register(desk, applicant("technical")).registration
    desk.cancel(to_cancel(registration), registration)
    before = deepcopy(desk.club_event)
    with pytest.raises(AlreadyCancelled):
        desk.cancel(to_cancel(registration), registration)
    assert desk.club_event == before


def test_cancelled_club_event_lets_the_system_cancel_and_moves_nobody_up() -> None:
    desk = open_desk(places=1)
    seated, waiting = (register(desk, applicant("technical")).registration for _ in range(2))
    give_up(desk)
    events = [desk.cancel(to_cancel(each, actor=SYSTEM), each).events[0] for each in (seated, waiting)]
    assert [event.model_dump()["reason_code"] for event in events] == ["club_event_cancelled"] * 2
    assert SeatOffers(desk).vacancy(ONLINE, at=NOW) is None
    assert (seats_of(desk).taken, seats_of(desk).waiting) == (0, 0)


def test_every_refusal_has_a_code_of_its_own() -> None:
    every = [value for module in (errors, desk_errors) for value in vars(module).values()]
    names = {errors.__name__, desk_errors.__name__}
    own = [
        kind
        for kind in every
        if isinstance(kind, type) and issubclass(kind, DomainError) and kind.__module__ in names
    ]
    codes = [kind.code for kind in own]
    assert len(codes) == len(set(codes)) > 10
