"""Owns the routes of the reference data: the territories of France, to read. Decides nothing."""

import re
from typing import Annotated

from fastapi import APIRouter, Path, Query

from services.directory.domain.kinds import OrganisationKind
from services.directory.ports.queries import DirectoryQueries
from services.directory.schemas.territories import TerritoryOut
from shared.french import fold, sort_key
from shared.web.authentication import CurrentActor
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

KEY = r"^[a-z]+:[0-9AB]{2,9}$"

Key = Annotated[str, Path(pattern=KEY, description="Such as `commune:06084`.")]
Beginning = Annotated[
    str,
    Query(
        max_length=100,
        description="Only names that begin so; case, accents and a first article do not count.",
    ),
]
OfKind = Annotated[OrganisationKind | None, Query(description="Only territories of this kind.")]


def create_router(queries: DirectoryQueries) -> APIRouter:
    """The routes of the reference data."""
    router = APIRouter(prefix="/territories", tags=["territories"])

    @router.get("/{key}")
    async def get_territory(key: Key, _: CurrentActor) -> TerritoryOut:
        """One territory."""
        return TerritoryOut.of(await queries.territory(key))

    @router.get("")
    async def list_territories(
        _: CurrentActor, *, q: Beginning = "", kind: OfKind = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[TerritoryOut]:
        """Territories by name."""
        after = page_after(cursor, fold, _key)
        found = await queries.territories(q, kind, after=after, limit=limit)
        return page_of(
            [TerritoryOut.of(item) for item in found], limit, lambda item: (sort_key(item.name), item.key)
        )

    return router


def _key(text: str) -> str:
    if not re.fullmatch(KEY, text):
        raise ValueError(text)
    return text
