"""Owns the routes of registrations: a request becomes a command or a query. Decides nothing."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.registration.domain.authority import may_act_for
from services.registration.domain.commands import registrations as commands
from services.registration.domain.errors import UnknownRegistration
from services.registration.ports.queries import RegistrationQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas.registrations import RegistrationIn, RegistrationOut
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff, somebody
from shared.web.command_route import CommandRoute
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of


def create_router(
    application: Application[Registrations], queries: RegistrationQueries, clock: Clock
) -> APIRouter:
    """The routes of registrations."""
    router = APIRouter(tags=["registrations"])

    async def change(command: Any, idempotency: Idempotency) -> RegistrationOut:
        return await application.execute(
            command,
            key=command.club_event_id,
            model=RegistrationOut,
            answer=RegistrationOut.of_change,
            idempotency=idempotency,
        )

    async def register_attendee(
        club_event_id: UUID,
        body: RegistrationIn,
        actor: CurrentActor,
        idempotency: IdempotencyKey,
        response: Response,
    ) -> RegistrationOut:
        """Ask for a place, for oneself or a colleague: confirmed, or on the waiting list."""
        command = commands.RegisterAttendee(
            actor=actor,
            at=clock(),
            registration_id=new_id(),
            club_event_id=club_event_id,
            person_id=body.person_id or somebody(actor),
            org=body.org,
            mode=body.mode,
            sessions=body.sessions,
        )
        registered = await change(command, idempotency)
        response.headers["Location"] = f"/registrations/{registered.id}"
        return registered

    router.add_api_route(
        "/club-events/{club_event_id}/registrations",
        register_attendee,
        methods=["POST"],
        status_code=HTTPStatus.CREATED,
        route_class_override=CommandRoute,
    )

    @router.post("/club-events/{club_event_id}/registrations/{registration_id}/cancel")
    async def cancel_registration(
        club_event_id: UUID, registration_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> RegistrationOut:
        """Give a place back; the next in line gets it."""
        command = commands.CancelRegistration(
            actor=actor, at=clock(), registration_id=registration_id, club_event_id=club_event_id
        )
        return await change(command, idempotency)

    @router.get("/club-events/{club_event_id}/registrations")
    async def list_registrations(
        club_event_id: UUID, _: Staff, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[RegistrationOut]:
        """The registrations of a gathering, in the order of their making; for staff."""
        await queries.club_event(club_event_id)
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.of_club_event(club_event_id, after=after, limit=limit)
        return page_of([RegistrationOut.of(item) for item in found], limit, lambda item: (item.id,))

    @router.get("/registrations")
    async def list_my_registrations(
        actor: CurrentActor, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[RegistrationOut]:
        """The registrations of who asks."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.of_person(somebody(actor), after=after, limit=limit)
        return page_of([RegistrationOut.of(item) for item in found], limit, lambda item: (item.id,))

    @router.get("/registrations/{registration_id}")
    async def get_registration(registration_id: UUID, actor: CurrentActor) -> RegistrationOut:
        """One registration: one's own, a colleague's for a referent, anybody's for staff."""
        registration = await queries.registration(registration_id)
        if not may_act_for(actor, person_id=registration.person_id, org=registration.org):
            raise UnknownRegistration
        return RegistrationOut.of(registration)

    return router
