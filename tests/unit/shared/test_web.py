"""What every API has around its routes: stories, limits, problem details, pages of lists."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from pymongo.errors import AutoReconnect, OperationFailure
from structlog.testing import capture_logs

from shared.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    NotFound,
    TooMany,
    Unauthenticated,
)
from shared.storage.mongo import Contention, StorageUnavailable
from shared.telemetry import CORRELATION_HEADER, correlation_id
from shared.web.middleware import MAX_CORRELATION_LENGTH, BodyLimitMiddleware, CorrelationMiddleware
from shared.web.pagination import InvalidCursor, page_after, page_of
from shared.web.problems import install_problems


def app(error: Exception | None = None) -> FastAPI:
    """An API with one route, which answers the story that it is in, or raises."""
    made = FastAPI()

    @made.post("/things/{secret}")
    async def post(secret: int) -> dict[str, Any]:
        if error is not None:
            raise error
        return {"story": correlation_id(), "secret": secret}

    @made.post("/health/ready")
    async def ready() -> None:
        raise StorageUnavailable("x")

    made.add_middleware(CorrelationMiddleware)
    made.add_middleware(BodyLimitMiddleware, uploads={"/9": 3_000_000})
    install_problems(made)
    return made


async def post(made: FastAPI, path: str = "/things/1", **said: Any) -> httpx.Response:
    transport = httpx.ASGITransport(made, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        return await client.post(path, **said)


async def test_a_request_belongs_to_the_story_that_it_names() -> None:
    answer = await post(app(), headers={CORRELATION_HEADER: "my story"})
    assert answer.headers[CORRELATION_HEADER] == answer.json()["story"] == "my story"


@pytest.mark.parametrize("named", ["", "é".encode(), b"a\tb", "x" * (MAX_CORRELATION_LENGTH + 1)], ids=str)
async def test_what_is_no_name_of_a_story_is_replaced(named: str | bytes) -> None:
    answer = await post(app(), headers=[(CORRELATION_HEADER.encode(), named)])
    assert answer.headers[CORRELATION_HEADER] == answer.json()["story"]
    assert answer.json()["story"] not in {"", named}


async def test_two_requests_at_once_have_two_stories() -> None:
    made = app()
    answers = await asyncio.gather(*(post(made, headers={CORRELATION_HEADER: str(n)}) for n in range(9)))
    assert [answer.json()["story"] for answer in answers] == [str(n) for n in range(9)]


async def test_an_answer_is_one_line_in_the_log_without_the_secret_of_its_path() -> None:
    with capture_logs() as logs:
        await post(app(), "/things/1234567")
        await post(app(), "/nowhere/1234567")
    assert [(line["route"], line["status"]) for line in logs] == [("/things/{secret}", 200), ("", 404)]
    assert "1234567" not in str(logs)


@pytest.mark.parametrize(("path", "size", "status"), [("/1", 1_000_001, 413), ("/9", 1_000_001, 200)])
async def test_a_body_is_as_long_as_its_path_allows(path: str, size: int, status: int) -> None:
    assert (await post(app(), f"/things{path}", content=b"x" * size)).status_code == status


async def test_a_body_that_does_not_say_its_length_is_refused() -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"x"

    answer = await post(app(), content=endless())
    assert answer.status_code == 411
    assert answer.json()["code"] == "length_required"


class Full(Conflict):
    """A refusal of a kind."""

    code = "full"


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Invalid("Non.", field="age"), 422),
        (NotFound("Non."), 404),
        (Full("Non.", seats=0), 409),
        (Forbidden("Non."), 403),
        (Unauthenticated("Non."), 401),
        (TooMany("Non.", retry_after_seconds=30), 429),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_refusal_is_a_problem_of_its_kind(refusal: DomainError, status: int) -> None:
    answer = await post(app(refusal))
    problem = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, problem["status"]) == (status, status)
    assert problem["code"] == refusal.code
    assert problem["type"] == f"urn:essaim:problem:{refusal.code}"
    assert problem["detail"] == "Non."
    assert problem["title"]


async def test_a_refusal_tells_its_facts_its_field_and_when_to_come_back() -> None:
    assert (await post(app(Full("Non.", seats=0)))).json()["seats"] == 0
    invalid = (await post(app(Invalid("Non.", field="age")))).json()
    assert invalid["errors"] == [{"field": "age", "message": "Non."}]
    assert (await post(app(TooMany("Non.", retry_after_seconds=30)))).headers["Retry-After"] == "30"
    assert (await post(app(Unauthenticated("Non.")))).headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("error", [StorageUnavailable("x"), Contention("x"), AutoReconnect("x")])
async def test_a_database_that_does_not_answer_is_no_defect(error: Exception) -> None:
    answer = await post(app(error))
    assert answer.status_code == 503
    assert answer.json()["code"] == "unavailable"
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize("error", [OperationFailure("no such index", code=2), ZeroDivisionError("by zero")])
async def test_a_defect_is_a_500_that_says_nothing_and_is_logged_in_its_story(error: Exception) -> None:
    with capture_logs() as logs:
        answer = await post(app(error), headers={CORRELATION_HEADER: "my story"})
    assert answer.status_code == 500
    assert answer.json()["code"] == "defect"
    assert answer.headers[CORRELATION_HEADER] == "my story"
    assert str(error) not in answer.json().values()
    assert [line["event"] for line in logs] == ["defect", "request failed"]
    assert "exc_info" in logs[0]


async def test_an_answer_is_logged_and_that_of_a_health_check_is_not() -> None:
    with capture_logs() as logs:
        assert (await post(app(StorageUnavailable("x")))).status_code == 503
        assert (await post(app(), "/health/ready")).status_code == 503
        assert (await post(app())).status_code == 200
    assert [(line["event"], line["route"]) for line in logs] == [
        ("request failed", "/things/{secret}"),
        ("request answered", "/things/{secret}"),
    ]


@pytest.mark.parametrize(("path", "field"), [("/things/x", "secret"), ("/things/1.5", "secret")])
async def test_a_wrong_request_names_the_field(path: str, field: str) -> None:
    answer = await post(app(), path)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@given(st.text(), st.integers())
def test_a_cursor_gives_back_the_position_of_the_last_item(name: str, number: int) -> None:
    page = page_of([(name, number)], 1, lambda item: item)
    assert page_after(page.next_cursor, str, int) == (name, number)


def test_the_last_page_has_no_cursor() -> None:
    assert page_of([1], 2, lambda item: (item,)).next_cursor is None
    assert page_of([], 2, lambda item: (item,)).next_cursor is None


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_position_outside_the_calendar_is_no_cursor(instant: str) -> None:
    cursor = page_of([instant], 1, lambda item: (item,)).next_cursor
    with pytest.raises(InvalidCursor):
        page_after(cursor, datetime.fromisoformat)


@given(st.text())
def test_any_other_text_is_no_cursor(text: str) -> None:
    with pytest.raises(InvalidCursor):
        page_after(text, str, int, str, int)
