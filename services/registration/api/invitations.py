"""Owns the routes of invitations: a request becomes a command or a query. Decides nothing."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.registration.domain.authority import may_act_for
from services.registration.domain.commands import invitations as commands
from services.registration.domain.invitation_errors import UnknownInvitation
from services.registration.domain.invitations import InvitationState
from services.registration.ports.queries import InvitationQueries, RegistrationQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas.invitations import InvitationIn, InvitationOut
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff, somebody
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

PATH = "/club-events/{club_event_id}/invitations"
State = Annotated[InvitationState | None, Query(description="Only what has become so of them.")]


def create_router(
    application: Application[Registrations],
    queries: RegistrationQueries,
    clock: Clock,
    *,
    invitations: InvitationQueries,
) -> APIRouter:
    """The routes of invitations."""
    router = APIRouter(tags=["invitations"])
    _add_reading(router, queries, invitations)
    _add_changing(router, application, clock)
    return router


def _add_reading(router: APIRouter, queries: RegistrationQueries, invitations: InvitationQueries) -> None:
    @router.get(PATH)
    async def list_invitations(
        club_event_id: UUID, _: Staff, *, state: State = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[InvitationOut]:
        """Who is invited to a gathering, and what has become of it, in the order of their sending."""
        await queries.club_event(club_event_id)
        (after,) = page_after(cursor, UUID) or (None,)
        found = await invitations.of_club_event(club_event_id, state=state, after=after, limit=limit)
        return page_of([InvitationOut.of(one) for one in found], limit, lambda one: (one.id,))

    @router.get("/invitations")
    async def list_my_invitations(
        actor: CurrentActor, *, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[InvitationOut]:
        """One's own invitations, in the order of their sending."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await invitations.of_person(somebody(actor), after=after, limit=limit)
        return page_of([InvitationOut.of(one) for one in found], limit, lambda one: (one.id,))

    @router.get("/invitations/{invitation_id}")
    async def get_invitation(invitation_id: UUID, actor: CurrentActor) -> InvitationOut:
        """One invitation: one's own, a colleague's for a referent, anybody's for staff."""
        invitation = await invitations.invitation(invitation_id)
        if not may_act_for(actor, person_id=invitation.person_id, org=invitation.org):
            raise UnknownInvitation
        return InvitationOut.of(invitation)


def _add_changing(router: APIRouter, application: Application[Registrations], clock: Clock) -> None:
    async def change(command: Any, idempotency: Idempotency) -> InvitationOut:
        return await application.execute(
            command,
            key=command.club_event_id,
            model=InvitationOut,
            answer=InvitationOut.of,
            idempotency=idempotency,
        )

    @router.post(PATH, status_code=HTTPStatus.CREATED)
    async def invite_guest(
        club_event_id: UUID,
        body: InvitationIn,
        actor: Staff,
        idempotency: IdempotencyKey,
        response: Response,
    ) -> InvitationOut:
        """Let somebody register whom the rules leave out; they are told by mail."""
        command = commands.InviteGuest(
            actor=actor,
            at=clock(),
            invitation_id=new_id(),
            club_event_id=club_event_id,
            person_id=body.person_id,
            org=body.org,
        )
        sent = await change(command, idempotency)
        response.headers["Location"] = f"/invitations/{sent.id}"
        return sent

    @router.post(f"{PATH}/{{invitation_id}}/decline")
    async def decline_invitation(
        club_event_id: UUID, invitation_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> InvitationOut:
        """Say that one will not come; who comes simply registers."""
        command = commands.DeclineInvitation(
            actor=actor, at=clock(), invitation_id=invitation_id, club_event_id=club_event_id
        )
        return await change(command, idempotency)

    @router.post(f"{PATH}/{{invitation_id}}/withdraw")
    async def withdraw_invitation(
        club_event_id: UUID, invitation_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> InvitationOut:
        """Take back an invitation that nobody has accepted."""
        command = commands.WithdrawInvitation(
            actor=actor, at=clock(), invitation_id=invitation_id, club_event_id=club_event_id
        )
        return await change(command, idempotency)
