"""Owns the routes of this service: a request becomes a query. Decides nothing."""

from uuid import UUID

from fastapi import APIRouter

from services.conventions.ports.queries import MemberQueries
from services.conventions.schemas.organisations import OrganisationOut
from shared.clock import Clock
from shared.days import club_day
from shared.web.authentication import CurrentActor
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of


def create_router(queries: MemberQueries, clock: Clock) -> APIRouter:
    """The routes of the organisations known here."""
    router = APIRouter(prefix="/organisations", tags=["organisations"])

    @router.get("")
    async def list_organisations(
        _: CurrentActor, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[OrganisationOut]:
        """The organisations known here, in the order of their registration; members or not."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.organisations(after=after, limit=limit)
        today = club_day(clock())
        return page_of(
            [OrganisationOut.of(item, today=today) for item in found], limit, lambda item: (item.id,)
        )

    @router.get("/{org}")
    async def get_organisation(org: UUID, _: CurrentActor) -> OrganisationOut:
        """One of them."""
        return OrganisationOut.of(await queries.organisation(org), today=club_day(clock()))

    return router
