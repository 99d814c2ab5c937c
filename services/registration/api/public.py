"""Owns the routes by which everybody reads the programme, signed in or not. Shows what is public alone."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from pydantic import AwareDatetime, Field

from services.registration.documents.calendar_feed import calendar_feed
from services.registration.documents.openagenda import agenda
from services.registration.documents.schema_org import linked_data
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.errors import UnknownClubEvent
from services.registration.ports.queries import RegistrationQueries
from services.registration.schemas.public import PublicClubEventOut
from shared.clock import Clock
from shared.days import club_day, first_instant
from shared.web.caching import cacheable
from shared.web.files import a_file
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

FEED_GATHERINGS = 500
"""At most in one file: the next ones by date."""
FEED_PAST = timedelta(days=30)
"""How long what is over stays in the files."""
LASTING = timedelta(days=7)
"""How long before today a gathering may have begun that is still on."""

Since = Annotated[
    Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))]
    | None,
    Query(description="What begins from then on; today if not said."),
]
IfNoneMatch = Annotated[str | None, Header(max_length=500)]


def create_router(queries: RegistrationQueries, clock: Clock) -> APIRouter:
    """The routes of the public programme."""
    router = APIRouter(tags=["public programme"])
    _add_lists(router, queries, clock)
    _add_files(router, queries, clock)
    return router


def _add_lists(router: APIRouter, queries: RegistrationQueries, clock: Clock) -> None:
    @router.get("/public/programme", response_model=Page[PublicClubEventOut])
    async def list_public_programme(
        *,
        since: Since = None,
        cursor: Cursor = None,
        limit: Limit = 50,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        """The programme by date, with what is on today, unless an earlier or later instant is given."""
        position, today = page_after(cursor, datetime.fromisoformat, UUID), _today(clock())
        after = position or _from(since or today - LASTING)
        found = await queries.programme(after=after, limit=limit)
        page = page_of(found, limit, lambda item: (item.when.starts_utc.isoformat(), item.id))
        asked_for = bool(position or since)
        items = [PublicClubEventOut.of(item) for item in found if asked_for or item.when.ends_utc >= today]
        page = Page(items=items, next_cursor=page.next_cursor)
        return cacheable(page.model_dump_json().encode(), "application/json", if_none_match)

    @router.get("/public/programme/{club_event_id}", response_model=PublicClubEventOut)
    async def get_public_club_event(club_event_id: UUID, if_none_match: IfNoneMatch = None) -> Response:
        """One gathering, once it is announced."""
        club_event = await queries.club_event(club_event_id)
        if club_event.state is ClubEventState.DRAFT:
            raise UnknownClubEvent
        body = PublicClubEventOut.of(club_event).model_dump_json().encode()
        return cacheable(body, "application/json", if_none_match)


def _add_files(router: APIRouter, queries: RegistrationQueries, clock: Clock) -> None:
    async def gatherings() -> Sequence[ClubEvent]:
        return await queries.programme(after=_from(_today(clock()) - FEED_PAST), limit=FEED_GATHERINGS)

    @router.get("/public/programme.ics", **a_file("text/calendar"))
    async def get_calendar_feed(if_none_match: IfNoneMatch = None) -> Response:
        """The programme as a calendar to subscribe to."""
        return cacheable(calendar_feed(await gatherings()), "text/calendar; charset=utf-8", if_none_match)

    @router.get("/public/programme.jsonld", **a_file("application/ld+json"))
    async def get_linked_data(if_none_match: IfNoneMatch = None) -> Response:
        """The programme in the words of schema.org."""
        return cacheable(_json(linked_data(await gatherings())), "application/ld+json", if_none_match)

    @router.get("/public/programme.openagenda.json", **a_file("application/json"))
    async def get_agenda(if_none_match: IfNoneMatch = None) -> Response:
        """The programme in the format of OpenAgenda."""
        return cacheable(_json(agenda(await gatherings())), "application/json", if_none_match)


def _today(at: datetime) -> datetime:
    """The first instant of the club's day, so that who asks again the same day is given the same."""
    return first_instant(club_day(at))


def _from(at: datetime) -> tuple[datetime, UUID]:
    """The position in the programme before all that begins at or after this instant."""
    return (at, UUID(int=0))


def _json(described: dict[str, Any]) -> bytes:
    return json.dumps(described, ensure_ascii=False).encode()
