"""Owns offers, and who has already done something, as files. What they hold stands in `schemas.tables`."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from services.directory.api.exports.placing import placed
from services.directory.api.know_how import ranked
from services.directory.ports.know_how import KnowHowQueries
from services.directory.ports.queries import DirectoryQueries
from services.directory.schemas.know_how import KnowHowExported, RankedOut
from services.directory.schemas.offers import OffersExported
from services.directory.schemas.tables import know_how as tables
from shared.clock import Clock
from shared.days import club_day
from shared.web.authentication import Staff
from shared.web.exports import EXPORT_PAGE, every_page, export
from shared.web.files import a_table


def create_router(queries: DirectoryQueries, know_how: KnowHowQueries, clock: Clock) -> APIRouter:
    """The routes of the exports."""
    router = APIRouter(tags=["exports"])

    @router.get("/expertise-offers/export", **a_table())
    async def export_offers(asked: Annotated[OffersExported, Query()], actor: Staff) -> StreamingResponse:
        """Offers in the order of their making, as a file."""
        pages = every_page(
            lambda after: know_how.offers(asked.wanted(), actor, after=after, limit=EXPORT_PAGE),
            lambda offer: offer.id,
        )
        return await export(tables.OFFERS, asked.file_format, placed(pages, queries, lambda offer: offer.org))

    @router.get("/know-how/export", **a_table())
    async def export_who_has_done_it(
        asked: Annotated[KnowHowExported, Query()], _: Staff
    ) -> StreamingResponse:
        """Who offers it or has done it with others, the best first, as a file."""
        found = await ranked(asked, queries, know_how, on=club_day(clock()))
        rows = placed(_one_page(found), queries, lambda item: item.org)
        return await export(tables.RANKED, asked.file_format, rows)

    return router


async def _one_page(items: Sequence[RankedOut]) -> AsyncIterator[Sequence[RankedOut]]:
    yield items
