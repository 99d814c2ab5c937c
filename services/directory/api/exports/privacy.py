"""Owns consents, erasures and closures of mandates as files. What they hold stands in `schemas.tables`."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from services.directory.api.consents import Granted
from services.directory.api.erasures import Open
from services.directory.api.exports.placing import named
from services.directory.ports.queries import DirectoryQueries, PrivacyQueries
from services.directory.schemas.closures import ClosedPersonOut
from services.directory.schemas.tables import privacy as tables
from shared.clock import Clock
from shared.web.authentication import Staff
from shared.web.exports import EXPORT_PAGE, ExportFormat, every_page, export
from shared.web.files import a_table


def create_router(queries: DirectoryQueries, privacy: PrivacyQueries, clock: Clock) -> APIRouter:
    """The routes of the exports."""
    router = APIRouter(tags=["exports"])
    _add_closures(router, queries, clock)

    @router.get("/consents/export", **a_table())
    async def export_consents(purpose: Granted, _: Staff, *, file_format: ExportFormat) -> StreamingResponse:
        """Who consents to something today, as a file."""
        pages = every_page(
            lambda after: privacy.consenting(purpose, after=after, limit=EXPORT_PAGE), lambda item: item.id
        )
        return await export(
            tables.consenting(purpose), file_format, named(pages, queries, lambda item: item.id)
        )

    @router.get("/erasures/export", **a_table())
    async def export_erasures(
        _: Staff,
        *,
        file_format: ExportFormat,
        open: Open = False,  # noqa: A002 - the query's name
    ) -> StreamingResponse:
        """Whom the club was asked to forget, as a file; who was forgotten is an id."""
        pages = every_page(
            lambda after: queries.erasures(only_open=open, after=after, limit=EXPORT_PAGE),
            lambda item: item.id,
        )
        return await export(tables.ERASURES, file_format, named(pages, queries, lambda item: item.id))

    return router


def _add_closures(router: APIRouter, queries: DirectoryQueries, clock: Clock) -> None:
    @router.get("/mandate-closures/{closure_id}/people/export", **a_table())
    async def export_people_of_closure(
        closure_id: UUID, _: Staff, *, file_format: ExportFormat
    ) -> StreamingResponse:
        """The people whose mandates would end, with what follows for each, as a file."""
        closure, now = await queries.closure(closure_id), clock()
        people = every_page(
            lambda after: queries.people_to_close(closure, after=after, limit=EXPORT_PAGE),
            lambda person: person.id,
        )

        async def pages() -> AsyncIterator[Sequence[ClosedPersonOut]]:
            async for page in people:
                yield [ClosedPersonOut.of(person, closure, now) for person in page]

        return await export(tables.CLOSED, file_format, named(pages(), queries, lambda item: item.id))
