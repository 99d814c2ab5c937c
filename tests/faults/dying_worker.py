"""Owns a worker with one handler that some messages are bad for: they end the process, or fail once.

`python -m tests.faults.dying_worker MONGODB_URL DATABASE RABBITMQ_URL`
"""

import asyncio
import os
import sys

from shared.events.envelope import Envelope
from shared.events.registration import ClubEventDrafted
from shared.storage.mongo import connect, open_database
from shared.storage.unit_of_work import UnitOfWork
from shared.telemetry import configure_logging
from tests.integration.shared.tallies import note_title, noting, worker

KILLER = "killer"
FAILS_ONCE = "fails once"
KILLED = 137


async def note_or_die(event: Envelope[ClubEventDrafted], work: UnitOfWork) -> None:
    """Note what was told; or end with all that this process has in hand; or fail, the first time."""
    if event.data.title == KILLER:
        os._exit(KILLED)
    if event.data.title.startswith(FAILS_ONCE):
        tried = work.database["tried"]  # kept whatever becomes of the attempt
        done = await tried.update_one({"_id": event.id}, {"$setOnInsert": {"failed": True}}, upsert=True)
        if done.upserted_id is not None:
            raise RuntimeError(event.data.title)
    await note_title(event, work)


note_or_die.__name__ = note_title.__name__


async def main(mongodb_url: str, database: str, rabbitmq_url: str) -> None:
    """Work until told to stop, or until the message comes."""
    client = connect(mongodb_url)
    await worker(open_database(client, database), rabbitmq_url, noting(note_or_die)).run()
    client.close()


if __name__ == "__main__":
    configure_logging("dying-worker", "WARNING")
    asyncio.run(main(*sys.argv[1:]))
