"""Owns the wake-up: a hint that a collection has new documents, so that nobody polls in a hurry.

A change stream may end, lose its place or lag: whoever is woken by it polls as well.
"""

import asyncio
from collections.abc import Callable

from shared.storage.mongo import Collection, DriverError, watch
from shared.telemetry import get_logger

REOPEN_AFTER_SECONDS = 1.0
RINGS = (
    {"$match": {"operationType": "insert", "fullDocument.rings": True}},
    {"$project": {"_id": 1}},
)


async def wake_on_ring(collection: Collection, wake: Callable[[], None]) -> None:
    """Call `wake` whenever a document that `rings` was inserted, until cancelled."""
    while True:
        try:
            async with watch(collection, RINGS) as changes:
                wake()
                async for _ in changes:
                    wake()
        except DriverError as error:
            get_logger().warning("change stream lost, polling", collection=collection.name, error=str(error))
        await asyncio.sleep(REOPEN_AFTER_SECONDS)
