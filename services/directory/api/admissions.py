"""Owns the routes by which the team accepts or refuses who asks to join. Decides nothing."""

from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Response

from services.directory.domain.authority import require_speaks_for
from services.directory.domain.commands import memberships as commands
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.schemas.memberships import ActivationIn, DeliberationIn, MembershipOut, RejectionIn
from shared.application import Application
from shared.clock import Clock
from shared.web.authentication import CurrentActor, Staff
from shared.web.files import PDF, a_file
from shared.web.idempotency import IdempotencyKey

FILE = "/deliberation/file"
UPLOADS = {FILE: 10_000_000}

Pdf = Annotated[bytes, Body(media_type=PDF, min_length=1, description="The act itself.")]


def create_router(application: Application[Directory], queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of admissions."""
    router = APIRouter(prefix="/memberships", tags=["memberships"])
    _add_file(router, application, queries, clock)

    async def change(command: Any, key: UUID, **how: Any) -> MembershipOut:
        return await application.execute(
            command, key=key, model=MembershipOut, answer=MembershipOut.of, **how
        )

    @router.post("/{membership_id}/activate")
    async def activate_membership(
        membership_id: UUID, actor: Staff, idempotency: IdempotencyKey, body: ActivationIn | None = None
    ) -> MembershipOut:
        """Accept an organisation as a member; for staff."""
        told = body.deliberation if body else None
        command = commands.ActivateMembership(
            actor=actor,
            at=clock(),
            membership_id=membership_id,
            deliberation=told.deliberation() if told else None,
        )
        return await change(command, membership_id, idempotency=idempotency)

    @router.put("/{membership_id}/deliberation")
    async def record_deliberation(membership_id: UUID, body: DeliberationIn, actor: Staff) -> MembershipOut:
        """Keep the decision of the assembly that was promised; for staff."""
        command = commands.RecordDeliberation(
            actor=actor, at=clock(), membership_id=membership_id, deliberation=body.deliberation()
        )
        return await change(command, membership_id)

    @router.post("/{membership_id}/reject")
    async def reject_membership(
        membership_id: UUID, body: RejectionIn, actor: Staff, idempotency: IdempotencyKey
    ) -> MembershipOut:
        """Refuse an organisation that asks to join; for staff."""
        command = commands.RejectMembership(
            actor=actor, at=clock(), membership_id=membership_id, reason=body.reason
        )
        return await change(command, membership_id, idempotency=idempotency)

    return router


def _add_file(
    router: APIRouter, application: Application[Directory], queries: DirectoryQueries, clock: Clock
) -> None:
    @router.put(f"/{{membership_id}}{FILE}")
    async def attach_deliberation(membership_id: UUID, content: Pdf, actor: CurrentActor) -> MembershipOut:
        """Keep the act of the assembly, a PDF, beside the decision; for the referent or staff."""
        command = commands.AttachDeliberation(
            actor=actor,
            at=clock(),
            membership_id=membership_id,
            content=content,
            sha256=sha256(content).hexdigest(),
        )
        return await application.execute(
            command, key=membership_id, model=MembershipOut, answer=MembershipOut.of
        )

    @router.get(f"/{{membership_id}}{FILE}", **a_file(PDF))
    async def get_deliberation(membership_id: UUID, actor: CurrentActor) -> Response:
        """The act of the assembly; for the referent or staff."""
        membership = await queries.membership(membership_id)
        require_speaks_for(actor, org=membership.org)
        digest = membership.require_deliberation_file()
        return Response(
            await queries.deliberation(membership_id),
            media_type=PDF,
            headers={"Content-Disposition": 'attachment; filename="deliberation.pdf"', "ETag": f'"{digest}"'},
        )
