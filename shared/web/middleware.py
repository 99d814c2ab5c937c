"""Owns what happens to every request around its route. Works on bare ASGI: it is on every path."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.ids import new_id
from shared.telemetry import CORRELATION_HEADER, get_logger, story
from shared.web.problems import problem

MAX_BODY_BYTES = 1_000_000
MAX_CORRELATION_LENGTH = 100
"""Longer ones are replaced: they would end in every event of the story."""

DEFECT = problem(500, "defect", "Une erreur inattendue est survenue\u202f: l’équipe technique la trouvera.")
_CORRELATION = CORRELATION_HEADER.lower().encode()


class CorrelationMiddleware:
    """Every request belongs to a story: the caller's, or a new one; the answer and its log line name it.

    A defect is logged in that story too, and answered with 500; the answer says nothing of it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request inside its story."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = (_header(scope, _CORRELATION) or b"").decode("latin-1")
        known = asked.isascii() and asked.isprintable() and 0 < len(asked) <= MAX_CORRELATION_LENGTH
        correlation = asked if known else str(new_id())
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message["headers"], (_CORRELATION, correlation.encode())]
                _log(scope, message["status"])
            await send(message)

        with story(correlation):
            try:
                await self._app(scope, receive, answer)
            except Exception:
                get_logger().exception("defect")
                if begun:
                    raise
                await DEFECT(scope, receive, answer)


class BodyLimitMiddleware:
    """A request that says it is too long, or does not say how long it is, is refused unread.

    `uploads` are the endings of the paths that take files, with the most bytes that each may have.
    """

    def __init__(self, app: ASGIApp, *, uploads: Mapping[str, int]) -> None:
        self._app = app
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it with 413 or 411."""
        app = self._app
        if scope["type"] == "http":
            length = _header(scope, b"content-length")
            if length is not None and int(length) > self._limit(scope["path"]):
                app = problem(413, "request_too_large", "La demande dépasse la taille permise.")
            elif length is None and _header(scope, b"transfer-encoding") is not None:
                app = problem(411, "length_required", "La demande doit dire sa longueur (Content-Length).")
        await app(scope, receive, send)

    def _limit(self, path: str) -> int:
        """The most bytes that a request to this path may have."""
        limits = (limit for ending, limit in self._uploads.items() if path.endswith(ending))
        return next(limits, MAX_BODY_BYTES)


def _log(scope: Scope, status: int) -> None:
    """One line for each answer but those of health checks: a 503 of theirs is what was asked for.

    It has the path of the route, not of the request, which may hold the secret of a link.
    """
    route = getattr(scope.get("route"), "path", "")
    if route.startswith("/health"):
        return
    said = {"method": scope["method"], "route": route, "status": status}
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        get_logger().error("request failed", **said)
    else:
        get_logger().info("request answered", **said)


def _header(scope: Scope, name: bytes) -> bytes | None:
    value: bytes
    for key, value in scope["headers"]:
        if key == name:
            return value
    return None
