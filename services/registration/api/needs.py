"""Owns the routes of needs: a request becomes a command or a query. Decides nothing."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.registration.domain.commands import needs as commands
from services.registration.domain.needs import NeedState
from services.registration.ports.queries import NeedQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas import needs as schemas
from services.registration.schemas.needs import NeedOut
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

State = Annotated[NeedState | None, Query(description="Only the needs that are this far.")]


def create_router(application: Application[Registrations], queries: NeedQueries, clock: Clock) -> APIRouter:
    """The routes of needs."""
    router = APIRouter(tags=["needs"])
    _add_reading(router, queries)
    _add_for_members(router, application, clock)
    _add_for_staff(router, application, clock)
    return router


async def _change(application: Application[Registrations], command: Any, idempotency: Idempotency) -> NeedOut:
    return await application.execute(
        command, key=command.need_id, model=NeedOut, answer=NeedOut.of, idempotency=idempotency
    )


def _add_reading(router: APIRouter, queries: NeedQueries) -> None:
    @router.get("/needs")
    async def list_needs(
        _: CurrentActor, *, state: State = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[NeedOut]:
        """The needs of all members, in the order of their raising."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.needs(state=state, after=after, limit=limit)
        return page_of([NeedOut.of(need) for need in found], limit, lambda need: (need.id,))

    @router.get("/needs/{need_id}")
    async def get_need(need_id: UUID, _: CurrentActor) -> NeedOut:
        """One need."""
        return NeedOut.of(await queries.need(need_id))


def _add_for_members(router: APIRouter, application: Application[Registrations], clock: Clock) -> None:
    @router.post("/needs", status_code=HTTPStatus.CREATED)
    async def raise_need(
        body: schemas.NeedIn, actor: CurrentActor, idempotency: IdempotencyKey, response: Response
    ) -> NeedOut:
        """Tell the club of a difficulty."""
        command = commands.RaiseNeed(actor=actor, at=clock(), need_id=new_id(), **body.model_dump())
        raised = await _change(application, command, idempotency)
        response.headers["Location"] = f"/needs/{raised.id}"
        return raised

    @router.post("/needs/{need_id}/support")
    async def support_need(
        need_id: UUID, body: schemas.SupportIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> NeedOut:
        """Say that another member has the same difficulty."""
        command = commands.SupportNeed(actor=actor, at=clock(), need_id=need_id, org=body.org)
        return await _change(application, command, idempotency)

    @router.post("/needs/{need_id}/reopen")
    async def reopen_need(need_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey) -> NeedOut:
        """Say that the answer did not help, within a month."""
        command = commands.ReopenNeed(actor=actor, at=clock(), need_id=need_id)
        return await _change(application, command, idempotency)


def _add_for_staff(router: APIRouter, application: Application[Registrations], clock: Clock) -> None:
    @router.post("/needs/{need_id}/qualify")
    async def qualify_need(
        need_id: UUID, body: schemas.QualificationIn, actor: Staff, idempotency: IdempotencyKey
    ) -> NeedOut:
        """Make clear what it is about, and how urgent."""
        command = commands.QualifyNeed(
            actor=actor, at=clock(), need_id=need_id, topics=body.topics, urgency=body.urgency
        )
        return await _change(application, command, idempotency)

    @router.post("/needs/{need_id}/merge")
    async def merge_need(
        need_id: UUID, body: schemas.NeedMergerIn, actor: Staff, idempotency: IdempotencyKey
    ) -> NeedOut:
        """Let another need go on, with the supporters of both."""
        command = commands.MergeNeed(actor=actor, at=clock(), need_id=need_id, into_need_id=body.into_need_id)
        return await _change(application, command, idempotency)

    @router.post("/needs/{need_id}/plan")
    async def plan_need(
        need_id: UUID, body: schemas.PlanIn, actor: Staff, idempotency: IdempotencyKey
    ) -> NeedOut:
        """Say which gathering or which exchange is to answer it."""
        command = commands.PlanNeed(actor=actor, at=clock(), need_id=need_id, **body.model_dump())
        return await _change(application, command, idempotency)

    @router.post("/needs/{need_id}/close")
    async def close_need(
        need_id: UUID, body: schemas.ClosingIn, actor: Staff, idempotency: IdempotencyKey
    ) -> NeedOut:
        """Not go on with it."""
        command = commands.CloseNeed(actor=actor, at=clock(), need_id=need_id, reason=body.reason)
        return await _change(application, command, idempotency)
