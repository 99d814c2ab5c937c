"""Owns the routes of seats: groups, transfers, reviews, offers, capacity. Decides nothing."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from services.registration.domain.commands import registrations as commands
from services.registration.ports.queries import RegistrationQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas import registrations as schemas
from services.registration.schemas.programme import ClubEventOut, SeatChangeIn
from services.registration.schemas.registrations import GroupOut, RegistrationOut
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey

PATH = "/club-events/{club_event_id}/registrations"


def create_router(application: Application[Registrations], _: RegistrationQueries, clock: Clock) -> APIRouter:
    """The routes of seats."""
    router = APIRouter(tags=["seats"])
    _add_asking(router, application, clock)
    _add_answering(router, application, clock)
    _add_deciding(router, application, clock)
    return router


async def _change(
    application: Application[Registrations], command: Any, idempotency: Idempotency
) -> RegistrationOut:
    return await application.execute(
        command,
        key=command.club_event_id,
        model=RegistrationOut,
        answer=RegistrationOut.of_change,
        idempotency=idempotency,
    )


def _add_asking(router: APIRouter, application: Application[Registrations], clock: Clock) -> None:
    @router.post("/club-events/{club_event_id}/group-registrations", status_code=HTTPStatus.CREATED)
    async def register_group(
        club_event_id: UUID, body: schemas.GroupIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> GroupOut:
        """Ask for places for several colleagues at once: all or nothing, or as many as fit."""
        command = commands.RegisterGroup(
            actor=actor,
            at=clock(),
            club_event_id=club_event_id,
            people=tuple(commands.GroupMember(new_id(), person_id) for person_id in body.people),
            org=body.org,
            mode=body.mode,
            sessions=body.sessions,
            all_or_nothing=body.all_or_nothing,
        )
        return await application.execute(
            command,
            key=club_event_id,
            model=GroupOut,
            answer=GroupOut.of_changes,
            idempotency=idempotency,
        )

    @router.post("/club-events/{club_event_id}/seats")
    async def change_seats(
        club_event_id: UUID, body: SeatChangeIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Set other places or other rules; what they free is offered to those who wait."""
        command = commands.ChangeSeats(
            actor=actor,
            at=clock(),
            club_event_id=club_event_id,
            capacity=body.capacity,
            rules=body.rules.rules() if body.rules else None,
        )
        return await application.execute(
            command,
            key=club_event_id,
            model=ClubEventOut,
            answer=ClubEventOut.of,
            idempotency=idempotency,
        )


def _add_answering(router: APIRouter, application: Application[Registrations], clock: Clock) -> None:
    @router.post(f"{PATH}/{{registration_id}}/transfer")
    async def transfer_registration(
        club_event_id: UUID,
        registration_id: UUID,
        body: schemas.TransferIn,
        actor: CurrentActor,
        idempotency: IdempotencyKey,
    ) -> RegistrationOut:
        """Let a colleague of the same organisation have the seat; for referents and staff."""
        command = commands.TransferRegistration(
            actor=actor,
            at=clock(),
            registration_id=registration_id,
            club_event_id=club_event_id,
            person_id=body.person_id,
        )
        return await _change(application, command, idempotency)

    @router.post(f"{PATH}/{{registration_id}}/offer")
    async def answer_offer(
        club_event_id: UUID,
        registration_id: UUID,
        body: schemas.OfferAnswerIn,
        actor: CurrentActor,
        idempotency: IdempotencyKey,
    ) -> RegistrationOut:
        """Accept a seat, decline it, or let it go by and stay on the waiting list."""
        command = commands.AnswerOffer(
            actor=actor,
            at=clock(),
            registration_id=registration_id,
            club_event_id=club_event_id,
            answer=body.answer,
        )
        return await _change(application, command, idempotency)


def _add_deciding(router: APIRouter, application: Application[Registrations], clock: Clock) -> None:
    @router.post(f"{PATH}/{{registration_id}}/approve")
    async def approve_registration(
        club_event_id: UUID, registration_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> RegistrationOut:
        """Let a request that was reviewed have a seat, or its place in the line."""
        command = commands.ApproveRegistration(
            actor=actor, at=clock(), registration_id=registration_id, club_event_id=club_event_id
        )
        return await _change(application, command, idempotency)

    @router.post(f"{PATH}/{{registration_id}}/refuse")
    async def refuse_registration(
        club_event_id: UUID,
        registration_id: UUID,
        body: schemas.RefusalIn,
        actor: Staff,
        idempotency: IdempotencyKey,
    ) -> RegistrationOut:
        """Turn a request that was reviewed down."""
        command = commands.RefuseRegistration(
            actor=actor,
            at=clock(),
            registration_id=registration_id,
            club_event_id=club_event_id,
            reason=body.reason,
        )
        return await _change(application, command, idempotency)

    @router.post(f"{PATH}/{{registration_id}}/seat")
    async def seat_called_person(
        club_event_id: UUID, registration_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> RegistrationOut:
        """Give a free seat to somebody in line, whom staff has called."""
        command = commands.SeatCalledPerson(
            actor=actor, at=clock(), registration_id=registration_id, club_event_id=club_event_id
        )
        return await _change(application, command, idempotency)

    @router.post(f"{PATH}/{{registration_id}}/settle")
    async def settle_attention(
        club_event_id: UUID, registration_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> RegistrationOut:
        """Say that staff has looked at a registration that needed attention."""
        command = commands.SettleAttention(
            actor=actor, at=clock(), registration_id=registration_id, club_event_id=club_event_id
        )
        return await _change(application, command, idempotency)
