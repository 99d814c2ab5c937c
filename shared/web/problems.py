"""Owns what a refusal looks like over HTTP: problem details (RFC 9457), in French.

No other place knows which status a kind of refusal has.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from shared.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    NotFound,
    TooMany,
    Unauthenticated,
    Unavailable,
)
from shared.storage.mongo import Contention, DriverError, StorageUnavailable, is_unavailable
from shared.web.french import sentence_for

MEDIA_TYPE = "application/problem+json"
STATUS_OF_KIND: Mapping[type[DomainError], HTTPStatus] = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Forbidden: HTTPStatus.FORBIDDEN,
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
TITLES = {
    400: "Demande illisible",
    401: "Identification nécessaire",
    403: "Action non permise",
    404: "Introuvable",
    405: "Méthode non permise",
    409: "Impossible dans l’état actuel",
    411: "Longueur nécessaire",
    413: "Demande trop volumineuse",
    422: "Demande incorrecte",
    429: "Trop de demandes",
    500: "Erreur inattendue",
    503: "Service momentanément indisponible",
}
DETAILS = {
    400: "La demande n’a pas pu être lue.",
    404: "Cette adresse n’existe pas.",
    405: "Cette adresse n’accepte pas cette méthode.",
}
RETRY_AFTER_SECONDS = 2


def problem(
    status: int, code: str, detail: str, *, headers: Mapping[str, str] | None = None, **facts: Any
) -> JSONResponse:
    """A problem details response; `facts` are its extension members."""
    body = {
        "type": f"urn:essaim:problem:{code}",
        "title": TITLES.get(status, HTTPStatus(status).phrase),
        "status": int(status),
        "detail": detail,
        "code": code,
    }
    return JSONResponse(
        jsonable_encoder(facts) | body, status_code=status, headers=headers, media_type=MEDIA_TYPE
    )


def status_of(refusal: DomainError) -> HTTPStatus:
    """The status that a refusal is answered with."""
    return next(STATUS_OF_KIND[kind] for kind in type(refusal).__mro__ if kind in STATUS_OF_KIND)


async def _refusal(_: Request, error: DomainError) -> JSONResponse:
    status = status_of(error)
    facts = dict(error.facts)
    if field := facts.pop("field", None):
        facts["errors"] = [{"field": field, "message": error.sentence}]
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
    if wait := facts.get("retry_after_seconds"):
        headers["Retry-After"] = str(wait)
    return problem(status, error.code, error.sentence, headers=headers, **facts)


async def _invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    errors = [{"field": _field(item["loc"]), "message": sentence_for(item)} for item in error.errors()]
    return problem(422, "invalid_request", "Certains champs sont à corriger.", errors=errors)


def _field(location: Sequence[int | str]) -> str:
    """`("body", "slots", 0, "date")` → `slots.0.date`; a body that is no JSON at all is `body`."""
    inside = [str(part) for part in location[1:] if not isinstance(part, int) or location[0] == "body"]
    named = [part for part in inside if not part.isdigit() or len(inside) > 1]
    return ".".join(named) or str(location[0])


async def _http(_: Request, error: HTTPException) -> JSONResponse:
    detail = DETAILS.get(error.status_code, str(error.detail))
    return problem(
        error.status_code, HTTPStatus(error.status_code).name.lower(), detail, headers=error.headers
    )


async def _unavailable(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, DriverError) and not is_unavailable(error):
        raise error
    return problem(
        503,
        "unavailable",
        "Le service est momentanément indisponible\u202f: réessayez dans un instant.",
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )


def install_problems(app: FastAPI) -> None:
    """Answer every error of `app` with problem details."""
    handlers: Mapping[type[Exception], Any] = {
        DomainError: _refusal,
        RequestValidationError: _invalid_request,
        HTTPException: _http,
        StorageUnavailable: _unavailable,
        Contention: _unavailable,
        DriverError: _unavailable,
    }
    for error, handler in handlers.items():
        app.add_exception_handler(error, handler)
