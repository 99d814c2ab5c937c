"""Owns the routes of the staff feed: pages of it, and its live end. Decides nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Header, Query
from sse_starlette import EventSourceResponse, ServerSentEvent

from services.notifications.api.live import LiveFeed
from services.notifications.ports.notices import StaffFeedQueries
from services.notifications.schemas.feed import StaffFeedEntryOut
from shared.security.tokens import LIFETIME
from shared.storage.mongo import DriverError
from shared.telemetry import get_logger
from shared.web.authentication import Staff
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

READ_AT_ONCE = 200
HEARTBEAT_SECONDS = 15
LAST_POSITION = 2**53

After = Annotated[
    int | None,
    Query(ge=0, le=LAST_POSITION, description="Position to go on from; from now on, when nothing is said."),
]
LastEventId = Annotated[
    str | None,
    Header(max_length=200, description="The same, as a client that comes back says it by itself."),
]


def create_router(feed: StaffFeedQueries) -> APIRouter:
    """The routes of the feed; while the API runs, its end is followed."""
    live = LiveFeed(feed)

    @asynccontextmanager
    async def followed(_: object) -> AsyncIterator[None]:
        following = asyncio.create_task(live.follow())
        yield
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)

    router = APIRouter(tags=["staff feed"], lifespan=followed)

    @router.get("/staff-feed")
    async def list_staff_feed(_: Staff, cursor: Cursor = None, limit: Limit = 50) -> Page[StaffFeedEntryOut]:
        """What happened, the newest first."""
        (position,) = page_after(cursor, _position) or (None,)
        found = await feed.before(position, limit=limit)
        return page_of([StaffFeedEntryOut.of(entry) for entry in found], limit, lambda out: (out.position,))

    @router.get("/staff-feed/stream", response_class=EventSourceResponse)
    async def stream_staff_feed(
        _: Staff, after: After = None, last_event_id: LastEventId = None
    ) -> EventSourceResponse:
        """What happens, as Server-Sent Events: what was missed first, then each line as it is written.

        A reader whose place is not held any more, or never was, first gets an event `reload`: what it
        missed cannot be told line by line, and it reads the list anew. The stream ends after 15 minutes, as
        an access token does: come back with a new one and `Last-Event-ID`.
        """
        asked = last_event_id if last_event_id is not None else after
        try:
            place = await _place(feed, asked)
        except DriverError:  # an error would end a browser's stream for good: it shall come back
            place = None
        return EventSourceResponse(
            _lines(feed, live, place), ping=HEARTBEAT_SECONDS, ping_message_factory=_heartbeat
        )

    return router


def _position(text: str) -> int:
    position = int(text.strip())
    if not 0 <= position <= LAST_POSITION:
        raise ValueError(text)
    return position


class _Place(NamedTuple):
    """Where to read on, and whether the reader has all until there."""

    position: int
    has_all: bool


async def _place(feed: StaffFeedQueries, asked: int | str | None) -> _Place:
    """The place of a reader; what a client says of it may be anything."""
    first, last = await feed.first_position(), await feed.last_position()
    if asked is None:
        return _Place(last, has_all=True)
    try:
        position = _position(str(asked))
    except ValueError:
        return _Place(last, has_all=False)
    return _Place(position, has_all=True) if first - 1 <= position <= last else _Place(last, has_all=False)


async def _lines(
    feed: StaffFeedQueries, live: LiveFeed, place: _Place | None
) -> AsyncIterator[ServerSentEvent]:
    """What is told from a place on; nothing where it could not be read."""
    if place is None:
        return
    position, has_all = place
    clock = asyncio.get_running_loop().time
    ends_at = clock() + LIFETIME.total_seconds()
    if not has_all:
        yield ServerSentEvent(json.dumps({"position": position}), event="reload", id=str(position))
    try:
        while clock() < ends_at:
            for entry in await feed.after(position, limit=READ_AT_ONCE):
                position = entry.position
                data = StaffFeedEntryOut.of(entry).model_dump_json()
                yield ServerSentEvent(data, event="staff_feed", id=str(position))
            await live.wait_beyond(position, within_seconds=ends_at - clock())
    except DriverError as error:  # the reader comes back, to a process whose database answers
        get_logger().warning("live feed ended", error=str(error))


def _heartbeat() -> ServerSentEvent:
    return ServerSentEvent(comment="")
