"""Owns the routes of spreadsheets to take in: sent, looked at row by row, then done whole by a worker.

It reads no cell itself. A file that is no spreadsheet is refused at once; its rows are for the worker.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from fastapi.responses import StreamingResponse

from services.directory.domain.commands.imports import ApplyImport, BeginImport
from services.directory.domain.imports import LineOutcome
from services.directory.ports.imports import ImportQueries
from services.directory.ports.store import Directory
from services.directory.schemas.imports import (
    BOUNDS,
    HEADINGS,
    REPORT,
    ImportOut,
    LineOut,
    count_rows,
)
from shared.application import Application
from shared.clock import Clock
from shared.documents.spreadsheets import read_rows
from shared.documents.tables import Table
from shared.ids import new_id
from shared.web.authentication import Staff
from shared.web.exports import EXPORT_PAGE, ExportFormat, every_page, export
from shared.web.files import a_table
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

UPLOADS = {"/imports": BOUNDS.max_bytes}
TEMPLATE: Table[Any] = Table("modele-import", dict.fromkeys(HEADINGS, lambda _: None))

Spreadsheet = Annotated[
    bytes, Body(media_type="application/octet-stream", min_length=1, description="A CSV or XLSX file.")
]
Apply = Annotated[bool, Query(description="Take it in as soon as no row is refused.")]
WithOutcome = Annotated[LineOutcome | None, Query(description="Only rows of which this came.")]


def create_router(application: Application[Directory], queries: ImportQueries, clock: Clock) -> APIRouter:
    """The routes of imports."""
    router = APIRouter(prefix="/imports", tags=["imports"])
    _add_reading(router, queries)

    async def change(command: BeginImport | ApplyImport, **how: Any) -> ImportOut:
        return await application.execute(
            command, key=command.import_id, model=ImportOut, answer=ImportOut.of, **how
        )

    @router.post("", status_code=HTTPStatus.ACCEPTED)
    async def begin_import(
        actor: Staff,
        content: Spreadsheet,
        idempotency: IdempotencyKey,
        response: Response,
        *,
        apply: Apply = False,
    ) -> ImportOut:
        """Have every row of a file looked at; nothing is taken in unless that is asked."""
        rows = await asyncio.to_thread(lambda: count_rows(read_rows(content, BOUNDS)))
        command = BeginImport(
            actor=actor, at=clock(), import_id=new_id(), content=content, rows=rows, apply=apply
        )
        begun = await change(command, idempotency=idempotency)
        response.headers["Location"] = f"/imports/{begun.id}"
        return begun

    @router.post("/{import_id}/apply", status_code=HTTPStatus.ACCEPTED)
    async def apply_import(import_id: UUID, actor: Staff, idempotency: IdempotencyKey) -> ImportOut:
        """Have a file taken in, all of it or nothing; a worker does it to the end: `state` says when."""
        return await change(
            ApplyImport(actor=actor, at=clock(), import_id=import_id), idempotency=idempotency
        )

    return router


def _add_reading(router: APIRouter, queries: ImportQueries) -> None:
    @router.get("/template", **a_table())
    async def get_import_template(_: Staff, *, file_format: ExportFormat) -> StreamingResponse:
        """An empty spreadsheet with the headings that an import reads."""
        return await export(TEMPLATE, file_format, _no_page())

    @router.get("/{import_id}")
    async def get_import(import_id: UUID, _: Staff) -> ImportOut:
        """How far a file is."""
        return ImportOut.of(await queries.spreadsheet_import(import_id))

    @router.get("/{import_id}/lines")
    async def list_lines(
        import_id: UUID, _: Staff, *, outcome: WithOutcome = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[LineOut]:
        """What came of each row, or would, once all were looked at."""
        (after,) = page_after(cursor, int) or (None,)
        found = await queries.lines(import_id, outcome, after=after, limit=limit)
        return page_of([LineOut.of(report) for report in found], limit, lambda item: (item.line,))

    @router.get("/{import_id}/lines/export", **a_table())
    async def export_lines(
        import_id: UUID, _: Staff, *, file_format: ExportFormat, outcome: WithOutcome = None
    ) -> StreamingResponse:
        """What came of each row, or would, as a file."""
        pages = every_page(
            lambda after: queries.lines(import_id, outcome, after=after, limit=EXPORT_PAGE),
            lambda report: report.number,
        )
        return await export(REPORT, file_format, pages)


async def _no_page() -> AsyncIterator[Sequence[Any]]:
    yield ()
