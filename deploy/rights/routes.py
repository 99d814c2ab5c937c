"""Owns the list of the routes that the four APIs really have, read from the APIs themselves. Calls none."""

import importlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from starlette.routing import Route

from deploy.local.every_key import ensure_keys
from deploy.local.services import SERVICES, ServerUrls, api
from deploy.local.settings import LocalSettings

DESCRIPTION = {"/openapi.json", "/docs", "/docs/oauth2-redirect", "/redoc"}
"""What FastAPI adds: the description of the API, for anybody."""
NO_SERVERS = ServerUrls(mongodb="mongodb://127.0.0.1:1", rabbitmq="")
OF_THEIR_OWN = {"HEAD", "OPTIONS"}


def routes_of_all() -> Mapping[str, frozenset[str]]:
    """Service → its routes, as the table writes them."""
    with TemporaryDirectory() as folder:
        settings = LocalSettings(state=Path(folder))
        ensure_keys(settings)
        return {service: frozenset(_routes(_app(service, settings))) for service in SERVICES}


def _app(service: str, settings: LocalSettings) -> FastAPI:
    """The API of a service, made but not started: it connects to nothing."""
    main = importlib.import_module(f"services.{service}.main")
    with _environment(api(service, settings, NO_SERVERS).environment):
        app: FastAPI = main.create_api(main.Settings())
    return app


def _routes(app: FastAPI) -> Iterator[str]:
    for route in app.routes:
        path = getattr(route, "path", str(route))
        if path in DESCRIPTION:
            continue
        if not isinstance(route, Route) or not route.methods:
            yield f"ANY {path}"  # a mount or a socket: it opens a door as well
            continue
        yield from (f"{method} {path}" for method in route.methods - OF_THEIR_OWN)


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = os.environ.copy()
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
