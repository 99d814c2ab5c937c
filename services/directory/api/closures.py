"""Owns the routes of the end of many mandates at once: prepared, looked at, accepted; a worker does it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.directory.domain.commands import closures as commands
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.schemas.closures import ClosedPersonOut, ClosureIn, ClosureOut, ClosureStandingOut
from shared.application import Application
from shared.clock import Clock
from shared.ids import new_id
from shared.web.authentication import Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of


def create_router(application: Application[Directory], queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of closures of mandates."""
    router = APIRouter(prefix="/mandate-closures", tags=["mandate closures"])
    _add_reading(router, queries, clock)

    async def change(command: Any, **how: Any) -> ClosureOut:
        return await application.execute(
            command, key=command.closure_id, model=ClosureOut, answer=ClosureOut.of, **how
        )

    @router.post("", status_code=HTTPStatus.CREATED)
    async def prepare_closure(
        body: ClosureIn, actor: Staff, idempotency: IdempotencyKey, response: Response
    ) -> ClosureOut:
        """Say which mandates are to end after an election; none ends yet."""
        command = commands.PrepareClosure(
            actor=actor,
            at=clock(),
            closure_id=new_id(),
            orgs=tuple(dict.fromkeys(body.orgs)),
            ends_on=body.ends_on,
            appointments=frozenset(body.appointments),
        )
        prepared = await change(command, idempotency=idempotency)
        response.headers["Location"] = f"/mandate-closures/{prepared.id}"
        return prepared

    @router.post("/{closure_id}/apply", status_code=HTTPStatus.ACCEPTED)
    async def apply_closure(closure_id: UUID, actor: Staff, idempotency: IdempotencyKey) -> ClosureOut:
        """Have it done. It is done to the end, whatever happens: `state` says when."""
        command = commands.AcceptClosure(actor=actor, at=clock(), closure_id=closure_id)
        return await change(command, idempotency=idempotency)

    return router


def _add_reading(router: APIRouter, queries: DirectoryQueries, clock: Clock) -> None:
    @router.get("/{closure_id}")
    async def get_closure(closure_id: UUID, _: Staff) -> ClosureStandingOut:
        """A closure, and how many people it still has to reach."""
        closure = await queries.closure(closure_id)
        people_left = await queries.count_to_close(closure)
        return ClosureStandingOut(**ClosureOut.of(closure).model_dump(), people_left=people_left)

    @router.get("/{closure_id}/people")
    async def list_people_of_closure(
        closure_id: UUID, _: Staff, *, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[ClosedPersonOut]:
        """The people whose mandates would end, or have not ended yet, with what follows for each."""
        closure = await queries.closure(closure_id)
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.people_to_close(closure, after=after, limit=limit)
        now = clock()
        return page_of(
            [ClosedPersonOut.of(person, closure, now) for person in found], limit, lambda item: (item.id,)
        )
