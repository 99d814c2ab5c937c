"""Owns the routes of a year's calls for fees: looked at, then made by a worker. Decides nothing."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter

from services.directory.api.fees import InYear
from services.directory.domain.commands.fees import AcceptCalls
from services.directory.domain.fee import Fee, FeeState
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.schemas.fees import FeeCallIn
from services.directory.schemas.renewals import CallPreviewOut, CampaignAccepted, CampaignOut
from shared.application import Application
from shared.clock import Clock
from shared.web.authentication import Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of


def create_router(application: Application[Directory], queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of campaigns."""
    router = APIRouter(prefix="/renewal-campaigns", tags=["renewals"])
    _add_calls(router, application, queries, clock)

    @router.get("/{year}")
    async def get_campaign(year: InYear, _: Staff) -> CampaignOut:
        """How far a year's campaign is; for staff."""
        campaign = await queries.campaign(year)
        counts = await asyncio.gather(*(queries.count_proposed(year, step) for step in campaign.opened))
        rounds = dict(zip(campaign.opened, counts, strict=True))
        return CampaignOut.of(campaign, await queries.count_fees(year), rounds)

    return router


def _add_calls(
    router: APIRouter, application: Application[Directory], queries: DirectoryQueries, clock: Clock
) -> None:
    @router.get("/{year}/preview")
    async def preview_calls(
        year: InYear, _: Staff, *, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[CallPreviewOut]:
        """What each member would be asked for, were the campaign applied now; for staff."""
        (after,) = page_after(cursor, UUID) or (None,)
        fees = await queries.fees(year, FeeState.NOT_CALLED, after=after, limit=limit)
        return page_of(await previewed(fees, year, queries), limit, lambda _: (fees[-1].id,))

    @router.post("/{year}/apply", status_code=HTTPStatus.ACCEPTED)
    async def apply_calls(
        year: InYear, body: FeeCallIn, actor: Staff, idempotency: IdempotencyKey
    ) -> CampaignAccepted:
        """Have all fees of the year called that can be; a worker does it to the end. For staff."""
        command = AcceptCalls(actor=actor, at=clock(), year=year, due_on=body.due_on)
        return await application.execute(
            command,
            key=f"renewal_campaigns/{year}",
            model=CampaignAccepted,
            answer=CampaignAccepted.of,
            idempotency=idempotency,
        )


async def previewed(fees: Sequence[Fee], year: int, queries: DirectoryQueries) -> Sequence[CallPreviewOut]:
    """What a call would ask for each of these fees."""
    memberships = await queries.memberships_among([fee.membership_id for fee in fees])
    organisations = await queries.organisations_among({fee.org for fee in fees})
    schedule = await queries.fee_schedule(year)
    return [
        CallPreviewOut.of(memberships[fee.membership_id], organisations[fee.org], schedule) for fee in fees
    ]
