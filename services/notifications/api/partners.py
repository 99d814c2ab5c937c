"""Owns the routes of partner systems and their keys, for staff. Decides nothing."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.notifications.domain.partners import commands
from services.notifications.ports.partners import PartnerQueries, Partners
from services.notifications.schemas.partners import IssuedKeyOut, PartnerIn, PartnerOut
from shared.application import Application
from shared.clock import Clock
from shared.ids import new_id
from shared.security.partner_secrets import PartnerSecrets
from shared.web.authentication import Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of


def create_router(
    application: Application[Partners], queries: PartnerQueries, secrets: PartnerSecrets, clock: Clock
) -> APIRouter:
    """The routes of partners."""
    router = APIRouter(prefix="/partners", tags=["partners"])
    _add_reading(router, queries)

    async def change(command: commands.OfPartner, **how: Any) -> PartnerOut:
        return await application.execute(
            command, key=command.partner_id, model=PartnerOut, answer=PartnerOut.of, **how
        )

    @router.post("", status_code=HTTPStatus.CREATED)
    async def register_partner(
        body: PartnerIn, actor: Staff, idempotency: IdempotencyKey, response: Response
    ) -> PartnerOut:
        """Make a system known that will read events; it has no key yet."""
        command = commands.RegisterPartner(
            actor=actor, at=clock(), partner_id=new_id(), name=body.name, title=body.title
        )
        registered = await change(command, idempotency=idempotency)
        response.headers["Location"] = f"/partners/{registered.id}"
        return registered

    @router.post("/{partner_id}/keys", status_code=HTTPStatus.CREATED)
    async def issue_partner_key(
        partner_id: UUID, actor: Staff, idempotency: IdempotencyKey, response: Response
    ) -> IssuedKeyOut:
        """Give it one more key, which is told now and never again."""
        command = commands.IssuePartnerKey(actor=actor, at=clock(), partner_id=partner_id, key_id=new_id())
        issued = (await change(command, idempotency=idempotency)).keys[-1]
        response.headers["Cache-Control"] = "no-store"
        return IssuedKeyOut(id=issued.id, access_key=secrets.access_key(issued.id))

    @router.post("/{partner_id}/keys/{key_id}/revoke")
    async def revoke_partner_key(
        partner_id: UUID, key_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> PartnerOut:
        """Let a key open nothing any more, at once."""
        command = commands.RevokePartnerKey(actor=actor, at=clock(), partner_id=partner_id, key_id=key_id)
        return await change(command, idempotency=idempotency)

    return router


def _add_reading(router: APIRouter, queries: PartnerQueries) -> None:
    @router.get("")
    async def list_partners(_: Staff, cursor: Cursor = None, limit: Limit = 50) -> Page[PartnerOut]:
        """Partners, in the order of their registration."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.partners(after=after, limit=limit)
        return page_of([PartnerOut.of(partner) for partner in found], limit, lambda item: (item.id,))

    @router.get("/{partner_id}")
    async def get_partner(partner_id: UUID, _: Staff) -> PartnerOut:
        """One partner."""
        return PartnerOut.of(await queries.partner(partner_id))
