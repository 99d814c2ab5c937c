"""Owns a partner's web server: it has one hook, on the loopback interface. Knows nothing of Essaim."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from standardwebhooks import Webhook

from deploy.local.ports import LOOPBACK, free_port
from tests.eventually import eventually

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def receiver(answer: Answer) -> AsyncIterator[str]:
    """A server whose hook answers so; the address of the hook."""
    app = web.Application()
    app.router.add_post("/hook", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, LOOPBACK, port).start()
    try:
        yield f"http://{LOOPBACK}:{port}/hook"
    finally:
        await runner.cleanup()


@dataclass
class Hook:
    """Takes every event that the official library verifies; answers with a status that a test may change."""

    secret: str = ""
    status: int = 204
    tries: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        """Take one try."""
        self.tries += 1
        body, headers = await request.read(), dict(request.headers)
        if self.status < 300:
            self.events.append(Webhook(self.secret).verify(body, headers))
        return web.Response(status=self.status)

    async def told(self, event_type: str, subject_id: str) -> dict[str, Any]:
        """The event of this type about a thing, once it has come."""

        def found() -> list[dict[str, Any]]:
            of_type = [event for event in self.events if event["type"] == event_type]
            return [event for event in of_type if event["subject"].endswith(f"/{subject_id}")]

        async def come() -> bool:
            return bool(found())

        await eventually(come, what=f"{event_type} of {subject_id} at the webhook")
        return found()[0]
