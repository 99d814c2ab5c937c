"""A gathering, from draft to cancellation."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands.programme import (
    AnnounceClubEvent,
    CancelClubEvent,
    CloseRegistration,
    DraftClubEvent,
    OpenRegistration,
)
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.errors import (
    CapacityBelowTaken,
    ClubEventStateRefuses,
    InvalidCapacity,
    InvalidProgramme,
    InvalidSchedule,
    ProgrammeIncomplete,
    StaffOnly,
)
from services.registration.domain.programme import AttendanceMode, ClubEventMode, Kind, Programme
from services.registration.domain.seat_offers import SeatOffers
from shared.commands import SYSTEM, Actor
from shared.events.pieces import Place
from shared.events.registration import (
    ClubEventAnnounced,
    ClubEventCancelled,
    ClubEventDrafted,
    RegistrationClosed,
    RegistrationOpened,
)
from tests.unit.registration.given import (
    CONFERENCE,
    IN_PERSON,
    NOW,
    ONLINE,
    SOMEBODY,
    STAFF,
    WORKSHOP,
    announced,
    applicant,
    open_desk,
    register,
    to_open,
)


def drafted(programme: Programme, *, actor: Actor = STAFF) -> ClubEvent:
    return ClubEvent.draft(DraftClubEvent(actor=actor, at=NOW, club_event_id=uuid4(), programme=programme))[0]


def to_announce(club_event: ClubEvent) -> AnnounceClubEvent:
    return AnnounceClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id)


def to_close(club_event: ClubEvent, *, actor: Actor = STAFF) -> CloseRegistration:
    return CloseRegistration(actor=actor, at=NOW, club_event_id=club_event.id)


def to_give_up(club_event: ClubEvent, *, reason: str = "Salle inondée") -> CancelClubEvent:
    return CancelClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, reason=reason)


def test_draft_needs_only_its_kind_and_title() -> None:
    command = DraftClubEvent(
        actor=STAFF,
        at=NOW,
        club_event_id=uuid4(),
        programme=Programme(kind=Kind.STUDY_TRIP, title="La ferme municipale"),
    )
    club_event, events = ClubEvent.draft(command)
    assert club_event.state is ClubEventState.DRAFT
    assert events == (
        ClubEventDrafted(club_event_id=command.club_event_id, kind="study_trip", title="La ferme municipale"),
    )


@pytest.mark.parametrize(
    ("programme", "field"),
    [
        (replace(WORKSHOP, title=" \t"), "title"),
        (replace(WORKSHOP, title="a" * 201), "title"),
        (replace(WORKSHOP, area=("DEP-30",)), "area"),
        (Programme(kind=Kind.POLITICAL_MORNING, title="Foncier", area=("30",)), "area"),
        (Programme(kind=Kind.POLITICAL_MORNING, title="Foncier", area=("DEP-30", "REG-976")), "area"),
    ],
)
def test_programme_that_cannot_be_right_is_refused(programme: Programme, field: str) -> None:
    with pytest.raises(InvalidProgramme) as refused:
        drafted(programme)
    assert refused.value.facts["field"] == field


@pytest.mark.parametrize("area", ["DEP-30", "DEP-2A", "DEP-974", "REG-76", "REG-04"])
def test_area_is_a_departement_or_a_region(area: str) -> None:
    assert drafted(Programme(kind=Kind.POLITICAL_MORNING, title="Foncier", area=(area,))).programme.area


@pytest.mark.parametrize(
    ("programme", "missing"),
    [
        (Programme(kind=Kind.STUDY_TRIP, title="La ferme"), ("when", "mode", "place", "audience")),
        (replace(WORKSHOP, audience=" "), ("audience",)),
        (replace(CONFERENCE, place=None), ("place",)),
        (replace(WORKSHOP, kind=Kind.POLITICAL_MORNING), ("area",)),
    ],
)
def test_unfinished_draft_is_not_announced(programme: Programme, missing: tuple[str, ...]) -> None:
    club_event = drafted(programme)
    with pytest.raises(ProgrammeIncomplete) as refused:
        club_event.announce(to_announce(club_event))
    assert refused.value.facts["missing"] == missing
    assert club_event.state is ClubEventState.DRAFT


def test_announcing_tells_the_public_the_programme() -> None:
    club_event = drafted(CONFERENCE)
    (event,) = club_event.announce(to_announce(club_event))
    assert isinstance(event, ClubEventAnnounced)
    assert event.when == CONFERENCE.when
    assert event.place == Place(label="Salle Leprun")
    assert (event.kind, event.mode, event.topics) == ("open_conference", "hybrid", ("plastique",))


def test_club_event_is_announced_once() -> None:
    club_event = announced()
    with pytest.raises(ClubEventStateRefuses):
        club_event.announce(to_announce(club_event))


def test_opening_sets_the_places_of_each_mode() -> None:
    club_event = announced(CONFERENCE)
    deadline = NOW + timedelta(days=30)
    events = club_event.open_registration(
        to_open(club_event, {IN_PERSON: 80, ONLINE: 300}, closes_at=deadline)
    )
    assert events == (
        RegistrationOpened(
            club_event_id=club_event.id, closes_at=deadline, capacity={"in_person": 80, "online": 300}
        ),
    )
    assert club_event.state is ClubEventState.OPEN


@pytest.mark.parametrize(
    ("mode", "capacity"),
    [
        (ClubEventMode.HYBRID, {IN_PERSON: 80}),
        (ClubEventMode.ONLINE, {IN_PERSON: 80, ONLINE: 10}),
        (ClubEventMode.ONLINE, {}),
        (ClubEventMode.ONLINE, {ONLINE: 0}),
        (ClubEventMode.ONLINE, {ONLINE: -1}),
        (ClubEventMode.ONLINE, {ONLINE: 10**30}),
    ],
)
def test_places_that_cannot_be_are_refused(mode: ClubEventMode, capacity: dict[AttendanceMode, int]) -> None:
    club_event = announced(replace(CONFERENCE, mode=mode))
    before = deepcopy(club_event)
    with pytest.raises(InvalidCapacity):
        club_event.open_registration(to_open(club_event, capacity))
    assert club_event == before


@pytest.mark.parametrize("days", [-1, 0, 300])
def test_deadline_lies_between_now_and_the_start(days: int) -> None:
    club_event = announced()
    with pytest.raises(InvalidSchedule) as refused:
        club_event.open_registration(to_open(club_event, {ONLINE: 5}, closes_at=NOW + timedelta(days=days)))
    assert refused.value.facts["field"] == "closes_at"


def test_registrations_do_not_open_once_it_has_begun() -> None:
    club_event = announced()
    command = OpenRegistration(
        actor=STAFF, at=club_event.when.starts_utc, club_event_id=club_event.id, capacity={ONLINE: 5}
    )
    with pytest.raises(ClubEventStateRefuses):
        club_event.open_registration(command)


def test_registrations_do_not_open_on_a_draft() -> None:
    club_event = drafted(WORKSHOP)
    with pytest.raises(ClubEventStateRefuses):
        club_event.open_registration(to_open(club_event, {ONLINE: 5}))


@pytest.mark.parametrize("actor", [STAFF, SYSTEM])
def test_staff_or_a_timer_closes_and_the_seats_remain(actor: Actor) -> None:
    desk = open_desk()
    register(desk, applicant("technical"))
    seats = deepcopy(desk.club_event.seats)
    events = desk.club_event.close_registration(to_close(desk.club_event, actor=actor))
    assert events == (
        RegistrationClosed(club_event_id=desk.club_event.id, closes_at=NOW, capacity={"online": 2}),
    )
    assert desk.club_event.seats == seats


def test_closed_registrations_are_not_closed_again() -> None:
    club_event = announced()
    with pytest.raises(ClubEventStateRefuses):
        club_event.close_registration(to_close(club_event))


def test_reopening_keeps_who_is_seated_and_never_goes_below() -> None:
    desk = open_desk(places=2)
    for _ in range(3):
        register(desk, applicant("technical"))
    club_event = desk.club_event
    club_event.close_registration(to_close(club_event))
    with pytest.raises(CapacityBelowTaken) as refused:
        club_event.open_registration(to_open(club_event, {ONLINE: 1}))
    assert refused.value.facts == {"field": "capacity.online", "taken": 2}
    club_event.open_registration(to_open(club_event, {ONLINE: 5}))
    assert club_event.seats.modes[ONLINE].taken == 2
    vacancy = SeatOffers(ClubEventDesk(club_event)).vacancy(ONLINE, at=NOW)
    assert vacancy is not None
    assert vacancy.places == 3


def test_cancelled_draft_is_discarded_and_says_nothing() -> None:
    club_event = drafted(WORKSHOP)
    assert club_event.cancel(to_give_up(club_event, reason="")) == ()
    assert club_event.state is ClubEventState.DISCARDED


def test_public_club_event_is_cancelled_with_a_reason() -> None:
    club_event = announced()
    with pytest.raises(InvalidProgramme) as refused:
        club_event.cancel(to_give_up(club_event, reason="  "))
    assert refused.value.facts["field"] == "reason"
    assert club_event.cancel(to_give_up(club_event)) == (
        ClubEventCancelled(club_event_id=club_event.id, reason="Salle inondée"),
    )
    with pytest.raises(ClubEventStateRefuses):
        club_event.cancel(to_give_up(club_event))


def test_only_staff_touches_the_programme() -> None:
    club_event = announced()
    with pytest.raises(StaffOnly):
        drafted(WORKSHOP, actor=SOMEBODY)
    with pytest.raises(StaffOnly):
        club_event.announce(replace(to_announce(club_event), actor=SOMEBODY))
    with pytest.raises(StaffOnly):
        club_event.open_registration(replace(to_open(club_event, {ONLINE: 5}), actor=SOMEBODY))
    with pytest.raises(StaffOnly):
        club_event.close_registration(to_close(club_event, actor=SOMEBODY))
    with pytest.raises(StaffOnly):
        club_event.cancel(replace(to_give_up(club_event), actor=SOMEBODY))
