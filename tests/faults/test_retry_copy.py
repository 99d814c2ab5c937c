"""A process ends after it has copied a message to be tried again: it takes effect once all the same."""

import signal
from collections import Counter

from shared.clock import utc_now
from shared.failpoints import Failpoint
from shared.messaging.worker import declare_queues
from shared.storage.dead_letters import DeadLetters
from shared.storage.mongo import connect, open_database
from tests.eventually import eventually
from tests.faults.dying_worker import FAILS_ONCE
from tests.faults.restarted import Restarted
from tests.integration.shared.tallies import SERVICE, noting, told
from tests.running.broker import broker_at

QUEUE = "registration.note_title"
MESSAGES, EVERY = 300, 3
PASSES = (1, 7, 20)
SECONDS = 300.0


async def test_a_message_that_is_in_two_queues_takes_effect_once(
    mongodb_url: str, database_name: str, rabbitmq_url: str
) -> None:
    await declare_queues(rabbitmq_url, SERVICE, [noting()])
    client = connect(mongodb_url)
    database = open_database(client, database_name)
    titles = [f"{FAILS_ONCE} {n}" if n % EVERY == 0 else str(n) for n in range(MESSAGES)]
    async with broker_at(rabbitmq_url) as broker:
        for title in titles:
            await broker.put(QUEUE, told(title).to_bytes())
        armed = [f"{Failpoint.AFTER_RETRY_COPY}:{number}" for number in PASSES]
        working = Restarted(mongodb_url, database_name, rabbitmq_url, armed=armed)

        async def over() -> bool:
            await working.again()
            queues = (QUEUE, "registration.alone", "retry.5s")
            is_empty = not any([await broker.waiting(queue) for queue in queues])
            return is_empty and await database["notes"].count_documents({}) >= MESSAGES

        try:
            await eventually(over, seconds=SECONDS, what="all have been noted")
        finally:
            await working.stop()
    assert working.endings == [-signal.SIGKILL] * len(PASSES)
    assert Counter([note["title"] async for note in database["notes"].find()]) == Counter(titles)
    assert await DeadLetters(database, utc_now).page() == []
    client.close()
