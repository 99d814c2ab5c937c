"""Checks a visit's states, guards and what it tells, without a server."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from services.conventions.domain.commands import visits as commands
from services.conventions.domain.convention import course
from services.conventions.domain.errors.rights import NotYourOrganisation, StaffOnly
from services.conventions.domain.errors.visits import (
    ConventionNotReady,
    InvalidPlan,
    NoticeTooShort,
    OutsideConvention,
    OwnProposal,
    VisitNotOver,
    VisitStarted,
    VisitStateRefuses,
)
from services.conventions.domain.visits import planning
from services.conventions.domain.visits.slots import Half, Slot
from services.conventions.domain.visits.visit import Visit, VisitState
from shared.errors import DomainError
from shared.events import conventions as told
from tests.unit.conventions.given import MANDUEL
from tests.unit.conventions.given_agreement import (
    MOUANS,
    STAFF,
    being_signed,
    convention,
    finalised,
    in_force,
    signed,
    transmission,
)
from tests.unit.conventions.given_visit import (
    AFTERWARDS,
    AIDE,
    CHEF,
    DAY,
    NOW,
    OFFERING_REFERENT,
    REFERENT,
    about,
    held,
    plan,
    proposed,
    scheduled,
    slot,
    to_confirm,
    to_schedule,
)


def to_move(*slots: Slot, **known: Any) -> commands.RescheduleVisit:
    return commands.RescheduleVisit(**{**about(), "plan": plan(*slots), **known})


def test_dates_are_suggested_once_the_text_is_final_and_nothing_is_reserved() -> None:
    visit = proposed(finalised())
    (event,) = visit.tell_proposed()
    assert isinstance(event, told.VisitProposed)
    assert (event.agents_count, event.proposed_by, event.slots[0].half) == (2, MANDUEL, "morning")
    with pytest.raises(ConventionNotReady):
        proposed(convention())


@pytest.mark.parametrize(
    ("slots", "field"),
    [
        ((slot(), slot()), "slots"),
        ((Slot(DAY, Half.MORNING, frozenset()),), "slots"),
        ((slot(date(2027, 9, 9)),), "slots"),
    ],
)
def test_half_days_that_cannot_be_worked_are_refused(slots: tuple[Slot, ...], field: str) -> None:
    with pytest.raises(InvalidPlan) as refusal:
        proposed(wanted=plan(*slots))
    assert refusal.value.facts["field"] == field


def test_the_other_party_or_the_team_says_yes() -> None:
    visit, agreement = proposed(), in_force()
    with pytest.raises(OwnProposal):
        planning.schedule(visit, to_schedule(actor=REFERENT), agreement, booked=())
    change = planning.schedule(visit, to_schedule(actor=OFFERING_REFERENT), agreement, booked=())
    assigned, event = change.events
    assert isinstance(assigned, told.VisitAgentsAssigned)
    assert isinstance(event, told.VisitScheduled)
    assert set(assigned.agent_ids) == {CHEF, AIDE}
    assert (event.half_days, event.agents_count, event.reference) == (5, 2, "VIS-2027-001")
    assert event.when.starts_local == datetime(2027, 10, 14, 8, 30)  # noqa: DTZ001  # local by definition
    assert event.when.starts_utc.hour == 6
    assert change.entry.reserved == {2027: 5}


def test_a_visit_is_scheduled_only_under_a_signed_convention_within_its_period() -> None:
    with pytest.raises(ConventionNotReady):
        planning.schedule(proposed(finalised()), to_schedule(), being_signed(), booked=())
    visit = proposed(signed())
    assert planning.schedule(visit, to_schedule(), signed(), booked=()).entry.reserved == {2027: 5}
    late = proposed(wanted=plan(slot(date(2028, 9, 1))))
    with pytest.raises(OutsideConvention):
        planning.schedule(late, to_schedule(), in_force(), booked=())


def test_half_days_are_told_in_their_order_however_they_were_asked_for() -> None:
    late, early = slot(DAY + timedelta(days=1)), slot(DAY, Half.AFTERNOON, CHEF)
    visit = proposed(wanted=plan(late, early, slot()))
    (event,) = visit.tell_proposed()
    assert isinstance(event, told.VisitProposed)
    assert [(each.date.day, each.half) for each in event.slots] == [
        (14, "morning"),
        (14, "afternoon"),
        (15, "morning"),
    ]


def test_moving_tells_where_it_was_and_keeps_the_hour_across_the_change_of_time() -> None:
    visit, agreement = scheduled(), in_force()
    visit.record_mission_order(
        commands.RecordMissionOrder(**about(), agent=AIDE, reference="OM 12", dated=DAY)
    )
    winter = date(2027, 11, 4)
    change = planning.reschedule(visit, to_move(slot(winter, Half.MORNING, CHEF)), agreement, booked=())
    assigned, event = change.events
    assert isinstance(assigned, told.VisitAgentsAssigned)
    assert isinstance(event, told.VisitRescheduled)
    assert (event.revision, event.half_days, len(event.previous_slots)) == (1, 1, 3)
    assert (event.when.starts_local.hour, event.when.starts_utc.hour) == (8, 7)
    assert (change.entry.released, change.entry.reserved) == ({2027: 5}, {2027: 1})
    assert visit.mission_orders == {}


def test_a_referent_moves_it_with_notice_the_team_until_it_begins() -> None:
    agreement = in_force()
    eve = datetime.combine(DAY, time(), NOW.tzinfo)
    with pytest.raises(NoticeTooShort):
        planning.reschedule(scheduled(), to_move(slot(), actor=REFERENT, at=eve), agreement, booked=())
    assert planning.reschedule(scheduled(), to_move(slot(), at=eve), agreement, booked=()).events
    with pytest.raises(VisitStarted):
        planning.reschedule(scheduled(), to_move(slot(), at=eve + timedelta(hours=10)), agreement, booked=())


@pytest.mark.parametrize(
    ("actor", "reason_code"),
    [(REFERENT, "withdrawn"), (OFFERING_REFERENT, "declined"), (STAFF, "withdrawn")],
)
def test_a_proposal_is_declined_by_one_side_and_withdrawn_by_the_other(actor: Any, reason_code: str) -> None:
    (event,) = planning.cancel(proposed(), commands.CancelVisit(**about(actor))).events
    assert isinstance(event, told.VisitCancelled)
    assert (event.reason_code, event.half_days_released, event.revision) == (reason_code, 0, 0)


def test_cancelling_gives_half_days_back() -> None:
    visit = scheduled()
    change = planning.cancel(visit, commands.CancelVisit(**about(), reason="Une intoxication."))
    (event,) = change.events
    assert isinstance(event, told.VisitCancelled)
    assert (event.reason_code, event.half_days_released, event.revision) == ("cancelled", 5, 1)
    assert change.entry.released == {2027: 5}
    assert visit.reason == "Une intoxication."
    with pytest.raises(VisitStarted):
        planning.cancel(scheduled(), commands.CancelVisit(**about(at=AFTERWARDS)))


def test_what_took_place_is_said_afterwards_with_who_was_there() -> None:
    visit, agreement = scheduled(), in_force()
    with pytest.raises(VisitNotOver):
        visit.confirm(to_confirm(at=NOW), agreement)
    with pytest.raises(InvalidPlan, match="hors des dates"):
        visit.confirm(to_confirm(slot(DAY + timedelta(days=9))), agreement)
    change = visit.confirm(to_confirm(slot(DAY, Half.MORNING, CHEF)), agreement)
    assigned, event = change.events
    assert isinstance(assigned, told.VisitAgentsAssigned)
    assert isinstance(event, told.VisitHeld)
    assert assigned.agent_ids == (CHEF,)
    assert (event.half_days_consumed, event.participants_count) == (1, 6)
    assert (change.entry.released, change.entry.consumed) == ({2027: 5}, {2027: 1})


def test_a_visit_under_a_convention_that_never_began_did_not_take_place_under_it() -> None:
    agreement = signed()
    with pytest.raises(ConventionNotReady):
        scheduled(agreement).confirm(to_confirm(), agreement)


def test_a_visit_before_the_convention_entered_into_force_did_not_take_place_under_it() -> None:
    agreement = signed()
    visit = scheduled(agreement)  # on 14 October; the convention takes effect on 1 September
    late = datetime(2027, 12, 1, 9, tzinfo=UTC)
    for org, day in ((MOUANS, date(2027, 9, 20)), (MANDUEL, date(2027, 11, 2))):
        course.record_transmission(agreement, transmission(org, at=late, required=True, transmitted_on=day))
    asked = commands.ConfirmVisit(**about(at=late), slots=visit.plan.slots, participants_count=6)
    with pytest.raises(ConventionNotReady):
        visit.confirm(asked, agreement)
    sent = agreement.life.transmissions
    sent[MANDUEL] = replace(sent[MANDUEL], transmitted_on=date(2027, 9, 21))
    visit.confirm(asked, agreement)
    assert visit.state is VisitState.HELD


def test_only_the_team_says_that_nobody_came() -> None:
    visit = scheduled()
    with pytest.raises(StaffOnly):
        visit.mark_not_held(commands.MarkNotHeld(**about(REFERENT, AFTERWARDS)))
    change = visit.mark_not_held(commands.MarkNotHeld(**about(at=AFTERWARDS)))
    assert change.entry.released == {2027: 5}
    assert visit.state is VisitState.NOT_HELD


def test_nobody_else_touches_a_visit() -> None:
    visit, stranger = scheduled(), replace(REFERENT, roles=frozenset())
    refusals: tuple[Callable[[], object], ...] = (
        lambda: planning.cancel(visit, commands.CancelVisit(**about(stranger))),
        lambda: planning.reschedule(visit, to_move(slot(), actor=stranger), in_force(), booked=()),
        lambda: visit.confirm(to_confirm(actor=stranger), in_force()),
        lambda: visit.write_run_sheet(commands.WriteRunSheet(**about(stranger), items=())),
    )
    for refused in refusals:
        with pytest.raises(NotYourOrganisation):
            refused()
    assert visit.state is VisitState.SCHEDULED


def test_what_is_over_is_not_decided_again() -> None:
    visit = held()
    refusals: tuple[Callable[[], object], ...] = (
        lambda: planning.cancel(visit, commands.CancelVisit(**about())),
        lambda: planning.schedule(visit, to_schedule(), in_force(), booked=()),
        lambda: visit.mark_not_held(commands.MarkNotHeld(**about(at=AFTERWARDS))),
    )
    for refused in refusals:
        with pytest.raises(VisitStateRefuses) as refusal:
            refused()
        assert refusal.value.facts["state"] == "held"


def occasions(visit: Visit, *, days: int) -> list[str]:
    told_by_then: list[str] = []
    for day in range(days):
        for event in visit.watch(visit.when.ends_utc + timedelta(days=day)):
            assert isinstance(event, told.VisitConfirmationAwaited)
            told_by_then.append(f"{day} {event.occasion}")
    return told_by_then


def test_time_asks_twice_whether_it_took_place_and_never_says_so_itself() -> None:
    visit = scheduled()
    assert occasions(visit, days=20) == ["1 asked", "7 overdue"]
    assert visit.state is VisitState.SCHEDULED
    assert visit.due_at is None


def test_a_report_is_wanted_the_day_after_the_visit_was_confirmed() -> None:
    visit = held()
    assert not visit.wants_report(AFTERWARDS)
    assert visit.wants_report(AFTERWARDS + timedelta(days=1))
    visit.report_id = MANDUEL
    assert not visit.wants_report(AFTERWARDS + timedelta(days=1))
    (event,) = visit.note_report_validated()
    assert isinstance(event, told.VisitReported)
    assert visit.state is VisitState.REPORTED


def test_every_refusal_is_a_french_sentence() -> None:
    with pytest.raises(DomainError) as refusal:
        scheduled().confirm(to_confirm(at=NOW), in_force())
    assert refusal.value.sentence.endswith(".")
