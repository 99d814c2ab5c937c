"""Specifies what this service keeps of people and gatherings, in whatever order it hears of them."""

from dataclasses import replace

import pytest

from services.notifications.domain.copies import ClubEventState, club_event_after, contact_after
from shared.errors import TooEarly
from shared.events.directory import PersonDeactivated, PersonRole, PostStarted
from shared.events.registration import ClubEventCancelled, RegistrationClosed, RegistrationOpened
from tests.unit.notifications.given import (
    ACTIVATED,
    ANNOUNCED,
    CLUB_EVENT,
    NOW,
    ORG,
    PERSON,
    POLITICAL_MORNING,
    ZOE,
    event_of,
)

OPENED = RegistrationOpened(club_event_id=CLUB_EVENT, closes_at=None, capacity={"in_person": 40})
CLOSED = RegistrationClosed(club_event_id=CLUB_EVENT, closes_at=None, capacity={"in_person": 40})
GIVEN_UP = ClubEventCancelled(club_event_id=CLUB_EVENT, reason="La salle est inondée.")


def test_person_is_known_from_the_first_fact() -> None:
    assert contact_after(None, event_of(ACTIVATED)) == ZOE


def test_newer_address_replaces_the_older() -> None:
    moved = ACTIVATED.model_copy(update={"email": "z@example.org"})
    assert contact_after(ZOE, event_of(moved, sequence=2)).email == "z@example.org"


def test_older_address_changes_nothing() -> None:
    known = replace(ZOE, sequence=2)
    assert contact_after(known, event_of(ACTIVATED.model_copy(update={"email": "z@example.org"}))) is known


def test_fact_without_an_address_only_moves_the_history_on() -> None:
    started = PostStarted(
        person_id=PERSON, org=ORG, starts_on=NOW.date(), ends_on=None, title="Cuisinière", status="titulaire"
    )
    referent = replace(ZOE, referent_of=(ORG,))
    assert contact_after(referent, event_of(started, sequence=2)) == replace(referent, sequence=2)


def test_referent_is_who_holds_the_role_now() -> None:
    of_two = (PersonRole(role="referent", org=ORG), PersonRole(role="staff", org=None))
    named = contact_after(ZOE, event_of(ACTIVATED.model_copy(update={"roles": of_two}), sequence=2))
    assert named.referent_of == (ORG,)
    assert contact_after(named, event_of(ACTIVATED, sequence=3)).referent_of == ()
    left = event_of(PersonDeactivated(person_id=PERSON), sequence=3)
    assert contact_after(named, left) == replace(named, sequence=3, referent_of=())


def test_fact_about_nobody_known_comes_too_early() -> None:
    with pytest.raises(TooEarly):
        contact_after(None, event_of(PersonDeactivated(person_id=PERSON)))


def test_fact_after_a_missing_one_comes_too_early() -> None:
    with pytest.raises(TooEarly):
        contact_after(ZOE, event_of(ACTIVATED, sequence=3))


def test_gathering_is_known_from_its_announcement() -> None:
    assert club_event_after(None, event_of(ANNOUNCED, sequence=2)) == POLITICAL_MORNING


def test_gathering_follows_its_history() -> None:
    opened = club_event_after(POLITICAL_MORNING, event_of(OPENED, sequence=3))
    closed = club_event_after(opened, event_of(CLOSED, sequence=4))
    cancelled = club_event_after(closed, event_of(GIVEN_UP, sequence=5))
    assert [copy.state for copy in (opened, closed, cancelled)] == [
        ClubEventState.OPEN,
        ClubEventState.CLOSED,
        ClubEventState.CANCELLED,
    ]
    assert cancelled.cancellation_reason == "La salle est inondée."


def test_same_fact_again_changes_nothing() -> None:
    opened = club_event_after(POLITICAL_MORNING, event_of(OPENED, sequence=3))
    assert club_event_after(opened, event_of(OPENED, sequence=3)) is opened


def test_gathering_opened_before_it_is_announced_comes_too_early() -> None:
    with pytest.raises(TooEarly):
        club_event_after(None, event_of(OPENED, sequence=3))


def test_gathering_closed_before_it_is_opened_comes_too_early() -> None:
    with pytest.raises(TooEarly):
        club_event_after(POLITICAL_MORNING, event_of(CLOSED, sequence=4))
