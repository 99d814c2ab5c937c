"""Owns the short way of a well-formed command through FastAPI, for the route that a crowd takes at once.

It asks of a request what FastAPI would ask: whatever is not plainly well-formed is handed to FastAPI itself,
which refuses it in its own words, or finds that it was right after all. What it leaves out is looking up, for
each request anew, what the endpoint's signature has said once.
"""

import inspect
from collections.abc import Callable
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from shared.web.authentication import BearerToken, CurrentActor
from shared.web.idempotency import KEY_MAX_CHARACTERS, KEY_MIN_CHARACTERS, IdempotencyKey, idempotency_of

JSON = "application/json"


class CommandRoute(APIRoute):
    """A route whose endpoint takes its path's parts, one body, who asks, the key and the response.

    Raises:
        TypeError: the endpoint takes something else, which only FastAPI knows how to give.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self._bearer = BearerToken()
        self._long_way = self.app
        self._parts: dict[str, TypeAdapter[Any]] = {}
        self._names: dict[str, str] = {}
        for name, parameter in inspect.signature(endpoint).parameters.items():
            wanted = parameter.annotation
            if name in self.param_convertors:
                self._parts[name] = TypeAdapter(wanted)
            elif wanted == CurrentActor:
                self._names["actor"] = name
            elif wanted == IdempotencyKey:
                self._names["key"] = name
            elif wanted is Response:
                self._names["response"] = name
            elif isinstance(wanted, type) and issubclass(wanted, BaseModel):
                self._names["body"] = name
                self._model = wanted
        if set(self._names) != {"actor", "key", "response", "body"} or self.status_code is None:
            raise TypeError(f"{endpoint.__qualname__} can't be served the short way")
        self._status: int = self.status_code
        self.app = self._short_way

    async def _short_way(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            body = await request.body()
        except ClientDisconnect:
            await self._long_way(scope, _gone, send)
            return
        values = self._read(request, body)
        if values is None:
            await self._long_way(scope, _again(body), send)
            return
        values[self._names["actor"]] = await self._bearer(request)
        values[self._names["response"]] = response = Response(status_code=self._status, media_type=JSON)
        answer: BaseModel = await self.endpoint(**values)
        response.body = answer.model_dump_json().encode()
        response.headers["Content-Length"] = str(len(response.body))
        await response(scope, receive, send)

    def _read(self, request: Request, body: bytes) -> dict[str, Any] | None:
        """What the endpoint takes of a well-formed request; None for another one."""
        key = request.headers.get("idempotency-key", "")
        well_keyed = KEY_MIN_CHARACTERS <= len(key) <= KEY_MAX_CHARACTERS
        if not well_keyed or request.headers.get("content-type") != JSON:
            return None
        try:
            values = {
                name: part.validate_python(request.path_params[name]) for name, part in self._parts.items()
            }
            values[self._names["body"]] = self._model.model_validate_json(body)
        except ValueError:  # FastAPI says which, and what is wrong with it
            return None
        values[self._names["key"]] = idempotency_of(request, key, body)
        return values


def _again(body: bytes) -> Receive:
    """The body once more, for who reads it after us."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _gone() -> Message:
    return {"type": "http.disconnect"}
