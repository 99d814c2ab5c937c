"""Owns fees, and what a campaign proposes, as files. What they hold stands in `schemas.tables`."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from services.directory.api.exports.placing import placed
from services.directory.api.fees import InState, InYear, OfYear
from services.directory.api.renewals import previewed
from services.directory.api.rounds import proposed_for
from services.directory.domain.authority import require_speaks_for
from services.directory.domain.fee import Fee, FeeState
from services.directory.ports.queries import DirectoryQueries
from services.directory.schemas.renewals import CallPreviewOut, OnItsOwn
from services.directory.schemas.tables import fees as tables
from shared.web.authentication import CurrentActor, Staff
from shared.web.exports import EXPORT_PAGE, ExportFormat, every_page, export
from shared.web.files import a_table


def create_router(queries: DirectoryQueries) -> APIRouter:
    """The routes of the exports."""
    router = APIRouter(tags=["exports"])
    _add_fees(router, queries)
    _add_campaign(router, queries)
    return router


def _add_fees(router: APIRouter, queries: DirectoryQueries) -> None:
    async def answer(pages: AsyncIterator[Sequence[Fee]], file_format: ExportFormat) -> StreamingResponse:
        return await export(tables.FEES, file_format, placed(pages, queries, lambda fee: fee.org))

    @router.get("/fees/export", **a_table())
    async def export_fees(
        _: Staff, *, file_format: ExportFormat, year: OfYear, state: InState = None
    ) -> StreamingResponse:
        """The fees of a year, as a file."""
        pages = every_page(
            lambda after: queries.fees(year, state, after=after, limit=EXPORT_PAGE), lambda fee: fee.id
        )
        return await answer(pages, file_format)

    @router.get("/memberships/{membership_id}/fees/export", **a_table())
    async def export_fees_of_membership(
        membership_id: UUID, actor: CurrentActor, *, file_format: ExportFormat
    ) -> StreamingResponse:
        """The fees of a membership, all years, as a file; for the referent or staff."""
        org = (await queries.membership(membership_id)).org
        require_speaks_for(actor, org=org)
        pages = every_page(
            lambda after: queries.fees_of(org, after=after, limit=EXPORT_PAGE), lambda fee: fee.id
        )
        return await answer(pages, file_format)


def _add_campaign(router: APIRouter, queries: DirectoryQueries) -> None:
    @router.get("/renewal-campaigns/{year}/preview/export", **a_table())
    async def export_preview(year: InYear, _: Staff, *, file_format: ExportFormat) -> StreamingResponse:
        """What each member would be asked for, were the campaign applied now, as a file."""
        fees = every_page(
            lambda after: queries.fees(year, FeeState.NOT_CALLED, after=after, limit=EXPORT_PAGE),
            lambda fee: fee.id,
        )

        async def pages() -> AsyncIterator[Sequence[CallPreviewOut]]:
            async for page in fees:
                yield await previewed(page, year, queries)

        return await export(tables.TO_CALL, file_format, placed(pages(), queries, lambda item: item.org))

    @router.get("/renewal-campaigns/{year}/rounds/{step}/export", **a_table())
    async def export_proposed(
        year: InYear, step: OnItsOwn, _: Staff, *, file_format: ExportFormat
    ) -> StreamingResponse:
        """The members for whom a step is to be decided, as a file."""
        pages = every_page(
            lambda after: proposed_for(year, step, queries, after=after, limit=EXPORT_PAGE),
            lambda item: item.id,
        )
        rows = placed(pages, queries, lambda item: item.org)
        return await export(tables.TO_DECIDE, file_format, rows)
