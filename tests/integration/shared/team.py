"""Owns how a test of the kernel asks an API as one of the club's team."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from shared.clock import Clock
from shared.commands import Actor, Role
from shared.ids import new_id
from shared.storage.mongo import Database
from shared.web.app import create_app
from tests.integration.shared.tallies import SERVICE

STAFF = Actor(new_id(), frozenset({Role("staff")}))


class TeamKeys:
    """Every token is one of the team's."""

    async def actor(self, _: str) -> Actor:
        """Somebody of the team."""
        return STAFF


@asynccontextmanager
async def asked_by_team(database: Database, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """Asks the API of the service, without routes of its own."""
    app = create_app(SERVICE, database, {}, [], clock)
    app.state.keys = TeamKeys()
    transport, bearer = httpx.ASGITransport(app), {"Authorization": "Bearer team"}
    async with httpx.AsyncClient(transport=transport, base_url="http://api", headers=bearer) as client:
        yield client
