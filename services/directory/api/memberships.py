"""Owns the routes of memberships: a request becomes a command or a query. Decides nothing."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.directory.domain.commands import memberships as commands
from services.directory.domain.membership import MembershipState
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.schemas.memberships import (
    MembershipIn,
    MembershipOut,
    ProspectIn,
)
from shared.application import Application
from shared.clock import Clock
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

InState = Annotated[MembershipState | None, Query(description="Only memberships in this state.")]
OfOrganisation = Annotated[UUID | None, Query(description="Only that of this organisation.")]


def create_router(application: Application[Directory], queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of memberships."""
    router = APIRouter(prefix="/memberships", tags=["memberships"])

    async def change(command: Any, key: UUID, **how: Any) -> MembershipOut:
        return await application.execute(
            command, key=key, model=MembershipOut, answer=MembershipOut.of, **how
        )

    @router.post("", status_code=HTTPStatus.CREATED)
    async def apply_for_membership(
        body: MembershipIn, actor: CurrentActor, idempotency: IdempotencyKey, response: Response
    ) -> MembershipOut:
        """Ask that an organisation join the club, for the first time or again; for its referent or staff."""
        command = commands.ApplyForMembership(
            actor=actor, at=clock(), membership_id=new_id(), org=body.org, year=body.year
        )
        asked = await change(command, body.org, idempotency=idempotency)
        response.headers["Location"] = f"/memberships/{asked.id}"
        return asked

    @router.post("/prospects", status_code=HTTPStatus.CREATED)
    async def record_prospect(
        body: ProspectIn, actor: Staff, idempotency: IdempotencyKey, response: Response
    ) -> MembershipOut:
        """Note that an organisation may join some day; for staff."""
        command = commands.RecordProspect(actor=actor, at=clock(), membership_id=new_id(), org=body.org)
        noted = await change(command, body.org, idempotency=idempotency)
        response.headers["Location"] = f"/memberships/{noted.id}"
        return noted

    @router.post("/{membership_id}/renew")
    async def renew_membership(
        membership_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> MembershipOut:
        """Confirm that a member goes on; for the referent or staff."""
        command = commands.RenewMembership(actor=actor, at=clock(), membership_id=membership_id)
        return await change(command, membership_id, idempotency=idempotency)

    @router.post("/{membership_id}/resign")
    async def resign_membership(
        membership_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> MembershipOut:
        """Leave the club at the end of the year; for the referent or staff."""
        command = commands.ResignMembership(actor=actor, at=clock(), membership_id=membership_id)
        return await change(command, membership_id, idempotency=idempotency)

    @router.get("/{membership_id}")
    async def get_membership(membership_id: UUID, _: CurrentActor) -> MembershipOut:
        """One membership."""
        return MembershipOut.of(await queries.membership(membership_id))

    @router.get("")
    async def list_memberships(
        _: CurrentActor,
        *,
        state: InState = None,
        org: OfOrganisation = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Page[MembershipOut]:
        """Memberships in the order of their making."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.memberships(state, org, after=after, limit=limit)
        return page_of([MembershipOut.of(item) for item in found], limit, lambda item: (item.id,))

    return router
