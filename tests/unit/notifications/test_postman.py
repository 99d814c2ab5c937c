"""Specifies how mails leave: once, under a lease, put off or refused, and none given up by a stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from email.message import EmailMessage

import pytest

from services.notifications.domain.copies import Contact
from services.notifications.domain.deliveries import DeliveryState, EmailDelivery
from services.notifications.domain.exchanges.conventions import convention_after
from services.notifications.domain.exchanges.notices import ExchangeNotice
from services.notifications.domain.notices import Template
from services.notifications.ports.notices import Known, MailComposer
from services.notifications.timers.mails import Postman
from shared.events import conventions as facts
from shared.smtp import MailPutOff, MailRefused
from tests.eventually import eventually
from tests.fakes.mailer import FakeMailer
from tests.fakes.notifications import InMemoryNotifications
from tests.unit.notifications.given import (
    COMPOSER,
    NOW,
    PERSON,
    POLITICAL_MORNING,
    ZOE,
    event_of,
    later,
    queued,
)
from tests.unit.notifications.given_exchange import DRAFTED, MANDUEL, ROURET, sample


@pytest.fixture
def store() -> InMemoryNotifications:
    store = InMemoryNotifications(at=NOW)
    store.keep_contact(ZOE)
    store.keep_club_event(POLITICAL_MORNING)
    return store


@pytest.fixture
def mailer() -> FakeMailer:
    return FakeMailer()


@asynccontextmanager
async def at_work(
    store: InMemoryNotifications,
    mailer: FakeMailer,
    composer: MailComposer | None = None,
    *,
    at: datetime = NOW,
) -> AsyncIterator[None]:
    postman = Postman(store, composer or COMPOSER, [mailer], lambda: at)
    await postman.watch()
    running = asyncio.create_task(postman.run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def reached(store: InMemoryNotifications, state: DeliveryState) -> EmailDelivery:
    async def all_there() -> bool:
        return all(one.state is state for one in await store.of_person(PERSON, after=None, limit=100))

    await eventually(all_there, what=state)
    return (await store.of_person(PERSON, after=None, limit=1))[0]


async def test_mails_queued_before_and_meanwhile_are_sent_once(
    store: InMemoryNotifications, mailer: FakeMailer
) -> None:
    before, meanwhile = queued(), queued()
    store.queue(before)
    async with at_work(store, mailer):
        await reached(store, DeliveryState.SENT)
        store.queue(meanwhile)
        await reached(store, DeliveryState.SENT)
    assert [message["Message-ID"] for message in mailer.sent] == [
        f"<{delivery.id}@example.org>" for delivery in (before, meanwhile)
    ]
    assert mailer.is_closed


async def test_mail_that_the_server_puts_off_waits_without_the_address(
    store: InMemoryNotifications, mailer: FakeMailer
) -> None:
    mailer.refusals[ZOE.email] = MailPutOff(f"450 <{ZOE.email}>: mailbox full")
    store.queue(queued())
    async with at_work(store, mailer):
        delivery = await reached(store, DeliveryState.SOFT_BOUNCED)
    assert delivery.last_failure == "450 <(adresse)>: mailbox full"
    assert delivery.due_at > NOW


async def test_mail_refused_for_good_is_over_and_others_go_on(
    store: InMemoryNotifications, mailer: FakeMailer
) -> None:
    mailer.refusals[ZOE.email] = MailRefused("550 unknown")
    store.queue(queued())
    async with at_work(store, mailer):
        delivery = await reached(store, DeliveryState.HARD_BOUNCED)
        assert delivery.is_over
        mailer.refusals.clear()
        store.queue(queued())

        async def sent() -> bool:
            return len(mailer.sent) == 1

        await eventually(sent)


class Clumsy:
    """A composer with a fault."""

    def compose(self, delivery: EmailDelivery, *, contact: Contact, known: Known) -> EmailMessage:
        raise ZeroDivisionError(delivery, contact, known)


async def test_mail_that_cannot_be_written_is_kept_for_later(
    store: InMemoryNotifications, mailer: FakeMailer
) -> None:
    store.queue(queued())
    async with at_work(store, mailer, Clumsy()):
        delivery = await reached(store, DeliveryState.SOFT_BOUNCED)
    assert "ZeroDivisionError" in delivery.last_failure
    assert ZOE.email not in delivery.last_failure


class SlowMailer(FakeMailer):
    """A server that takes its time."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()

    async def send(self, message: EmailMessage) -> None:
        self.begun.set()
        await self.may_end.wait()
        await super().send(message)


async def test_stop_finishes_the_mail_in_hand_and_begins_no_other(store: InMemoryNotifications) -> None:
    mailer = SlowMailer()
    store.queue(queued())
    store.queue(queued())
    async with at_work(store, mailer):
        await mailer.begun.wait()
        asyncio.get_running_loop().call_soon(mailer.may_end.set)
    states = {one.state for one in await store.of_person(PERSON, after=None, limit=10)}
    assert (len(mailer.sent), states) == (1, {DeliveryState.SENT, DeliveryState.QUEUED})


CODE = sample(facts.ConventionSignatureCodeIssued, signatory_id=PERSON, expires_at=later(minutes=15))


def code_issued(at: datetime = NOW) -> EmailDelivery:
    """The mail with the code that somebody asked for at this instant."""
    notice = ExchangeNotice(template=Template.SIGNATURE_CODE, person_id=PERSON, at=at, org=None, fact=CODE)
    return EmailDelivery.of(event_of(CODE).id, notice, at=at)


@pytest.fixture
def signing(store: InMemoryNotifications) -> InMemoryNotifications:
    store.keep_convention(
        convention_after(None, event_of(DRAFTED), {MANDUEL: "Manduel", ROURET: "Le Rouret"})
    )
    return store


async def test_code_goes_before_whatever_waits(signing: InMemoryNotifications, mailer: FakeMailer) -> None:
    older = [queued(), queued()]
    for mail in (*older, code_issued()):
        signing.queue(mail)
    async with at_work(signing, mailer):
        await reached(signing, DeliveryState.SENT)
    assert [message["Subject"].partition("\u00a0")[0] for message in mailer.sent] == [
        "Votre code de signature",
        "Inscription confirmée",
        "Inscription confirmée",
    ]


@pytest.mark.parametrize(("minutes", "state"), [(14, DeliveryState.SENT), (15, DeliveryState.SUPPRESSED)])
async def test_code_that_is_void_is_not_sent_any_more(
    signing: InMemoryNotifications, mailer: FakeMailer, minutes: int, state: DeliveryState
) -> None:
    signing.queue(code_issued())
    async with at_work(signing, mailer, at=later(minutes=minutes)):
        await reached(signing, state)
    assert len(mailer.sent) == (state is DeliveryState.SENT)
