"""Owns the way every list leaves as a file: `GET /<list>/export?format=csv|xlsx`, with that list's filters.

Says nothing of who may have it: the route's own actor does.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query
from fastapi.responses import StreamingResponse

from shared.documents.tables import Table, TableFormat, write_table
from shared.web.files import TABLES

T = TypeVar("T")

EXPORT_PAGE = 500
"""Items that are read at once while a list is written."""

ExportFormat = Annotated[TableFormat, Query(alias="format", description="How the file is written.")]


async def every_page(
    read: Callable[[Any], Awaitable[Sequence[T]]], position: Callable[[T], Any]
) -> AsyncIterator[Sequence[T]]:
    """The pages of a whole list: `read` gives the `EXPORT_PAGE` items after a position, None at first."""
    after = None
    while page := await read(after):
        yield page
        if len(page) < EXPORT_PAGE:
            return
        after = position(page[-1])


async def export(
    table: Table[T], file_format: TableFormat, pages: AsyncIterator[Sequence[T]]
) -> StreamingResponse:
    """The answer that carries the list as a file. Its first bytes are made now: a refusal is clear."""
    chunks = write_table(table, file_format, pages)
    first = await anext(chunks)

    async def body() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    headers = {
        "Content-Disposition": f'attachment; filename="{table.name}.{file_format}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(body(), media_type=TABLES[file_format], headers=headers)
