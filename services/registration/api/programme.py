"""Owns the routes of the programme: a request becomes a command or a query. Decides nothing."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.registration.domain.club_event import ClubEventState
from services.registration.domain.commands import programme as commands
from services.registration.domain.errors import UnknownClubEvent
from services.registration.ports.queries import RegistrationQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas.programme import CancellationIn, ClubEventIn, ClubEventOut, OpeningIn
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

Drafts = Annotated[bool, Query(description="Gatherings in preparation instead; for staff.")]


def create_router(
    application: Application[Registrations], queries: RegistrationQueries, clock: Clock
) -> APIRouter:
    """The routes of the programme."""
    router = APIRouter(tags=["programme"])
    _add_reading(router, queries)
    _add_changing(router, application, clock)
    return router


def _add_reading(router: APIRouter, queries: RegistrationQueries) -> None:
    @router.get("/club-events")
    async def list_club_events(
        actor: CurrentActor, *, drafts: Drafts = False, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[ClubEventOut]:
        """The programme by date; drafts too, for staff, when asked."""
        if drafts and actor.is_staff:
            (after,) = page_after(cursor, UUID) or (None,)
            found = await queries.drafts(after=after, limit=limit)
            return page_of([ClubEventOut.of(item) for item in found], limit, lambda item: (item.id,))
        position = page_after(cursor, datetime.fromisoformat, UUID)
        found = await queries.programme(after=position, limit=limit)
        return page_of([ClubEventOut.of(item) for item in found], limit, _by_date)

    @router.get("/club-events/{club_event_id}")
    async def get_club_event(club_event_id: UUID, actor: CurrentActor) -> ClubEventOut:
        """One gathering; drafts exist for staff alone."""
        club_event = await queries.club_event(club_event_id)
        if club_event.state is ClubEventState.DRAFT and not actor.is_staff:
            raise UnknownClubEvent
        return ClubEventOut.of(club_event)


def _add_changing(router: APIRouter, application: Application[Registrations], clock: Clock) -> None:
    async def change(command: Any, idempotency: Idempotency) -> ClubEventOut:
        return await application.execute(
            command,
            key=command.club_event_id,
            model=ClubEventOut,
            answer=ClubEventOut.of,
            idempotency=idempotency,
        )

    @router.post("/club-events", status_code=HTTPStatus.CREATED)
    async def draft_club_event(
        body: ClubEventIn, actor: Staff, idempotency: IdempotencyKey, response: Response
    ) -> ClubEventOut:
        """Start to prepare a gathering."""
        command = commands.DraftClubEvent(
            actor=actor, at=clock(), club_event_id=new_id(), programme=body.programme()
        )
        drafted = await change(command, idempotency)
        response.headers["Location"] = f"/club-events/{drafted.id}"
        return drafted

    @router.post("/club-events/{club_event_id}/announce")
    async def announce_club_event(
        club_event_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Make it public."""
        command = commands.AnnounceClubEvent(actor=actor, at=clock(), club_event_id=club_event_id)
        return await change(command, idempotency)

    @router.post("/club-events/{club_event_id}/open")
    async def open_registration(
        club_event_id: UUID, body: OpeningIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Take registrations, for the first time or again."""
        command = commands.OpenRegistration(
            actor=actor,
            at=clock(),
            club_event_id=club_event_id,
            capacity=body.capacity,
            closes_at=body.closes_at,
        )
        return await change(command, idempotency)

    @router.post("/club-events/{club_event_id}/close")
    async def close_registration(
        club_event_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Take no more registrations."""
        command = commands.CloseRegistration(actor=actor, at=clock(), club_event_id=club_event_id)
        return await change(command, idempotency)

    @router.post("/club-events/{club_event_id}/cancel")
    async def cancel_club_event(
        club_event_id: UUID, body: CancellationIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Give it up, with its registrations; a draft disappears."""
        command = commands.CancelClubEvent(
            actor=actor, at=clock(), club_event_id=club_event_id, reason=body.reason
        )
        return await change(command, idempotency)


def _by_date(club_event: ClubEventOut) -> tuple[Any, ...]:
    return (club_event.when.starts_utc.isoformat() if club_event.when else "", club_event.id)
