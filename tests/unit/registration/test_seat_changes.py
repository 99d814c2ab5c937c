"""What others learn when staff changes the seats of a gathering."""

from dataclasses import replace

import pytest

from services.registration.domain.changes import change_programme
from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands.programme import ChangeProgramme
from services.registration.domain.commands.registrations import ChangeSeats
from services.registration.domain.errors import InvalidCapacity
from services.registration.domain.programme import AttendanceMode, ClubEventMode
from services.registration.domain.seat_changes import change_seats
from services.registration.domain.seat_rules import SeatRules
from shared.events.registration import ClubEventUpdated
from tests.unit.registration.given import (
    CONFERENCE,
    IN_PERSON,
    NOW,
    ONLINE,
    STAFF,
    applicant,
    open_desk,
    register,
)


def told(
    club_event: ClubEvent,
    *,
    capacity: dict[AttendanceMode, int] | None = None,
    rules: SeatRules | None = None,
) -> list[ClubEventUpdated]:
    command = ChangeSeats(actor=STAFF, at=NOW, club_event_id=club_event.id, capacity=capacity, rules=rules)
    return [event for event in change_seats(club_event, command) if isinstance(event, ClubEventUpdated)]


def test_more_places_are_told_by_mode() -> None:
    [event] = told(open_desk(places=2).club_event, capacity={ONLINE: 5})
    assert (event.changed_fields, event.capacity) == (("capacity",), {"online": 5})


def test_another_quota_is_told_also_when_there_is_none_any_more() -> None:
    club_event = open_desk().club_event
    [limited] = told(club_event, rules=SeatRules(quota_per_organisation=2))
    assert (limited.changed_fields, limited.quota_per_organisation) == (("quota_per_organisation",), 2)
    [free] = told(club_event, rules=SeatRules())
    assert (free.changed_fields, free.quota_per_organisation) == (("quota_per_organisation",), None)


def test_what_stays_as_it_is_is_not_told() -> None:
    club_event = open_desk(places=2).club_event
    assert told(club_event, capacity={ONLINE: 2}, rules=SeatRules(reviewed=True)) == []


def test_a_gathering_that_is_now_online_too_has_places_there_while_registrations_are_open() -> None:
    desk = open_desk(replace(CONFERENCE, mode=ClubEventMode.IN_PERSON), places=2)
    club_event = desk.club_event
    hybrid = ChangeProgramme(actor=STAFF, at=NOW, club_event_id=club_event.id, programme=CONFERENCE)
    change_programme(club_event, hybrid)
    with pytest.raises(InvalidCapacity):
        told(club_event, capacity={IN_PERSON: 3})
    [event] = told(club_event, capacity={IN_PERSON: 2, ONLINE: 5})
    assert event.capacity == {"in_person": 2, "online": 5}
    assert register(desk, applicant("technical"), mode=ONLINE).registration.has_seat
