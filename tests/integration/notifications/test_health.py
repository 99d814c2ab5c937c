"""What does not go out is said: mails and webhook calls that nobody sends, and those that nobody takes."""

from datetime import datetime, timedelta

from services.notifications.domain.deliveries import BACKOFF, EmailDelivery
from services.notifications.repository.documents import DELIVERIES, SENDS
from services.notifications.repository.outgoing import MongoOutgoing
from services.notifications.repository.store import MongoNotifications
from shared.health import Health
from shared.storage.mongo import Database
from shared.storage.send_queues import MANY_ATTEMPTS
from tests.integration.notifications.stores import unit_of_work
from tests.unit.notifications.given import NOW, WAITLISTED, queued

SECOND = timedelta(seconds=1)


def health(database: Database, at: datetime) -> Health:
    return Health(database, lambda: at, SENDS)


async def unsent(database: Database, at: datetime) -> list[str]:
    findings = await health(database, at).findings()
    return [one.sentence for one in findings if one.about == DELIVERIES]


async def queue(database: Database, delivery: EmailDelivery) -> None:
    work = unit_of_work(database)
    MongoNotifications(work).queue(delivery)
    await work.commit()


async def test_a_mail_that_nobody_sends_is_said_after_a_minute(database: Database) -> None:
    await queue(database, queued(WAITLISTED, sequence=3))
    assert await unsent(database, NOW + 60 * SECOND) == []
    [said] = await unsent(database, NOW + 180 * SECOND)
    assert said.startswith("Le plus ancien courriel à envoyer attend depuis 3\u00a0min")
    assert await MongoOutgoing(database).take_due(NOW + 180 * SECOND) is not None
    assert await unsent(database, NOW + 180 * SECOND) == [], "somebody sends it"


async def test_a_mail_that_no_server_takes_is_said_to_the_doctor_and_stops_no_work(
    database: Database,
) -> None:
    await queue(database, queued(WAITLISTED, sequence=3))
    outgoing, at = MongoOutgoing(database), NOW
    for attempt in range(MANY_ATTEMPTS):
        assert await health(database, at).put_off() == []
        taken = await outgoing.take_due(at)
        assert taken is not None
        taken.put_off(at, reason="452 <zoe@example.org> mailbox full")
        assert await outgoing.record(taken, at=at)
        at += BACKOFF[attempt]
    [said] = await health(database, at).put_off()
    assert said.sentence.startswith("Courriels qui ne partent pas malgré plusieurs essais\u00a0: 1, depuis ")
    assert said.sentence.endswith("Dernier échec\u00a0: 452 <(adresse)> mailbox full")
    assert await unsent(database, at) == []


async def test_what_is_looked_at_is_what_waits(database: Database) -> None:
    await database.command({"profile": 2})
    await health(database, NOW).findings()
    await health(database, NOW).put_off()
    await database.command({"profile": 0})
    plans = {
        seen["ns"].partition(".")[2]: seen["planSummary"]
        async for seen in database["system.profile"].find({"op": {"$in": ["query", "command"]}})
        if seen["ns"].partition(".")[2] in {queue.collection for queue in SENDS}
    }
    assert set(plans) == {queue.collection for queue in SENDS}
    assert not [plan for plan in plans.values() if not plan.startswith("IXSCAN")]
