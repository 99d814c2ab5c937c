"""A partner system reads what happens in three ways, and each tells the same bytes of the same event."""

import json
from typing import Any

from tests.eventually import eventually
from tests.running.club import Club
from tests.running.partner import listening
from tests.running.receiver import Hook, receiver

ANNOUNCED = "registration.ClubEventAnnounced.v1"


async def partner_of(club: Club, name: str) -> tuple[str, str]:
    """A registered partner: its path, and its access key."""
    made = await club.notifications.made("/partners", {"name": name, "title": "Observatoire des cantines"})
    path = f"/partners/{made['id']}"
    return path, (await club.notifications.made(f"{path}/keys"))["access_key"]


async def logged(club: Club, key: str, event_type: str, subject_id: str) -> dict[str, Any]:
    """The event of this type about a thing, once it is in the log."""
    found: list[dict[str, Any]] = []
    reader = club.stranger("notifications", key)
    after = 0

    async def there() -> bool:
        nonlocal after
        page = await reader.got("/partner/events", after=after, types=event_type)
        after = page["next_after"]
        events = [item["event"] for item in page["items"]]
        found.extend(event for event in events if event["subject"].endswith(f"/{subject_id}"))
        return bool(found)

    await eventually(there, what=f"{event_type} of {subject_id} in the log")
    return found[0]


async def test_a_gathering_is_told_in_the_log_by_webhook_and_on_the_broker(club: Club) -> None:
    path, key = await partner_of(club, "observatoire")
    hook = Hook()
    async with (
        receiver(hook.answer) as url,
        listening(club.essaim.addresses["rabbitmq"], exchange="partner") as queue,
    ):
        added = await club.notifications.made(f"{path}/webhooks", {"url": url})
        hook.secret = added["secret"]
        workshop = await club.club_event()
        in_the_log = await logged(club, key, ANNOUNCED, workshop["id"])
        by_webhook = await hook.told(ANNOUNCED, workshop["id"])
        await queue.told(workshop["id"], ANNOUNCED)
        (on_the_broker,) = [one for one in queue.told_of(workshop["id"]) if one["type"] == ANNOUNCED]
    assert in_the_log == by_webhook == on_the_broker
    assert in_the_log["subject"] == f"club_event/{workshop['id']}"


async def test_nothing_that_is_not_theirs_reaches_a_partner(club: Club) -> None:
    _, key = await partner_of(club, "curieux")
    async with listening(club.essaim.addresses["rabbitmq"], exchange="partner") as queue:
        camille = await club.person(await club.member())
        workshop = await club.club_event()
        await club.register(camille, workshop)
        await club.mailbox.wait_about(workshop, 1)
        later = await club.club_event()
        await logged(club, key, ANNOUNCED, later["id"])  # whatever came before it is there, too
        await queue.told(later["id"], ANNOUNCED)
    told = json.dumps(queue.events)
    assert camille.id not in told
    assert camille.email not in told
    assert "RegistrationConfirmed" not in told


async def test_a_webhook_that_is_gone_is_shown_to_the_team(club: Club) -> None:
    path, _ = await partner_of(club, "parti")
    hook = Hook(status=410)
    async with receiver(hook.answer) as url:
        added = await club.notifications.made(f"{path}/webhooks", {"url": url})
        await club.club_event()

        async def off() -> bool:
            answer = await club.notifications.send("GET", f"{path}/webhooks")
            return [one["off_reason"] for one in answer.json()] == ["gone"]

        await eventually(off, what="the webhook is switched off")

        async def shown() -> bool:
            lines = (await club.notifications.got("/staff-feed", limit=200))["items"]
            return f"webhook/{added['id']}" in {line["subject"] for line in lines}

        await eventually(shown, what="the team is told")
