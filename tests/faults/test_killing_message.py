"""A message that ends what handles it is given up after some deliveries, and a thousand others are done."""

from shared.clock import utc_now
from shared.messaging.topology import DELIVERY_LIMIT
from shared.messaging.worker import declare_queues
from shared.storage.dead_letters import DeadLetters
from shared.storage.mongo import connect, open_database
from tests.eventually import eventually
from tests.faults.dying_worker import KILLED, KILLER
from tests.faults.restarted import Restarted
from tests.integration.shared.tallies import SERVICE, noting, told
from tests.running.broker import broker_at

QUEUE = "registration.note_title"
OTHERS = 1000
BEFORE_IT = 300
SECONDS = 600.0
"""A slow machine starts some fifteen processes, one after the other."""


async def test_a_message_that_ends_its_process_each_time_harms_itself_alone(
    mongodb_url: str, database_name: str, rabbitmq_url: str
) -> None:
    await declare_queues(rabbitmq_url, SERVICE, [noting()])
    client = connect(mongodb_url)
    database = open_database(client, database_name)
    letters, killer = DeadLetters(database, utc_now), told(KILLER)
    events = [told(str(number)) for number in range(OTHERS)]
    async with broker_at(rabbitmq_url) as broker:
        for event in (*events[:BEFORE_IT], killer, *events[BEFORE_IT:]):
            await broker.put(QUEUE, event.to_bytes())
        working = Restarted(mongodb_url, database_name, rabbitmq_url)

        async def over() -> bool:
            await working.again()
            return bool(await letters.page()) and await database["notes"].count_documents({}) == OTHERS

        try:
            await eventually(over, seconds=SECONDS, what="all others are done and it is given up")
        finally:
            await working.stop()
        waiting = [await broker.waiting(queue) for queue in (QUEUE, "registration.alone", "retry.5s")]
    [letter] = await letters.page()
    assert (letter["event_id"], letter["queue"]) == (str(killer.id), QUEUE)
    assert letter["reason"].startswith("process ended: ")
    assert working.endings == [KILLED] * len(working.endings)
    assert 0 < len(working.endings) <= DELIVERY_LIMIT
    assert waiting == [0, 0, 0]
    assert {note["title"] async for note in database["notes"].find()} == {str(n) for n in range(OTHERS)}
    client.close()
