"""Owns the route of the search over the whole directory. Finds nothing itself."""

import re
from typing import Annotated

from fastapi import APIRouter, Query

from services.directory.domain.search import Found, Nearness, Position
from services.directory.ports.queries import DirectorySearch, Reader
from services.directory.schemas.search import FoundOut, SearchIn
from shared.clock import Clock
from shared.days import club_day
from shared.web.authentication import CurrentActor
from shared.web.pagination import Page, page_after, page_of

RANK = r"[01][0-9]{9} [\w :-]{0,120}"


def create_router(search: DirectorySearch, clock: Clock) -> APIRouter:
    """The route of the search."""
    router = APIRouter(tags=["search"])

    @router.get("/search")
    async def find(asked: Annotated[SearchIn, Query()], actor: CurrentActor) -> Page[FoundOut]:
        """Territories, organisations, people and published offers, while typing: the nearest first.

        Of two as near, members come first, then the most populous, then by name.
        """
        after = page_after(asked.cursor, lambda text: Nearness(int(text)), _rank)
        reader = Reader(actor, club_day(clock()))
        found = await search.find(
            asked.wanted(), reader, after=Position(*after) if after else None, limit=asked.limit
        )
        page = page_of(found, asked.limit, _position)
        return Page(items=[FoundOut.of(item) for item in found], next_cursor=page.next_cursor)

    return router


def _rank(text: str) -> str:
    if not re.fullmatch(RANK, text):
        raise ValueError(text)
    return text


def _position(found: Found) -> tuple[int, str]:
    return int(found.position.nearness), found.position.rank
