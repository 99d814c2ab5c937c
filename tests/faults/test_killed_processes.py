"""Our own processes are killed in the middle of their work: what was accepted happens all the same, once."""

from collections.abc import Sequence

from tests.eventually import eventually
from tests.faults.books import require_kept, require_mailed
from tests.faults.load import Load, under
from tests.running.broker import broker_at
from tests.running.club import Club, Somebody
from tests.running.essaim import Essaim, processes_of

PLACES = 300
MAILED = 200


async def test_every_registration_accepted_while_registration_was_killed_has_its_mail_once(
    essaim: Essaim, club: Club, crowd: Sequence[Somebody]
) -> None:
    gathering = await club.club_event(capacity={"online": PLACES})
    async with under(Load(club, gathering, crowd)) as load:
        for accepted in (100, 300):
            await load.reaches(accepted)
            await essaim.kill(*processes_of("registration"))
            assert len(load.accepted) < len(crowd), "killed too late to be in the middle"
            await essaim.start(*processes_of("registration"))
    assert load.unanswered
    kept = await require_kept(load)
    await require_mailed(load, kept)


async def test_every_mail_comes_though_the_worker_that_sends_them_was_killed(
    essaim: Essaim, club: Club, crowd: Sequence[Somebody]
) -> None:
    gathering = await club.club_event(capacity={"online": MAILED})
    await essaim.stop("notifications-worker")
    load = Load(club, gathering, crowd[:MAILED])
    await load.run()
    kept = await require_kept(load)
    await essaim.start("notifications-worker")
    await _wait_until_taken(essaim, "notifications.send_confirmation")
    await essaim.kill("notifications-worker")
    for come in (1, 80):
        assert await club.mailbox.count(gathering) < MAILED, "killed too late to be in the middle"
        await essaim.start("notifications-worker")
        await club.mailbox.reaches(gathering, come)
        await essaim.kill("notifications-worker")
    await essaim.start("notifications-worker")
    await require_mailed(load, kept, once=False)


async def _wait_until_taken(essaim: Essaim, queue: str) -> None:
    """Return once the broker has handed out what lay in a queue: no mail of it can have left yet."""
    async with broker_at(essaim.addresses["rabbitmq"]) as broker:

        async def taken() -> bool:
            return await broker.waiting(queue) == 0

        await eventually(taken, what=f"{queue} is taken in")
