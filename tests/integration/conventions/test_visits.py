"""Checks visits on a real database: half-days, agents and reports hold whoever decides at the same time."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.conventions.domain.commands import convention as convention_commands
from services.conventions.domain.commands import reports, visits
from services.conventions.domain.convention.convention import Convention, ConventionState
from services.conventions.domain.errors.visits import (
    AgentsBooked,
    QuotaExceeded,
    ReportsMissing,
    UnknownAgent,
)
from services.conventions.domain.visits.account import Account
from services.conventions.domain.visits.slots import Half
from services.conventions.domain.visits.visit import VisitState
from services.conventions.ports.queries import Seen
from services.conventions.repository.agreements import MongoAgreements
from services.conventions.repository.visit_documents import BOOKINGS
from services.conventions.repository.visit_queries import MongoVisitQueries
from shared.commands import SYSTEM, Actor
from shared.ids import new_id
from shared.storage.mongo import Database
from shared.storage.unit_of_work import UnitOfWork
from tests.integration.conventions.given_store import ORIGIN, Desk, kept, told, with_agents
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given_agreement import CONVENTION, MOUANS, STAFF, in_force, matched, referent_of
from tests.unit.conventions.given_visit import AFTERWARDS, AIDE, CHEF, DAY, NOW, plan, slot

RECEIVING, OFFERING = referent_of(MANDUEL), referent_of(MOUANS)


def about(visit: UUID, actor: Actor = STAFF, **known: Any) -> dict[str, Any]:
    return {"actor": actor, "at": NOW, "convention_id": CONVENTION, "visit_id": visit, **known}


def two_half_days(day: date = DAY) -> visits.Plan:
    return plan(slot(day, Half.MORNING, CHEF), slot(day, Half.AFTERNOON, CHEF))


async def under_convention(database: Database, **known: Any) -> Convention:
    """A convention in force with a quota of 20, its request, and the agents who come."""
    agreement = replace(in_force(), **known)
    await kept(database, agreement)
    await with_agents(database)
    return agreement


async def scheduled(desk: Desk, wanted: visits.Plan, *, convention_id: UUID = CONVENTION) -> UUID:
    visit = new_id()
    asked = about(visit, RECEIVING, convention_id=convention_id)
    await desk.does(visits.ProposeVisit(**asked, plan=wanted), key=convention_id)
    answered = about(visit, OFFERING, convention_id=convention_id)
    await desk.does(visits.ScheduleVisit(**answered), key=convention_id)
    return visit


async def test_a_visit_is_proposed_agreed_on_and_read_by_those_whom_it_concerns(database: Database) -> None:
    await under_convention(database)
    visit = await scheduled(Desk(database), two_half_days())
    queries = MongoVisitQueries(database)
    found = await queries.visit(visit)
    assert (found.state, found.reference) == (VisitState.SCHEDULED, "VIS-2027-001")
    for seen in (Seen(), Seen(org=MOUANS), Seen(org=MANDUEL), Seen(person_id=CHEF)):
        assert [each.id for each in await queries.visits(seen, after=None, limit=10)] == [visit]
    assert await queries.visits(Seen(person_id=AIDE), after=None, limit=10) == []
    assert await queries.visits_under(CONVENTION, after=visit, limit=10) == []
    (year,) = await queries.ledgers(CONVENTION)
    assert (year.year, year.reserved, year.consumed) == (2027, 2, 0)
    assert await told(database) == ["VisitProposed", "VisitAgentsAssigned", "VisitScheduled"]


async def test_only_agents_of_the_offering_organisation_come(database: Database) -> None:
    await under_convention(database)
    stranger = id_of("stranger")
    asked = about(new_id(), plan=plan(slot(DAY, Half.MORNING, stranger)))
    with pytest.raises(UnknownAgent) as refusal:
        await Desk(database).does(visits.ProposeVisit(**asked), key=CONVENTION)
    assert refusal.value.facts["agents"] == [str(stranger)]
    assert await told(database) == []


async def proposals(database: Database, *days: date, agent: UUID = CHEF) -> list[UUID]:
    found = []
    for day in days:
        found.append(new_id())
        wanted = plan(slot(day, Half.MORNING, agent), slot(day, Half.AFTERNOON, agent))
        await Desk(database).does(visits.ProposeVisit(**about(found[-1]), plan=wanted), key=CONVENTION)
    return found


async def schedule_at_once(database: Database, wanted: list[UUID], *, processes: int) -> list[Any]:
    desks = [Desk(database) for _ in range(processes)]
    return await asyncio.gather(
        *(
            desks[number % processes].does(visits.ScheduleVisit(**about(visit)), key=CONVENTION)
            for number, visit in enumerate(wanted)
        ),
        return_exceptions=True,
    )


@pytest.mark.parametrize("processes", [1, 3])
async def test_the_last_half_days_are_given_once_however_many_ask(database: Database, processes: int) -> None:
    await under_convention(database)
    wanted = await proposals(database, *(DAY + timedelta(days=number) for number in range(12)))
    answers = await schedule_at_once(database, wanted, processes=processes)
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(answers) - len(refused) == 10
    assert all(isinstance(answer, QuotaExceeded) and answer.facts["left"] == 0 for answer in refused)
    (year,) = await MongoVisitQueries(database).ledgers(CONVENTION)
    assert (year.reserved, year.consumed) == (20, 0)
    assert (await told(database)).count("HalfDayQuotaReached") == 1


@pytest.mark.parametrize("processes", [1, 2])
async def test_an_agent_is_awaited_in_one_place_however_many_ask(database: Database, processes: int) -> None:
    await under_convention(database)
    wanted = await proposals(database, DAY, DAY, DAY)
    answers = await schedule_at_once(database, wanted, processes=processes)
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert [type(answer) for answer in refused] == [AgentsBooked] * 2
    assert await database[BOOKINGS].count_documents({}) == 2


async def test_agents_are_free_again_once_a_visit_moves_or_is_cancelled(database: Database) -> None:
    await under_convention(database)
    desk, later = Desk(database), DAY + timedelta(days=7)
    first = await scheduled(desk, two_half_days())
    moved = visits.RescheduleVisit(**about(first), plan=two_half_days(later))
    await desk.does(moved, key=CONVENTION)
    second = await scheduled(desk, two_half_days())
    with pytest.raises(AgentsBooked):
        await scheduled(desk, two_half_days(later))
    await desk.does(visits.CancelVisit(**about(first)), key=CONVENTION)
    await scheduled(desk, two_half_days(later))
    held = about(second, at=AFTERWARDS)
    await desk.does(
        visits.ConfirmVisit(**held, slots=(slot(DAY, Half.MORNING, CHEF),), participants_count=5),
        key=CONVENTION,
    )
    (year,) = await MongoVisitQueries(database).ledgers(CONVENTION)
    assert (year.reserved, year.consumed) == (2, 1)
    assert await database[BOOKINGS].count_documents({}) == 2


async def test_a_visit_is_read_by_who_came_instead_of_another(database: Database) -> None:
    await under_convention(database)
    desk = Desk(database)
    visit = await scheduled(desk, two_half_days())
    came = visits.ConfirmVisit(
        **about(visit, at=AFTERWARDS), slots=(slot(DAY, Half.MORNING, AIDE),), participants_count=5
    )
    await desk.does(came, key=CONVENTION)
    queries = MongoVisitQueries(database)
    for person in (CHEF, AIDE):
        seen = await queries.visits(Seen(person_id=person), after=None, limit=10)
        assert [each.id for each in seen] == [visit]
    assert (await told(database))[-2:] == ["VisitAgentsAssigned", "VisitHeld"]


async def test_an_agent_is_not_awaited_twice_under_two_conventions(database: Database) -> None:
    await under_convention(database)
    other = id_of("another convention")
    await kept(database, replace(in_force(), id=other, reference="CONV-2027-015"))
    desk = Desk(database)
    await scheduled(desk, two_half_days())
    with pytest.raises(AgentsBooked):
        await scheduled(desk, two_half_days(), convention_id=other)


async def test_a_termination_cancels_what_lies_beyond_it_and_the_end_all_that_is_left(
    database: Database,
) -> None:
    await under_convention(database)
    desk, far = Desk(database), DAY + timedelta(days=120)
    near = await scheduled(desk, two_half_days())
    beyond = await scheduled(desk, two_half_days(far))
    (proposal,) = await proposals(database, DAY + timedelta(days=1))
    terminated = convention_commands.RecordTermination(
        actor=STAFF,
        at=NOW,
        convention_id=CONVENTION,
        org=MANDUEL,
        notified_on=NOW.date(),
        reason_code="by_receiving",
        reason="La cuisine ferme.",
    )
    await desk.does(terminated, key=CONVENTION)
    queries = MongoVisitQueries(database)
    states = {visit: (await queries.visit(visit)).state for visit in (near, beyond, proposal)}
    assert states == {
        near: VisitState.SCHEDULED,
        beyond: VisitState.CANCELLED,
        proposal: VisitState.PROPOSED,
    }
    await desk.does(watching(NOW + timedelta(days=61)), key=CONVENTION)
    assert (await queries.visit(proposal)).state is VisitState.CANCELLED
    assert (await queries.visit(near)).state is VisitState.SCHEDULED  # somebody is to say whether it was held
    assert (await told(database))[-3:] == ["ConventionTerminated", "VisitCancelled", "ReportRequested"]


def watching(at: Any) -> convention_commands.WatchConvention:
    return convention_commands.WatchConvention(
        actor=SYSTEM, at=at, convention_id=CONVENTION, report_id=id_of("final report")
    )


async def test_reports_follow_visits_and_the_last_one_closes_all(database: Database) -> None:
    await under_convention(database)
    request = matched()
    request.put_under_convention(CONVENTION)
    work = UnitOfWork(database, ORIGIN)
    MongoAgreements(work).save_exchange_request(request)
    await work.commit()
    desk = Desk(database)
    visit = await scheduled(desk, two_half_days())
    held = visits.ConfirmVisit(
        **about(visit, RECEIVING, at=AFTERWARDS), slots=two_half_days().slots, participants_count=6
    )
    await desk.does(held, key=CONVENTION)
    report_id = id_of("report")
    day_after = AFTERWARDS + timedelta(days=2)
    watch = visits.WatchVisit(**about(visit, SYSTEM, at=day_after), report_id=report_id)
    await desk.does(watch, key=CONVENTION)
    over = AFTERWARDS + timedelta(days=400)
    await desk.does(watching(over), key=CONVENTION)
    with pytest.raises(ReportsMissing):
        await report_on(desk, id_of("final report"))
    await report_on(desk, report_id)
    await desk.does(reports.ValidateReport(**of_report(id_of("final report"), STAFF)), key=CONVENTION)
    stored = MongoAgreements(UnitOfWork(database))
    assert (await stored.convention(CONVENTION)).state is ConventionState.CLOSED
    assert (await MongoVisitQueries(database).visit(visit)).state is VisitState.REPORTED
    names = await told(database)
    assert names.count("ReportRequested") == 2
    assert {"VisitReported", "ConventionEnded", "ConventionClosed", "ExchangeFulfilled"} <= set(names)


def of_report(report_id: UUID, actor: Actor) -> dict[str, Any]:
    return {
        "actor": actor,
        "at": AFTERWARDS + timedelta(days=401),
        "convention_id": CONVENTION,
        "report_id": report_id,
    }


async def report_on(desk: Desk, report_id: UUID) -> None:
    account = Account(done="Deux demi-journées en cuisine.", results="Moins de restes.", satisfaction=5)
    write = reports.WriteReport(**of_report(report_id, RECEIVING), account=account)
    await desk.does(write, key=CONVENTION)
    await desk.does(reports.SubmitReport(**of_report(report_id, RECEIVING)), key=CONVENTION)
    await desk.does(reports.ValidateReport(**of_report(report_id, STAFF)), key=CONVENTION)
