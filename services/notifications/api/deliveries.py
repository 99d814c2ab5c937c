"""Owns the route of mails: how far they are, for staff. Decides nothing."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.notifications.ports.notices import DeliveryQueries
from services.notifications.schemas.feed import DeliveryOut
from shared.web.authentication import Staff
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

PersonId = Annotated[UUID, Query(description="Whom the mails are for.")]


def create_router(queries: DeliveryQueries) -> APIRouter:
    """The route of mails."""
    router = APIRouter(tags=["mails"])

    @router.get("/deliveries")
    async def list_deliveries(
        person_id: PersonId, _: Staff, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[DeliveryOut]:
        """The mails for a person, in the order of their queuing; no address is told."""
        after = page_after(cursor, datetime.fromisoformat, UUID)
        found = await queries.of_person(person_id, after=after, limit=limit)
        return page_of([DeliveryOut.of(item) for item in found], limit, _by_date)

    return router


def _by_date(delivery: DeliveryOut) -> tuple[datetime, UUID]:
    return (delivery.queued_at, delivery.id)
