"""Specifies how events reach webhooks: signed at each try, on a schedule of days, never twice at once."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from standardwebhooks import Webhook as Verifier

from services.notifications.domain.partners import commands
from services.notifications.domain.partners.log import PartnerLog
from services.notifications.domain.partners.visible import PUBLIC_TYPES
from services.notifications.domain.partners.webhook import Webhook
from services.notifications.domain.partners.webhook_delivery import (
    JITTER,
    PAUSES,
    WebhookDelivery,
    WebhookDeliveryState,
)
from services.notifications.timers.webhooks import WebhookCourier
from shared.commands import Command
from shared.events import conventions as facts
from shared.ids import new_id
from shared.security.partner_secrets import PartnerSecrets
from shared.webhooks import WebhookFailed
from tests.eventually import eventually
from tests.fakes.partners import InMemoryOutgoingWebhooks
from tests.unit.notifications.given import NOW, event_of
from tests.unit.notifications.given_exchange import sample
from tests.unit.notifications.test_partners import ADD, STAFF

SECRETS = PartnerSecrets(b"s" * 32)
EVENT = event_of(sample(facts.VisitScheduled))


@dataclass
class Receiver:
    """A partner's server: what it answers, and what came."""

    answers: list[WebhookFailed | None] = field(default_factory=list)
    tries: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    async def send(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
        self.tries.append((url, body, headers))
        failure = self.answers.pop(0) if self.answers else None
        if failure is not None:
            raise failure
        return 200

    async def close(self) -> None:
        pass


@dataclass
class Switch:
    """Takes the commands of the courier."""

    outgoing: InMemoryOutgoingWebhooks
    executed: list[Command] = field(default_factory=list)

    async def execute(self, command: commands.SwitchOffWebhook, **_: object) -> None:
        self.executed.append(command)
        webhook = self.outgoing.webhooks[command.webhook_id]
        webhook.switch_off(command)


@dataclass
class World:
    """A webhook, what is to be sent to it, and the clock."""

    outgoing: InMemoryOutgoingWebhooks
    receiver: Receiver
    switch: Switch
    now: datetime = NOW

    @property
    def webhook(self) -> Webhook:
        return self.outgoing.webhooks[ADD.webhook_id]

    def queue(self) -> UUID:
        entry = PartnerLog().add(EVENT)
        delivery = WebhookDelivery.of(entry, self.webhook.id, at=self.now, story="story")
        delivery.id = new_id()
        self.outgoing.queue(delivery, entry.body)
        return delivery.id

    def state(self, delivery_id: UUID) -> WebhookDelivery:
        return self.outgoing.kept[delivery_id]

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        courier = WebhookCourier(
            self.outgoing, self.receiver, SECRETS, cast(Any, self.switch), lambda: self.now
        )
        await courier.watch()
        running = asyncio.create_task(courier.run())
        try:
            yield
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    def pass_time(self, **time: float) -> None:
        self.now += timedelta(**time)
        self.outgoing.ring()

    async def tried(self, times: int) -> None:
        async def done() -> bool:
            return len(self.receiver.tries) >= times and not self.outgoing.being_sent

        await eventually(done, what=f"{times} tries")


@pytest.fixture
def world() -> World:
    outgoing = InMemoryOutgoingWebhooks()
    outgoing.webhooks[ADD.webhook_id] = Webhook.add(ADD, public_types=PUBLIC_TYPES)
    return World(outgoing, Receiver(), Switch(outgoing))


async def test_an_event_is_sent_once_as_it_is_in_the_log(world: World) -> None:
    delivery_id = world.queue()
    async with world.at_work():
        await world.tried(1)
    ((url, body, headers),) = world.receiver.tries
    assert url == ADD.url
    assert body == EVENT.to_bytes()
    assert headers["webhook-id"] == str(EVENT.id)
    assert headers["content-type"] == "application/cloudevents+json"
    assert world.state(delivery_id).state is WebhookDeliveryState.DELIVERED


async def test_each_try_is_signed_when_it_leaves_and_with_the_secrets_valid_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver fails until the last try, days later; the secret changes after the third one."""
    tries = len(PAUSES) + 1
    world.receiver.answers = [WebhookFailed("answered 500", status=500)] * (tries - 1)
    delivery_id, newer = world.queue(), new_id()
    async with world.at_work():
        for number in range(1, tries + 1):
            await world.tried(number)
            _, body, headers = world.receiver.tries[-1]
            assert (headers["webhook-id"], body) == (str(EVENT.id), EVENT.to_bytes())
            assert int(headers["webhook-timestamp"]) == int(world.now.timestamp())
            secret_id = ADD.secret_id if number <= 3 else newer
            monkeypatch.setattr("standardwebhooks.webhooks.datetime", _clock_at(world.now))
            Verifier(SECRETS.webhook_secret(secret_id)).verify(body, dict(headers))
            if number == 3:
                rotate = commands.RotateWebhookSecret(
                    actor=STAFF,
                    at=world.now,
                    partner_id=ADD.partner_id,
                    webhook_id=ADD.webhook_id,
                    secret_id=newer,
                )
                world.webhook.rotate_secret(rotate)
            world.now = world.state(delivery_id).due_at
            world.outgoing.ring()
    assert world.state(delivery_id).state is WebhookDeliveryState.DELIVERED
    assert not world.switch.executed


def _clock_at(now: datetime) -> type:
    class _Then(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return now.astimezone(tz)

    return _Then


async def test_pauses_grow_by_the_schedule_with_some_chance_and_end(world: World) -> None:
    delivery = WebhookDelivery.of(PartnerLog().add(EVENT), world.webhook.id, at=NOW, story="")
    at = NOW
    for pause in PAUSES:
        delivery.state = WebhookDeliveryState.SENDING
        delivery.put_off(at, reason="answered 500", status=500, retry_after=None, chance=0)
        assert delivery.due_at - at == pause * (1 - JITTER)
        at = delivery.due_at
    assert sum(PAUSES, timedelta()) < timedelta(days=5)
    delivery.state = WebhookDeliveryState.SENDING
    delivery.put_off(at, reason="answered 500", status=500, retry_after=None, chance=1)
    assert delivery.state is WebhookDeliveryState.FAILED
    assert delivery.is_over


@pytest.mark.parametrize(
    ("asked", "pause"),
    [(timedelta(hours=1), timedelta(hours=1)), (timedelta(days=30), PAUSES[-1]), (None, PAUSES[0] * 1.2)],
)
def test_a_receiver_that_asks_to_wait_is_waited_for_within_a_day(
    asked: timedelta | None, pause: timedelta
) -> None:
    delivery = WebhookDelivery.of(PartnerLog().add(EVENT), new_id(), at=NOW, story="")
    delivery.state = WebhookDeliveryState.SENDING
    delivery.put_off(NOW, reason="answered 429", status=429, retry_after=asked, chance=1)
    assert delivery.due_at - NOW == pause


async def test_a_receiver_that_is_gone_gets_nothing_more_and_the_team_is_told(world: World) -> None:
    world.receiver.answers = [WebhookFailed("answered 410", status=410)]
    first = world.queue()
    async with world.at_work():
        await world.tried(1)
        second = world.queue()

        async def dropped() -> bool:
            return world.state(second).state is WebhookDeliveryState.DROPPED

        await eventually(dropped, what="what waited is dropped")
    assert len(world.receiver.tries) == 1
    assert world.state(first).state is WebhookDeliveryState.FAILING
    (command,) = world.switch.executed
    assert isinstance(command, commands.SwitchOffWebhook)
    assert command.reason_code == "gone"


async def test_after_five_days_without_any_success_it_is_switched_off(world: World) -> None:
    world.receiver.answers = [WebhookFailed("no answer in time")] * 3
    world.queue()
    async with world.at_work():
        await world.tried(1)
        world.pass_time(days=5, minutes=-1)
        await world.tried(2)
        assert not world.switch.executed
        world.pass_time(days=1)
        await world.tried(3)
    (command,) = world.switch.executed
    assert isinstance(command, commands.SwitchOffWebhook)
    assert command.reason_code == "failing"


async def test_one_success_begins_the_five_days_anew(world: World) -> None:
    world.receiver.answers = [WebhookFailed("no answer in time"), None, WebhookFailed("no answer in time")]
    world.queue()
    async with world.at_work():
        await world.tried(1)
        world.pass_time(days=4)
        await world.tried(2)
        world.pass_time(days=4)
        world.queue()
        await world.tried(3)
    assert not world.switch.executed


async def test_a_webhook_that_was_removed_gets_nothing(world: World) -> None:
    delivery_id = world.queue()
    del world.outgoing.webhooks[ADD.webhook_id]
    async with world.at_work():

        async def dropped() -> bool:
            return world.state(delivery_id).state is WebhookDeliveryState.DROPPED

        await eventually(dropped, what="it is dropped")
    assert not world.receiver.tries
