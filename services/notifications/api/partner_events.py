"""Owns the route of the partners' log: the events that partners see, in one order. Decides nothing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic_core import from_json

from services.notifications.api.partner_door import PartnerDoor
from services.notifications.domain.partners.errors import UnknownEventType
from services.notifications.domain.partners.partner import Partner
from services.notifications.domain.partners.visible import PUBLIC_TYPES
from services.notifications.ports.partners import EventsWanted, PartnerQueries
from services.notifications.schemas.partners import LAST_POSITION, EventsOut, LoggedEventOut
from shared.security.partner_secrets import PartnerSecrets
from shared.web.pagination import Limit

After = Annotated[
    int, Query(ge=0, le=LAST_POSITION, description="Position to read on from; 0 for the start.")
]
TypesAsked = Annotated[
    str | None,
    Query(max_length=4_000, description="Event types wanted, separated by commas; all when nothing is said."),
]


def create_router(queries: PartnerQueries, secrets: PartnerSecrets) -> APIRouter:
    """The route of the log."""
    router = APIRouter(tags=["partners"])
    door = PartnerDoor(secrets, queries)

    @router.get("/partner/events")
    async def list_partner_events(
        _: Annotated[Partner, Depends(door)], after: After = 0, types: TypesAsked = None, limit: Limit = 100
    ) -> EventsOut:
        """Events after a position, in the order of the log, which has no gap and never changes.

        Ask again with `next_after`; nothing new gives no items and the position to wait at.
        """
        found = await queries.events(EventsWanted(after=after, types=_types(types), limit=limit))
        items = [LoggedEventOut(position=one.position, event=from_json(one.body)) for one in found.entries]
        return EventsOut(items=items, next_after=found.next_after)

    return router


def _types(asked: str | None) -> frozenset[str]:
    types = frozenset(one.strip() for one in asked.split(",")) if asked else frozenset()
    if unknown := sorted(types - PUBLIC_TYPES):
        raise UnknownEventType(unknown[0])
    return types
