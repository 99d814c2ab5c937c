"""Owns the routes by which a programme changes, moves or ends: a request becomes a command."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.registration.domain.commands import programme as commands
from services.registration.domain.errors import OnlineLinkPrivate
from services.registration.ports.queries import RegistrationQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas import programme as schemas
from services.registration.schemas.programme import ClubEventOut
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.events.pieces import Place
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey


def create_router(
    application: Application[Registrations], queries: RegistrationQueries, clock: Clock
) -> APIRouter:
    """The routes by which a programme changes."""
    router = APIRouter(tags=["programme"])
    _add_changing(router, application, clock)
    _add_online_link(router, application, queries, clock)
    return router


def _add_changing(router: APIRouter, application: Application[Registrations], clock: Clock) -> None:
    async def change(command: Any, idempotency: Idempotency) -> ClubEventOut:
        return await application.execute(
            command,
            key=command.club_event_id,
            model=ClubEventOut,
            answer=ClubEventOut.of,
            idempotency=idempotency,
        )

    @router.put("/club-events/{club_event_id}")
    async def change_programme(
        club_event_id: UUID, body: schemas.ClubEventIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Write the programme anew; other dates of a public gathering move it, and everybody is told."""
        command = commands.ChangeProgramme(
            actor=actor, at=clock(), club_event_id=club_event_id, programme=body.programme()
        )
        return await change(command, idempotency)

    @router.post("/club-events/{club_event_id}/reschedule")
    async def reschedule_club_event(
        club_event_id: UUID, body: schemas.DatesIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Move it, with its sessions, to other dates; registrations are kept, and everybody is told."""
        command = commands.RescheduleClubEvent(
            actor=actor,
            at=clock(),
            club_event_id=club_event_id,
            when=body.when(),
            place=Place(**body.place.model_dump()) if body.place else None,
        )
        return await change(command, idempotency)

    @router.post("/club-events/{club_event_id}/postpone")
    async def postpone_club_event(
        club_event_id: UUID, body: schemas.PostponementIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Put it off without a date; registrations are kept, and none is taken."""
        command = commands.PostponeClubEvent(
            actor=actor, at=clock(), club_event_id=club_event_id, reason=body.reason
        )
        return await change(command, idempotency)

    @router.post("/club-events/{source_id}/duplicate", status_code=HTTPStatus.CREATED)
    async def duplicate_club_event(
        source_id: UUID,
        body: schemas.CopyIn,
        actor: Staff,
        idempotency: IdempotencyKey,
        response: Response,
    ) -> ClubEventOut:
        """Start a draft from it, on other dates."""
        command = commands.DuplicateClubEvent(
            actor=actor,
            at=clock(),
            club_event_id=new_id(),
            source_id=source_id,
            when=body.when(),
            title=body.title,
        )
        drafted = await change(command, idempotency)
        response.headers["Location"] = f"/club-events/{drafted.id}"
        return drafted

    @router.put("/club-events/{club_event_id}/planned-opening")
    async def plan_opening(
        club_event_id: UUID, body: schemas.PlannedOpeningIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Set the time at which registrations open by themselves."""
        command = commands.PlanOpening(
            actor=actor, at=clock(), club_event_id=club_event_id, opening=body.opening()
        )
        return await change(command, idempotency)

    @router.post("/club-events/{club_event_id}/documents")
    async def document_club_event(
        club_event_id: UUID, body: schemas.DocumentsIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Say what is left of it: minutes, slides, recordings; all of them, each time."""
        command = commands.DocumentClubEvent(
            actor=actor, at=clock(), club_event_id=club_event_id, documents=body.pieces()
        )
        return await change(command, idempotency)


def _add_online_link(
    router: APIRouter, application: Application[Registrations], queries: RegistrationQueries, clock: Clock
) -> None:
    @router.put("/club-events/{club_event_id}/online-link")
    async def set_online_link(
        club_event_id: UUID, body: schemas.OnlineLinkIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Say where it is attended online; the confirmed are told."""
        command = commands.SetOnlineLink(actor=actor, at=clock(), club_event_id=club_event_id, link=body.link)
        return await application.execute(
            command, key=club_event_id, model=ClubEventOut, answer=ClubEventOut.of, idempotency=idempotency
        )

    @router.get("/club-events/{club_event_id}/online-link")
    async def get_online_link(club_event_id: UUID, actor: CurrentActor) -> schemas.OnlineLinkOut:
        """Where it is attended online: for staff and for who has a seat."""
        club_event = await queries.club_event(club_event_id)
        seated = actor.person_id and await queries.is_confirmed(club_event_id, actor.person_id)
        if not (actor.is_staff or seated):
            raise OnlineLinkPrivate
        return schemas.OnlineLinkOut(link=club_event.online_link)
