"""Owns the bench of imports: 20,000 rows sent over HTTP, looked at, and taken in by a worker.

The API is a process of its own; the worker's part runs here, while somebody asks how far it is.
"""

import asyncio
import time
from contextlib import closing
from typing import Any
from uuid import uuid4

import httpx

from deploy.local.ports import LOOPBACK
from deploy.local.reference_data import DATABASE
from deploy.local.screen import reporting
from services.directory.repository.imports import MongoImports
from services.directory.timers.imports import take_in_spreadsheets
from shared.clock import utc_now
from shared.commands import Role
from shared.ids import new_id
from shared.storage.mongo import connect, open_database
from tests.bench.search import DirectorySystem
from tests.running.spreadsheet import spreadsheet

ROWS = 20_000
POLL_SECONDS = 0.25
PATIENCE_SECONDS = 60.0


def measure(system: DirectorySystem) -> dict[str, Any]:
    """Send the file, and follow it: the figures of `./essaim bench import`."""
    return asyncio.run(_measured(system))


async def _measured(system: DirectorySystem) -> dict[str, Any]:
    token = system.signer.sign(person_id=new_id(), roles=(Role("staff"),), now=utc_now())
    async with httpx.AsyncClient(
        base_url=f"http://{LOOPBACK}:{system.port}",
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE_SECONDS,
    ) as client:
        begun = time.perf_counter()
        sent = await client.post(
            "/imports",
            params={"apply": True},
            content=spreadsheet(ROWS, series=1),
            headers={"Content-Type": "application/octet-stream", "Idempotency-Key": str(uuid4())},
        )
        sent.raise_for_status()
        with closing(connect(system.mongodb_url)) as mongodb:
            database = open_database(mongodb, DATABASE)
            working = asyncio.create_task(take_in_spreadsheets(MongoImports("directory", database), utc_now))
            seconds, told = await _followed(client, sent.headers["Location"], begun)
            await working
            people = await database["people"].count_documents({})
    if people != ROWS:
        raise RuntimeError(f"{people} of {ROWS} people were taken in")
    return {"rows": ROWS, **seconds, "times_told": told}


async def _followed(client: httpx.AsyncClient, path: str, begun: float) -> tuple[dict[str, float], int]:
    """How many seconds each work took, and how many times something else was told of how far it is."""
    at: dict[str, float] = {}
    told = set()
    with reporting("Import") as report:
        while (standing := (await client.get(path)).raise_for_status().json())["state"] != "done":
            if standing["state"] not in {"looking", "applying"}:
                raise RuntimeError(f"the file is {standing['state']}")
            at.setdefault(standing["state"], time.perf_counter())
            told.add((standing["state"], standing["done"]))
            report(standing["done"], standing["steps"])
            await asyncio.sleep(POLL_SECONDS)
    over = time.perf_counter()
    applying = at.get("applying", over)
    seconds = {"look_s": applying - begun, "apply_s": over - applying}
    return {name: round(value, 1) for name, value in seconds.items()}, len(told)
