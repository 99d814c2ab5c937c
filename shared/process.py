"""Owns what the kinds of process have in common: the command line, logs, the event loop, uvicorn."""

import argparse
import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import uvicorn
import uvloop
from fastapi import FastAPI

from shared.messaging.worker import Worker
from shared.settings import ServiceSettings
from shared.telemetry import configure_logging

GRACEFUL_SECONDS = 10
BACKLOG = 4096

S = TypeVar("S", bound=ServiceSettings)


def run(
    service: str,
    settings: Callable[[], S],
    *,
    api: Callable[[S], FastAPI],
    worker: Callable[[S], Worker],
    **jobs: Callable[[S], Coroutine[Any, Any, None]],
) -> None:
    """Be one process of `service`, as the command line says: API, worker, both, or a job that ends."""
    parser = argparse.ArgumentParser(prog=f"python -m services.{service}.main")
    parser.add_argument("kind", choices=("api", "worker", "both", *jobs), help="what this process does")
    kind = parser.parse_args().kind
    read = settings()
    configure_logging(f"{service}-{kind}", read.log_level)
    if kind == "api":
        serve(api(read), host=read.host, port=read.port)
        return
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        match kind:
            case "worker":
                runner.run(_work(worker(read)))
            case "both":
                runner.run(_serve_and_work(api, worker, read))
            case job:
                runner.run(jobs[job](read))


def collect_less_often() -> None:
    """Look for cycles of dead objects a hundred times less often, and no more among what start-up made.

    What a request makes dies with its last reference; looking for more took a tenth of an API's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(70_000, 10, 10)


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Answer HTTP requests until SIGTERM or SIGINT."""
    collect_less_often()
    uvicorn.Server(_configuration(app, host=host, port=port)).run()


class _Server(uvicorn.Server):
    """A server that is told to stop by who runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the worker beside it."""
        yield


def _configuration(app: FastAPI, *, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
    )


async def _work(built: Worker) -> None:
    collect_less_often()
    try:
        await built.run()
    finally:
        built.database.client.close()


async def _serve_and_work(api: Callable[[S], FastAPI], worker: Callable[[S], Worker], settings: S) -> None:
    """Both, until told to stop or until one of them ends; requests in hand are answered first."""
    built = worker(settings)
    server = _Server(_configuration(api(settings), host=settings.host, port=settings.port))
    working, serving = asyncio.create_task(_work(built)), asyncio.create_task(server.serve())
    await asyncio.wait({working, serving}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    built.stop()
    await asyncio.gather(working, serving)
