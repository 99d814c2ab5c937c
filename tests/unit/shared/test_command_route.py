"""Owns the test that the short way of a command answers as FastAPI would, whatever is asked."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.types import Receive, Scope, Send

from shared.clock import utc_now
from shared.commands import Actor
from shared.errors import Conflict
from shared.ids import new_id
from shared.security.tokens import TokenSigner, new_private_key_pem, verify
from shared.web.authentication import CurrentActor
from shared.web.command_route import CommandRoute
from shared.web.idempotency import IdempotencyKey
from shared.web.problems import install_problems

SIGNER = TokenSigner(new_private_key_pem())
PERSON = new_id()
PLACE = "0199b0f4-65a5-7c26-8d53-5c6b3a0b8a11"
TOKEN = SIGNER.sign(person_id=PERSON, roles=(), now=utc_now())
HEADERS = {
    "Authorization": f"Bearer {TOKEN}",
    "Idempotency-Key": "une-demande",
    "Content-Type": "application/json",
}
BODY = b'{"name": "Cantine d\xe2\x80\x99Oss\xc3\xa9ja", "days": ["2027-03-04"]}'


class Taken(Conflict):
    """The name is one that somebody has."""

    code = "taken"


class Asked(BaseModel):
    """What the endpoint of the test takes."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=20)]
    days: tuple[str, ...] = ()
    org: UUID | None = None


class Told(BaseModel):
    """What it was given."""

    place: UUID
    name: str
    days: tuple[str, ...]
    org: UUID | None
    actor: str
    key: str
    fingerprint: str


class _Keys:
    """Vouches for the one key of the test."""

    async def actor(self, token: str) -> Actor:
        return verify(token, SIGNER._private.public_key())  # the half that a ring has


async def endpoint(
    place: UUID, body: Asked, actor: CurrentActor, idempotency: IdempotencyKey, response: Response
) -> Told:
    if body.name == "prise":
        raise Taken("Ce nom est pris.")
    response.headers["Location"] = f"/places/{place}"
    said = {"actor": str(actor), "key": idempotency.key, "fingerprint": idempotency.fingerprint}
    return Told(place=place, name=body.name, days=body.days, org=body.org, **said)


def served(route_class: type[Any] | None) -> FastAPI:
    """The endpoint behind a route of this class."""
    app = FastAPI()
    app.state.keys = _Keys()
    install_problems(app)
    app.router.add_api_route(
        "/places/{place}", endpoint, methods=["POST"], status_code=201, route_class_override=route_class
    )
    return app


async def asked(app: FastAPI, path: str, headers: dict[str, str], body: bytes) -> httpx.Response:
    """The answer to one request."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://essaim") as client:
        return await client.post(path, headers=headers, content=body)


def without(name: str) -> dict[str, str]:
    """The headers but for one."""
    return {key: value for key, value in HEADERS.items() if key != name}


def requests() -> Iterator[Any]:
    """A well-formed request, and what can be wrong with one."""
    path = f"/places/{PLACE}"
    yield pytest.param(path, HEADERS, BODY, 201, id="right")
    yield pytest.param(path, HEADERS, b'{"name": "prise"}', 409, id="refused by its handler")
    yield pytest.param(
        path, HEADERS | {"Content-Type": "application/json; charset=utf-8"}, BODY, 201, id="charset"
    )
    yield pytest.param(path, HEADERS | {"Content-Type": "application/ld+json"}, BODY, 201, id="kind of JSON")
    yield pytest.param(path, HEADERS | {"Content-Type": "text/plain"}, BODY, 422, id="no JSON")
    yield pytest.param(path, without("Content-Type"), BODY, 422, id="no type")
    yield pytest.param(path, without("Authorization"), BODY, 401, id="nobody")
    yield pytest.param(path, without("Authorization"), b"{}", 401, id="nobody, and nothing")
    yield pytest.param(path, HEADERS | {"Authorization": "Bearer faux"}, BODY, 401, id="bad token")
    yield pytest.param(path, without("Idempotency-Key"), BODY, 422, id="no key")
    yield pytest.param(path, HEADERS | {"Idempotency-Key": "court"}, BODY, 422, id="short key")
    yield pytest.param(path, HEADERS | {"Idempotency-Key": "x" * 201}, BODY, 422, id="long key")
    yield pytest.param("/places/paris", HEADERS, BODY, 422, id="no place")
    yield pytest.param(f"/places/{PLACE.replace('-', '')}", HEADERS, BODY, 201, id="place without dashes")
    yield pytest.param(f"/places/{PLACE[:-1]}-", HEADERS, BODY, 422, id="dash for a digit")
    yield pytest.param(path, HEADERS, b"", 422, id="no body")
    yield pytest.param(path, HEADERS, b"{", 422, id="half a body")
    yield pytest.param(path, HEADERS, b'{"name": 3, "days": 4}', 422, id="two wrong fields")
    yield pytest.param(path, HEADERS, b'{"name": "a", "age": 4}', 422, id="a field too many")
    yield pytest.param(path, HEADERS, b'{"name": "a", "name": "b"}', 201, id="a field twice")
    yield pytest.param(path, HEADERS, b'{"name": "\\ud800"}', 422, id="half a character")
    yield pytest.param(path, HEADERS, b'{"name": "\xff"}', 400, id="no UTF-8")
    yield pytest.param(path, HEADERS, b'{"name": "a", "org": ""}', 422, id="no organisation")


@pytest.mark.parametrize(("path", "headers", "body", "status"), list(requests()))
async def test_it_answers_as_fastapi_does(
    path: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    short, long = [await asked(served(route), path, headers, body) for route in (CommandRoute, None)]
    assert short.status_code == long.status_code == status
    assert short.content == long.content
    assert sorted(short.headers.items()) == sorted(long.headers.items())


async def test_a_well_formed_command_does_not_take_the_long_way() -> None:
    app = served(CommandRoute)
    route = next(route for route in app.routes if isinstance(route, CommandRoute))

    async def long_way(_: Scope, __: Receive, ___: Send) -> None:
        raise AssertionError

    route._long_way = long_way  # what must not be taken
    assert (await asked(app, f"/places/{PLACE}", HEADERS, BODY)).status_code == 201


def test_an_endpoint_that_takes_more_is_not_served_so() -> None:
    async def counting(place: UUID, limit: int = 3) -> Told:
        raise NotImplementedError

    with pytest.raises(TypeError, match="counting"):
        CommandRoute("/places/{place}", counting, methods=["POST"], status_code=201)
