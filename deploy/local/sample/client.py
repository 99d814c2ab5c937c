"""Owns how the sample speaks to a service: its public HTTP API, as one of the team. Knows no route."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar

import httpx

from deploy.local.failures import LocalFailure

Json = dict[str, Any]
T = TypeVar("T")
R = TypeVar("R")

AT_ONCE = 8
PAGE = 200
PAUSE_SECONDS = 0.2
LATEST_SECONDS = 60.0
NOT_YET = frozenset(
    {
        "invalid_token",
        "unknown_person",
        "unknown_organisation",
        "unknown_signatory",
        "no_membership",
        "not_a_member",
        "not_eligible",
    }
)
"""Refusals of a service that has not heard yet of what the sample has just made in another."""


class Service:
    """One service, reached by a client whose base address is its own."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client = client
        self._authorization = {"Authorization": f"Bearer {token}"}

    async def post(self, path: str, body: Json | None = None, *, key: str) -> Json:
        """Ask for a change, until the service has heard of what it builds on; the answer.

        Raises:
            LocalFailure: the service refuses it, or does not answer.
        """
        return await self._change("POST", path, body, key)

    async def put(self, path: str, body: Json, *, key: str) -> Json:
        """Ask for a change of what the path names; as `post`.

        Raises:
            LocalFailure: the service refuses it, or does not answer.
        """
        return await self._change("PUT", path, body, key)

    async def get(self, path: str) -> Json:
        """Read one thing.

        Raises:
            LocalFailure: the service refuses it, or does not answer.
        """
        return await self._insist(lambda: self._client.get(path, headers=self._authorization))

    async def all(self, path: str, **query: Any) -> list[Json]:
        """Every item of a list.

        Raises:
            LocalFailure: the service refuses it, or does not answer.
        """
        items: list[Json] = []
        wanted = {**query, "limit": PAGE}
        while True:
            page = await self._insist(
                lambda: self._client.get(path, params=wanted, headers=self._authorization)
            )
            items += page["items"]
            if page["next_cursor"] is None:
                return items
            wanted["cursor"] = page["next_cursor"]

    async def _change(self, method: str, path: str, body: Json | None, key: str) -> Json:
        headers = {"Idempotency-Key": f"sample {key}", **self._authorization}
        return await self._insist(lambda: self._client.request(method, path, json=body, headers=headers))

    async def _insist(self, ask: Callable[[], Awaitable[httpx.Response]]) -> Json:
        deadline = time.monotonic() + LATEST_SECONDS
        while True:
            answer = await _answer(ask)
            said: Json = answer.json()
            if answer.is_success:
                return said
            if said["code"] not in NOT_YET or time.monotonic() > deadline:
                raise LocalFailure(f"Le jeu d’exemple n’a pas pu être chargé\u00a0: {said['detail']}")
            await asyncio.sleep(PAUSE_SECONDS)


async def _answer(ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    try:
        return await ask()
    except httpx.TransportError as error:
        raise LocalFailure(
            "Le jeu d’exemple n’a pas pu être chargé\u00a0: un service ne répond pas."
        ) from error


async def for_each(items: Iterable[T], do: Callable[[T], Awaitable[R]]) -> Sequence[R]:
    """Do it for all of them, some at a time; the results in the order of the items."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(item: T) -> R:
        async with free:
            return await do(item)

    return await asyncio.gather(*(one(item) for item in items))
