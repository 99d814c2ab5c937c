"""Owns the routes of visits and half-days: a request becomes a command or a query. Decides nothing."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.conventions.api.reading import require_seen, seen_of
from services.conventions.domain.commands import visits as commands
from services.conventions.domain.errors.convention import UnknownConvention
from services.conventions.domain.errors.visits import UnknownVisit
from services.conventions.ports.office import Office
from services.conventions.ports.queries import AgreementQueries, VisitQueries
from services.conventions.schemas import visits as form
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.commands import Actor
from shared.days import club_day
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

PATH = "/visits"
ONE = f"{PATH}/{{visit_id}}"
UNDER = "/conventions/{convention_id}/visits"
Change = Callable[..., Awaitable[form.VisitOut]]


def create_router(
    application: Application[Office], queries: VisitQueries, agreements: AgreementQueries, clock: Clock
) -> APIRouter:
    """The routes of visits, from the first idea to what became of them."""
    router = APIRouter(tags=["visits"])
    _add_reading(router, queries, agreements, clock)

    async def execute(command: commands.VisitCommand, idempotency: Idempotency) -> form.VisitOut:
        return await application.execute(
            command,
            key=command.convention_id,
            model=form.VisitOut,
            answer=form.VisitOut.of,
            idempotency=idempotency,
        )

    async def change(
        command: type[commands.VisitCommand],
        visit_id: UUID,
        actor: Actor,
        idempotency: Idempotency,
        **asked: Any,
    ) -> form.VisitOut:
        visit = await queries.visit(visit_id)
        about = {"convention_id": visit.convention_id, "visit_id": visit_id}
        return await execute(command(actor=actor, at=clock(), **about, **asked), idempotency)

    @router.post(UNDER, status_code=HTTPStatus.CREATED)
    async def propose_visit(
        convention_id: UUID,
        body: form.PlanIn,
        actor: CurrentActor,
        idempotency: IdempotencyKey,
        response: Response,
    ) -> form.VisitOut:
        """Suggest dates; the other party answers, or the team."""
        command = commands.ProposeVisit(
            actor=actor, at=clock(), convention_id=convention_id, visit_id=new_id(), plan=body.plan()
        )
        made = await execute(command, idempotency)
        response.headers["Location"] = f"{PATH}/{made.id}"
        return made

    @router.post(f"{ONE}/schedule")
    async def schedule_visit(
        visit_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.VisitOut:
        """Say yes to the dates: their half-days are reserved."""
        return await change(commands.ScheduleVisit, visit_id, actor, idempotency)

    @router.post(f"{ONE}/reschedule")
    async def reschedule_visit(
        visit_id: UUID, body: form.PlanIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.VisitOut:
        """Give it other dates, agents, or another place."""
        return await change(commands.RescheduleVisit, visit_id, actor, idempotency, plan=body.plan())

    @router.post(f"{ONE}/cancel")
    async def cancel_visit(
        visit_id: UUID, body: form.CancellationIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.VisitOut:
        """Decline or withdraw the dates, or cancel what was scheduled."""
        return await change(commands.CancelVisit, visit_id, actor, idempotency, reason=body.reason)

    _add_outcomes(router, change)
    _add_preparation(router, change)
    return router


def _add_outcomes(router: APIRouter, change: Change) -> None:
    """The routes that say what became of a visit."""

    @router.post(f"{ONE}/confirm")
    async def confirm_visit(
        visit_id: UUID, body: form.ConfirmationIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.VisitOut:
        """Say that it took place, with whom and when: these half-days are consumed."""
        asked = {
            "slots": tuple(slot.slot() for slot in body.slots),
            "participants_count": body.participants_count,
        }
        return await change(commands.ConfirmVisit, visit_id, actor, idempotency, **asked)

    @router.post(f"{ONE}/not-held")
    async def mark_not_held(visit_id: UUID, actor: Staff, idempotency: IdempotencyKey) -> form.VisitOut:
        """Say that nobody came."""
        return await change(commands.MarkNotHeld, visit_id, actor, idempotency)


def _add_preparation(router: APIRouter, change: Change) -> None:
    """The routes by which a visit is prepared."""

    @router.put(f"{ONE}/run-sheet")
    async def write_run_sheet(
        visit_id: UUID, body: form.RunSheetIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.VisitOut:
        """Say what is done when."""
        items = tuple(item.item() for item in body.items)
        return await change(commands.WriteRunSheet, visit_id, actor, idempotency, items=items)

    @router.put(f"{ONE}/mission-orders/{{agent}}")
    async def record_mission_order(
        visit_id: UUID,
        agent: UUID,
        body: form.MissionOrderIn,
        actor: CurrentActor,
        idempotency: IdempotencyKey,
    ) -> form.VisitOut:
        """Note the employer's order for an agent's trip: its reference and date."""
        asked = {"agent": agent, **body.model_dump()}
        return await change(commands.RecordMissionOrder, visit_id, actor, idempotency, **asked)


def _add_reading(
    router: APIRouter, queries: VisitQueries, agreements: AgreementQueries, clock: Clock
) -> None:
    @router.get(PATH)
    async def list_visits(
        actor: CurrentActor, *, org: UUID | None = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[form.VisitOut]:
        """Visits in the order of their making: all, an organisation's for its referent, an agent's own."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.visits(seen_of(actor, org), after=after, limit=limit)
        return page_of([form.VisitOut.of(visit) for visit in found], limit, lambda item: (item.id,))

    @router.get(ONE)
    async def get_visit(visit_id: UUID, actor: CurrentActor) -> form.VisitOut:
        """One visit, for the team, its parties' referents and its agents."""
        visit = await queries.visit(visit_id)
        if actor.person_id not in visit.people:
            require_seen(actor, (visit.offering_org, visit.receiving_org), UnknownVisit)
        return form.VisitOut.of(visit)

    @router.get(UNDER)
    async def list_visits_under(
        convention_id: UUID, actor: CurrentActor, *, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[form.VisitOut]:
        """Visits under a convention, for the team and the parties' referents."""
        convention = await agreements.convention(convention_id)
        require_seen(actor, [party.org for party in convention.parties], UnknownConvention)
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.visits_under(convention_id, after=after, limit=limit)
        return page_of([form.VisitOut.of(visit) for visit in found], limit, lambda item: (item.id,))

    @router.get("/conventions/{convention_id}/half-days")
    async def read_half_days(convention_id: UUID, actor: CurrentActor) -> list[form.YearOut]:
        """What is reserved, consumed and left of a convention's half-days, by calendar year."""
        convention = await agreements.convention(convention_id)
        require_seen(actor, [party.org for party in convention.parties], UnknownConvention)
        found = await queries.ledgers(convention_id)
        return [form.YearOut.of(ledger, convention, today=club_day(clock())) for ledger in found]
