"""Owns how a test asks a running service over its public HTTP API. Knows no route."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx

from shared.ids import new_id
from tests.eventually import eventually

PAGE = 200
NOT_HEARD_YET = frozenset(
    {
        "unknown_person",
        "unknown_organisation",
        "unknown_club_event",
        "no_membership",
        "not_a_member",
        "not_eligible",
        "not_their_organisation",
        "unknown_agent",
    }
)
"""Refusals that may only mean that an event is still on its way."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Caller:
    """Somebody who calls one service: with a token, and a new idempotency key for each request."""

    client: httpx.AsyncClient
    token: str | None

    async def send(self, method: str, path: str, *, key: str = "", **said: Any) -> httpx.Response:
        """One request, its answer whatever it is."""
        return await self.client.send(self.request(method, path, key=key, **said))

    def request(
        self, method: str, path: str, *, key: str = "", content_type: str = "application/json", **said: Any
    ) -> httpx.Request:
        """The request that `send` sends."""
        headers = {"Idempotency-Key": key or str(new_id()), "Content-Type": content_type}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        encoded = httpx.Headers(headers, encoding="utf-8")  # a bad token may have any character
        return self.client.build_request(method, path, headers=encoded, **said)

    async def post(self, path: str, body: Json | None = None, *, key: str = "") -> httpx.Response:
        """Ask for a change, its answer whatever it is."""
        return await self.send("POST", path, json=body, key=key)

    async def made(self, path: str, body: Json | None = None) -> Json:
        """Ask for a change that is to be accepted."""
        return _accepted(await self.post(path, body))

    async def put(self, path: str, body: Json) -> Json:
        """Ask for a change that is to be accepted, of what the path names."""
        return _accepted(await self.send("PUT", path, json=body))

    async def made_once_heard(self, path: str, body: Json) -> Json:
        """Ask for a change that is to be accepted as soon as the service has heard what it builds on."""
        answers: list[httpx.Response] = []

        async def heard() -> bool:
            answers.append(await self.post(path, body))
            return answers[-1].is_success or answers[-1].json()["code"] not in NOT_HEARD_YET

        await eventually(heard, what=f"POST {path} {body}")
        return _accepted(answers[-1])

    async def refused_once_heard(self, path: str, body: Json, **problem: Any) -> httpx.Response:
        """Ask for a change that is to be refused, for this reason as soon as the service has heard of it."""
        answers: list[httpx.Response] = []

        async def refused() -> bool:
            answers.append(await self.post(path, body))
            assert not answers[-1].is_success, f"accepted: {answers[-1].text}"
            said = answers[-1].json()
            return {name: said.get(name) for name in problem} == problem

        await eventually(refused, what=f"POST {path} {body} refused: {problem}")
        return answers[-1]

    async def got(self, path: str, **query: Any) -> Json:
        """Read what is to be there."""
        return _accepted(await self.send("GET", path, params=query))

    async def pages(self, path: str, **query: Any) -> AsyncIterator[Json]:
        """Every item of a list."""
        cursor: Json = {}
        while True:
            page = await self.got(path, **{"limit": PAGE, **query, **cursor})
            for item in page["items"]:
                yield item
            if page["next_cursor"] is None:
                return
            cursor = {"cursor": page["next_cursor"]}

    async def all(self, path: str, **query: Any) -> list[Json]:
        """Every item of a list, at once."""
        return [item async for item in self.pages(path, **query)]


def _accepted(answer: httpx.Response) -> Json:
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.text}"
    accepted: Json = answer.json()
    return accepted
