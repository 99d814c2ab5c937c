"""Owns territories, and what a search finds, as files. What they hold stands in `schemas.tables`."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from services.directory.api.territories import Beginning, OfKind
from services.directory.ports.queries import DirectoryQueries, DirectorySearch, Reader
from services.directory.schemas.search import SearchExported
from services.directory.schemas.tables import places as tables
from shared.clock import Clock
from shared.days import club_day
from shared.french import sort_key
from shared.web.authentication import Staff
from shared.web.exports import EXPORT_PAGE, ExportFormat, every_page, export
from shared.web.files import a_table


def create_router(queries: DirectoryQueries, search: DirectorySearch, clock: Clock) -> APIRouter:
    """The routes of the exports."""
    router = APIRouter(tags=["exports"])

    @router.get("/territories/export", **a_table())
    async def export_territories(
        _: Staff, *, file_format: ExportFormat, q: Beginning = "", kind: OfKind = None
    ) -> StreamingResponse:
        """Territories by name, as a file."""
        pages = every_page(
            lambda after: queries.territories(q, kind, after=after, limit=EXPORT_PAGE),
            lambda territory: (sort_key(territory.name), territory.key),
        )
        return await export(tables.TERRITORIES, file_format, pages)

    @router.get("/search/export", **a_table())
    async def export_found(asked: Annotated[SearchExported, Query()], actor: Staff) -> StreamingResponse:
        """All that a search finds, the nearest first, as a file."""
        wanted, reader = asked.wanted(), Reader(actor, club_day(clock()))
        pages = every_page(
            lambda after: search.find(wanted, reader, after=after, limit=EXPORT_PAGE),
            lambda found: found.position,
        )
        return await export(tables.FOUND, asked.file_format, pages)

    return router
