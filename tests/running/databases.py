"""Owns a look into every document of every service's database, as somebody has who maintains them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from deploy.local.services import SERVICES
from shared.storage.mongo import Database, connect, open_database
from tests.running.essaim import Essaim
from tests.running.whole_reads import ONLOOKER
from tests.traces import traces


class Databases:
    """The databases of the four services, by service."""

    def __init__(self, by_service: Mapping[str, Database]) -> None:
        self.by_service = by_service

    async def traces(self, *texts: str, but: str = "") -> list[str]:
        """The documents, of any service but one, that contain one of these texts anywhere."""
        found: list[str] = []
        for service, database in self.by_service.items():
            if service != but:
                found += [f"{service}.{trace}" for trace in await traces(database, *texts)]
        return found


@asynccontextmanager
async def databases_of(essaim: Essaim) -> AsyncIterator[Databases]:
    """A look into the databases, until the block ends."""
    client = connect(f"{essaim.addresses['mongodb']}&appName={ONLOOKER}")
    try:
        yield Databases({service: open_database(client, service) for service in SERVICES})
    finally:
        client.close()
