"""Bad input on any route of the running services meets a clear error, names the field and changes nothing."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

import httpx
import pytest

from deploy.local.plain_http import PLAIN
from deploy.local.services import SERVICES
from deploy.rights.rules import ANYBODY
from deploy.rights.table import TABLE
from services.conventions.api import signing
from services.directory.api import admissions, imports
from shared.commands import Role
from tests.bad_tokens import bad_tokens
from tests.garbage import UNKNOWN_ID, Garbage, garbage
from tests.right_bodies import RIGHT
from tests.running.callers import Caller, Json
from tests.running.club import YEAR, Club
from tests.running.essaim import Essaim

AT_ONCE = 8
UPLOADS = {**signing.UPLOADS, **imports.UPLOADS, **admissions.UPLOADS}
PROBLEM = "application/problem+json"
PUBLIC = {
    tuple(route.split(" ")) for rights in TABLE.values() for route, rule in rights.items() if rule == ANYBODY
}
LETTERS = {"/dead-letters/replay", "/dead-letters/discard"}
MAY_BE_RIGHT = {"/partners", "/organisations", "/club-events", "/sessions/end-all", *LETTERS}
"""A prospect without a SIREN, a draft that is nearly empty, letters of which there are none, no session."""

every_service = pytest.mark.parametrize("service", SERVICES)


async def openapi(essaim: Essaim, service: str) -> Json:
    async with httpx.AsyncClient(base_url=essaim.addresses[service], verify=PLAIN) as client:
        described: Json = (await client.get("/openapi.json")).raise_for_status().json()
        return described


async def answers(caller: Caller, requests: Iterable[Garbage]) -> list[tuple[Garbage, httpx.Response]]:
    free = asyncio.Semaphore(AT_ONCE)

    async def send(request: Garbage) -> tuple[Garbage, httpx.Response]:
        async with free:
            said: dict[str, Any] = {"content": request.content, "params": dict(request.query)}
            return request, await caller.send(request.method, request.path, **said)

    return list(await asyncio.gather(*(send(request) for request in requests)))


def require_problem(request: object, answer: httpx.Response) -> None:
    where = f"{request} → {answer.status_code} {answer.text[:300]}"
    assert 400 <= answer.status_code < 500, where
    assert answer.headers["Content-Type"] == PROBLEM, where
    problem = answer.json()
    assert problem["status"] == answer.status_code, where
    assert problem["type"] == f"urn:essaim:problem:{problem['code']}", where
    assert problem["title"], where
    assert problem["detail"].endswith("."), where
    if answer.status_code == 422:
        assert problem["errors"], where
        assert all(error["field"] and error["message"] for error in problem["errors"]), where


@every_service
async def test_garbage_on_any_route_is_a_problem_that_names_the_field(club: Club, service: str) -> None:
    caller = club.caller(service, Role("admin"))
    requests = list(garbage(await openapi(club.essaim, service), RIGHT))
    assert requests
    for request, answer in await answers(caller, requests):
        if not answer.is_success:
            require_problem(request, answer)
        elif request.method != "GET":
            assert request.path in MAY_BE_RIGHT, f"accepted: {request}"
            if location := answer.headers.get("Location"):  # whatever was taken in can be read again
                assert (await caller.got(location))["id"] == answer.json()["id"]
    assert (await caller.got("/health/ready"))["status"] == "ok"


def routes(described: Json) -> Iterator[tuple[str, str]]:
    for path, operations in described["paths"].items():
        yield from ((method.upper(), path) for method in operations)


@every_service
async def test_no_route_but_the_public_ones_opens_to_a_bad_token(club: Club, service: str) -> None:
    wanted = set(routes(await openapi(club.essaim, service))) - PUBLIC
    assert wanted
    for why, token in bad_tokens(club.essaim.signer).items():
        requests = [Garbage(method, path, b"{}") for method, path in sorted(wanted)]
        for request, answer in await answers(club.stranger(service, token), requests):
            assert answer.status_code == 401, f"{why}: {request} → {answer.status_code} {answer.text}"
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            require_problem(request, answer)


@every_service
async def test_a_huge_or_endless_body_is_refused_unread(club: Club, service: str) -> None:
    described = await openapi(club.essaim, service)
    caller = club.caller(service, Role("admin"))
    for method, path in [route for route in routes(described) if route[0] != "GET"]:
        limits = (most for ending, most in UPLOADS.items() if path.endswith(ending))
        size = 2 * next(limits, 1_000_000)
        huge = await caller.send(method, path, content=b'{"name": "' + b"x" * size + b'"}')
        assert huge.status_code == 413, f"{method} {path} → {huge.status_code}"
        require_problem(path, huge)
        endless = await caller.send(method, path, content=_endless())
        assert endless.status_code == 411, f"{method} {path} → {endless.status_code}"
        require_problem(path, endless)


async def _endless() -> Any:
    for _ in range(100):
        yield b" " * 1000


@every_service
async def test_an_unknown_address_or_method_is_a_problem_too(club: Club, service: str) -> None:
    caller = club.caller(service, Role("admin"))
    for method, path, status in (
        ("GET", "/nowhere", 404),
        ("GET", "/%2e%2e/etc/passwd", 404),
        ("DELETE", "/dead-letters", 405),
        ("PATCH", "/health/live", 405),
    ):
        answer = await caller.send(method, path)
        assert answer.status_code == status, (method, path, answer.text)
        require_problem(path, answer)


@pytest.mark.parametrize(
    ("service", "path", "changed", "field"),
    [
        ("registration", "POST /club-events", {"kind": "fête"}, "kind"),
        ("registration", "POST /club-events", {"title": ""}, "title"),
        (
            "registration",
            "POST /club-events",
            {"starts_local": f"{YEAR}-03-18T09:30:00+01:00"},
            "starts_local",
        ),
        ("registration", "POST /club-events", {"ends_local": f"{YEAR}-03-18T09:30:00"}, "ends_local"),
        ("registration", "POST /club-events", {"timezone": "Europe/Lyon"}, "timezone"),
        ("registration", "POST /club-events", {"area": ["30"], "venue_org": None}, "area"),
        (
            "registration",
            "POST /club-events",
            {"place": {"label": "x", "postal_code": "3"}},
            "place.postal_code",
        ),
        (
            "registration",
            "POST /club-events/{club_event_id}/open",
            {"capacity": {"online": 0}},
            "capacity.online",
        ),
        ("registration", "POST /club-events/{club_event_id}/registrations", {"org": "Manduel"}, "org"),
        ("registration", "POST /club-events/{club_event_id}/registrations", {"mode": "par la poste"}, "mode"),
        ("registration", "POST /club-events/{club_event_id}/registrations", {}, "club_event_id"),
        ("directory", "POST /organisations", {}, "siren"),
        ("directory", "POST /people", {"email": "camille@"}, "email"),
    ],
)
async def test_the_field_at_fault_is_named(
    club: Club, service: str, path: str, changed: Json, field: str
) -> None:
    body = {**RIGHT[path], **changed}
    _, template = path.split()
    answer = await club.caller(service, Role("staff")).post(
        template.replace("{club_event_id}", UNKNOWN_ID), body
    )
    require_problem(path, answer)
    assert field in [error["field"] for error in answer.json()["errors"]], answer.text


@every_service
async def test_a_path_that_needs_an_id_names_it(club: Club, service: str) -> None:
    for _, path in [route for route in routes(await openapi(club.essaim, service)) if "_id}" in route[1]]:
        name = next(part for part in path.split("/") if part.endswith("_id}")).strip("{}")
        answer = await club.caller(service, Role("admin")).send(
            "GET", "/".join("x" if part.startswith("{") else part for part in path.split("/"))
        )
        if answer.status_code != 405:
            assert answer.status_code == 422, (path, answer.text)
            assert name in [error["field"] for error in answer.json()["errors"]]
