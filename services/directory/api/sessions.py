"""Owns the routes of sessions: going on, seeing where one is signed in, and signing out. Decides nothing.

Each may be asked twice: a session that is over stays over. So none needs an idempotency key.
"""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.directory.api.door import Door, refuse_foreign_sites
from services.directory.domain.commands import access as commands
from services.directory.domain.errors.access import SessionOver
from services.directory.ports.access import Access, AccessQueries
from services.directory.schemas.access import Done, GrantKept, SessionOut, SessionsOut, TokenOut
from shared.application import Application
from shared.clock import Clock
from shared.commands import SYSTEM, Actor
from shared.web.authentication import CurrentActor


def create_router(
    application: Application[Access],
    queries: AccessQueries,
    clock: Clock,
    *,
    door: Door,
    code_required: bool,
) -> APIRouter:
    """The routes of sessions."""
    router = APIRouter(prefix="/sessions", tags=["sessions"])
    _add_own(router, application, clock, door, code_required=code_required)
    _add_all(router, application, queries, clock)
    return router


def _add_own(
    router: APIRouter, application: Application[Access], clock: Clock, door: Door, *, code_required: bool
) -> None:
    @router.post("/refresh", dependencies=[Depends(refuse_foreign_sites)])
    async def refresh(request: Request, response: Response) -> TokenOut:
        """A fresh access token, with the roles in force, for the refresh token of the cookie.

        The cookie gets the next one. A refresh token that comes twice ends the session: it was copied.
        """
        session_id, generation = door.session_of(request)
        command = commands.RefreshSession(
            actor=SYSTEM,
            at=clock(),
            session_id=session_id,
            generation=generation,
            code_required=code_required,
        )
        grant = await application.execute(command, key=session_id, model=GrantKept, answer=GrantKept.of)
        if grant.session is None:
            raise SessionOver
        door.let_in(response, grant.session)
        response.headers["Cache-Control"] = "no-store"
        return await door.access_token(grant.person_id, grant.session)

    @router.post("/end", status_code=HTTPStatus.NO_CONTENT, dependencies=[Depends(refuse_foreign_sites)])
    async def end(request: Request, response: Response) -> None:
        """Sign out here, by the cookie alone."""
        session_id, _ = door.session_of(request)
        command = commands.EndSession(actor=SYSTEM, at=clock(), session_id=session_id)
        await application.execute(command, key=session_id, model=Done, answer=Done.of)
        door.let_out(response)


def _add_all(
    router: APIRouter, application: Application[Access], queries: AccessQueries, clock: Clock
) -> None:
    @router.get("")
    async def list_sessions(actor: CurrentActor) -> SessionsOut:
        """Where one is signed in."""
        found = await queries.sessions_of(person_of(actor), clock())
        return SessionsOut(items=[SessionOut.of(session) for session in found])

    @router.post("/end-all", status_code=HTTPStatus.NO_CONTENT)
    async def end_all(actor: CurrentActor) -> None:
        """Sign out everywhere; access tokens that were given out run out within a quarter of an hour."""
        command = commands.EndSessions(actor=actor, at=clock(), person_id=person_of(actor))
        await application.execute(command, key=command.person_id, model=Done, answer=Done.of)

    @router.post("/{session_id}/end", status_code=HTTPStatus.NO_CONTENT)
    async def end_one(session_id: UUID, actor: CurrentActor) -> None:
        """Sign out of one of one's own sessions, on whatever device."""
        command = commands.EndSession(
            actor=actor, at=clock(), session_id=session_id, person_id=person_of(actor)
        )
        await application.execute(command, key=session_id, model=Done, answer=Done.of)


def person_of(actor: Actor) -> UUID:
    """The person who asks; tokens are given to people alone."""
    if actor.person_id is None:
        raise SessionOver
    return actor.person_id
