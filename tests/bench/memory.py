"""Owns the bench of memory: what each process holds at rest, in a rush, and behind a full outbox."""

import asyncio
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from shared.ids import new_id
from shared.storage import outbox
from shared.storage.outbox import OutboxRow
from tests.bench import rush
from tests.bench.events import announced
from tests.bench.system import BenchSystem
from tests.eventually import eventually

ASKED = 6_000
WAITING = 100_000
INSERTED_AT_ONCE = 5_000
LOOK_SECONDS = 0.05
DRAINED_WITHIN_SECONDS = 300.0


def measure(system: BenchSystem) -> dict[str, Any]:
    """Run the bench; the figures that `./essaim bench memory` prints, in MiB of resident memory."""
    at_rest = _resident(system)
    in_rush = asyncio.run(_peak(system, _rush(system)))
    draining = asyncio.run(_peak(system, _drain(system)))
    return {
        name: {"at_rest_mib": at_rest[name], "rush_mib": in_rush[name], "full_outbox_mib": draining[name]}
        for name in at_rest
    }


def _resident(system: BenchSystem) -> dict[str, int]:
    return {name: resident_mib(pid) for name, pid in system.pids.items()}


def resident_mib(pid: int) -> int:
    """What a process holds. Source: proc(5), `VmRSS`, in KiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmRSS:")]
    return int(line.split()[1]) // 1024


async def _peak(system: BenchSystem, work: Any) -> dict[str, int]:
    """The most that each process held while the work was done."""
    most = _resident(system)
    doing = asyncio.create_task(work)
    while not doing.done():
        for name, held in _resident(system).items():
            most[name] = max(most[name], held)
        await asyncio.sleep(LOOK_SECONDS)
    await doing
    return most


async def _rush(system: BenchSystem) -> None:
    await asyncio.to_thread(rush.rush_once, system, ASKED)


async def _drain(system: BenchSystem) -> None:
    """Let the worker find so many rows in its outbox, and wait until they are told."""
    with MongoClient[dict[str, Any]](system.mongodb_url, uuidRepresentation="standard") as client:
        collection = client[system.registration_database][outbox.COLLECTION]
        for _ in range(WAITING // INSERTED_AT_ONCE):
            rows = [OutboxRow.of(announced(new_id())) for _ in range(INSERTED_AT_ONCE)]
            await asyncio.to_thread(collection.insert_many, [row.document() for row in rows])

        async def all_told() -> bool:
            return await asyncio.to_thread(collection.find_one, {"state": "pending"}, {"_id": 1}) is None

        await eventually(all_told, seconds=DRAINED_WITHIN_SECONDS, what="the outbox is drained")
