"""Owns the routes of the forgetting of people: a request becomes a command or a query. Decides nothing."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.directory.domain.authority import require_person_or_staff
from services.directory.domain.commands import erasures as commands
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.schemas.erasures import ErasureIn, ErasureOut, RefusalIn
from shared.application import Application
from shared.clock import Clock
from shared.web.authentication import Admin, CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

Open = Annotated[bool, Query(description="Only those that wait for a decision or for the word of a service.")]


def create_router(application: Application[Directory], queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of erasures, each named by the person's id."""
    router = APIRouter(tags=["erasures"])
    _add_reading(router, queries)
    _add_changing(router, application, clock)
    return router


def _add_reading(router: APIRouter, queries: DirectoryQueries) -> None:
    @router.get("/people/{person_id}/erasure")
    async def get_erasure(person_id: UUID, actor: CurrentActor) -> ErasureOut:
        """How far the forgetting of a person is; for the person themself and staff."""
        require_person_or_staff(actor, person_id=person_id)
        return ErasureOut.of(await queries.erasure(person_id))

    @router.get("/erasures")
    async def list_erasures(
        _: Staff,
        *,
        open: Open = False,  # noqa: A002 - the query's name
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Page[ErasureOut]:
        """Whom the club was asked to forget, and which services have not confirmed yet."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.erasures(only_open=open, after=after, limit=limit)
        return page_of([ErasureOut.of(item) for item in found], limit, lambda item: (item.person_id,))


def _add_changing(router: APIRouter, application: Application[Directory], clock: Clock) -> None:
    async def change(command: Any, **how: Any) -> ErasureOut:
        return await application.execute(
            command, key=command.person_id, model=ErasureOut, answer=ErasureOut.of, **how
        )

    @router.post("/people/{person_id}/erasure", status_code=HTTPStatus.CREATED)
    async def request_erasure(
        person_id: UUID,
        body: ErasureIn,
        actor: CurrentActor,
        idempotency: IdempotencyKey,
        response: Response,
    ) -> ErasureOut:
        """Ask to be forgotten; for the person themself, or staff who wrote it down."""
        command = commands.RequestErasure(actor=actor, at=clock(), person_id=person_id, reason=body.reason)
        response.headers["Location"] = f"/people/{person_id}/erasure"
        return await change(command, idempotency=idempotency)

    @router.post("/people/{person_id}/erasure/grant")
    async def grant_erasure(person_id: UUID, actor: Admin, idempotency: IdempotencyKey) -> ErasureOut:
        """Forget a person, requested or not, here and in every service; for an administrator. No way back."""
        command = commands.ErasePerson(actor=actor, at=clock(), person_id=person_id)
        return await change(command, idempotency=idempotency)

    @router.post("/people/{person_id}/erasure/refuse")
    async def refuse_erasure(
        person_id: UUID, body: RefusalIn, actor: Admin, idempotency: IdempotencyKey
    ) -> ErasureOut:
        """Refuse a request, with the reason that the person is told; for an administrator."""
        command = commands.RefuseErasure(actor=actor, at=clock(), person_id=person_id, reason=body.reason)
        return await change(command, idempotency=idempotency)
