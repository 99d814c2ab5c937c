"""Many events are told while nobody listens: memory is bounded, and all is heard in order.

A hundred thousand of them: `ESSAIM_TEST_HISTORIES_TIMES=20 ./essaim test faults -k nobody`.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from pymongo import MongoClient
from pymongo.collection import Collection

from shared.ids import new_id
from shared.storage import outbox
from shared.storage.outbox import OutboxRow
from tests.bench.events import announced
from tests.bench.memory import resident_mib
from tests.eventually import eventually
from tests.histories import histories
from tests.running.club import Club
from tests.running.essaim import Essaim

SUBJECTS, EACH = histories(250), 20
LISTENERS = ("registration", "conventions", "notifications")
BOUND_MIB = 64
TOLD_SECONDS, HEARD_SECONDS = 300.0, 600.0


async def test_events_that_nobody_hears_yet_wait_without_filling_memory_and_keep_their_order(
    essaim: Essaim, club: Club
) -> None:
    given_up = [await getattr(club, service).all("/dead-letters") for service in LISTENERS]
    await essaim.stop(*(f"{service}-worker" for service in LISTENERS))
    teller = essaim.running()["directory-worker"].pid
    before = most = resident_mib(teller)
    orgs = [new_id() for _ in range(SUBJECTS)]
    with MongoClient[dict[str, Any]](essaim.addresses["mongodb"], uuidRepresentation="standard") as client:
        waiting = client["directory"][outbox.COLLECTION]
        for sequence in range(1, EACH + 1):
            rows = [OutboxRow.of(announced(org, sequence=sequence)).document() for org in orgs]
            await asyncio.to_thread(waiting.insert_many, rows)

        async def told() -> bool:
            nonlocal most
            most = max(most, resident_mib(teller))
            return await asyncio.to_thread(waiting.find_one, {"state": "pending"}, {"_id": 1}) is None

        await eventually(told, seconds=TOLD_SECONDS, what="all are told")
        await essaim.start(*(f"{service}-worker" for service in LISTENERS))
        for service in LISTENERS:
            heard = partial(_have_heard, client[service]["organisations"], orgs)
            await eventually(heard, seconds=HEARD_SECONDS, what=f"{service} has heard all")
    assert most - before < BOUND_MIB
    assert [await getattr(club, service).all("/dead-letters") for service in LISTENERS] == given_up


async def _have_heard(kept: Collection[dict[str, Any]], orgs: Sequence[UUID]) -> bool:
    """Whether the last of each history was applied: none is before all others of its own."""
    wanted = {"_id": {"$in": orgs}, "sequence": EACH}
    return await asyncio.to_thread(kept.count_documents, wanted) == len(orgs)
