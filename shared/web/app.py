"""Owns the making of a service's API: what every API has, around the service's own routers."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from types import MappingProxyType

from fastapi import APIRouter, FastAPI

from shared.clock import Clock, utc_now
from shared.security.keys import KeyRing
from shared.storage.dead_letters import DeadLetters
from shared.storage.indexes import Indexes, ensure_indexes
from shared.storage.mongo import Database
from shared.storage.patience import until_available
from shared.storage.send_queues import SendQueue
from shared.web import dead_letters, health
from shared.web.description import describe_refusals
from shared.web.middleware import BodyLimitMiddleware, CorrelationMiddleware
from shared.web.problems import install_problems


def create_app(  # noqa: PLR0913  # the parts of an API
    service: str,
    database: Database,
    indexes: Indexes,
    routers: Sequence[APIRouter],
    clock: Clock = utc_now,
    *,
    uploads: Mapping[str, int] = MappingProxyType({}),
    sends: Sequence[SendQueue] = (),
) -> FastAPI:
    """The API of `service`, around its own routers. It starts, and they do, once the database answers.

    The connection of `database` is its own from then on: it is closed when the API ends.
    `uploads` are the endings of the paths that take files, with the most bytes that each may have; `sends`
    the queues of what the service sends out by itself.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(database.client.close)
            await until_available(lambda: ensure_indexes(database, indexes))
            for router in routers:
                await stack.enter_async_context(router.lifespan_context(app))
            yield

    app = FastAPI(title=f"Essaim · {service}", lifespan=lifespan)
    app.state.keys = KeyRing(database)
    letters = DeadLetters(database, clock)
    app.add_middleware(CorrelationMiddleware)
    app.add_middleware(BodyLimitMiddleware, uploads=uploads)
    install_problems(app)
    everywhere = (
        dead_letters.create_router(database, letters),
        health.create_router(service, database, letters, clock, sends),
    )
    for router in (*routers, *everywhere):
        app.router.routes.extend(router.routes)  # include_router would match each request twice
    describe_refusals(app)
    return app
