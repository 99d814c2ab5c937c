"""Sign-in mails are sent by whichever worker is alive, and what a sign-in keeps is forgotten with people."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from services.directory.api.attempts import LINKS_PER_NETWORK
from services.directory.mail.composer import SignInComposer
from services.directory.mail.postman import SignInPostman
from services.directory.personal_data import PERSONAL_DATA
from services.directory.repository.access import MongoRateLimits
from services.directory.repository.access_documents import (
    LINKS,
    RATE_LIMITS,
    REQUESTS,
    SECOND_FACTORS,
    SESSIONS,
)
from services.directory.repository.sign_in_requests import LEASE, MongoSignInRequests
from shared.clock import utc_now
from shared.events.directory import PERSON_CONTRACTS, PersonErased
from shared.events.envelope import by_type, parse
from shared.messaging.erasure import scrubs
from shared.messaging.inbox import Inbox
from shared.smtp import MailPutOff, MailRefused
from shared.storage.mongo import Database
from tests.fakes.mailer import FakeMailer
from tests.integration.directory.conftest import Caller, Json
from tests.integration.directory.given import CAMILLE, MANDUEL, mandate, person
from tests.integration.directory.visitor import Visitor

EMAIL: str = CAMILLE["email"]
WITHIN = timedelta(minutes=15)


@pytest.fixture(autouse=True)
async def camille(staff: Caller) -> Json:
    """A mayor who was invited."""
    org = (await staff.made("/organisations", MANDUEL))["id"]
    return await staff.made("/people", person(mandate(org)))


class Worker:
    """A worker with a clock of its own."""

    def __init__(self, database: Database, mailer: FakeMailer) -> None:
        self.now = utc_now()
        self.postman = SignInPostman(
            requests=MongoSignInRequests(database),
            composer=SignInComposer("Club <club@example.org>", "http://directory"),
            mailer=mailer,
            clock=lambda: self.now,
        )


@pytest.fixture
def mailer() -> FakeMailer:
    return FakeMailer()


async def test_a_mail_that_is_put_off_is_sent_later_and_nothing_secret_is_logged(
    client: httpx.AsyncClient, database: Database, mailer: FakeMailer, capsys: pytest.CaptureFixture[str]
) -> None:
    worker = Worker(database, mailer)
    await client.post("/sign-in/requests", json={"email": EMAIL})
    worker.now = utc_now()
    mailer.refusals[EMAIL] = MailPutOff(f"busy, {EMAIL}")
    assert await worker.postman.send_next()
    assert not await worker.postman.send_next()
    mailer.refusals.clear()
    worker.now += timedelta(seconds=3)
    assert await worker.postman.send_next()
    assert len(mailer.sent) == 1
    assert await database[REQUESTS].count_documents({}) == 0
    logged = "".join(capsys.readouterr())
    assert "put off" in logged
    assert EMAIL not in logged
    assert "secret=" not in logged


@pytest.mark.parametrize(
    ("refusal", "later"), [(MailRefused("no such mailbox"), timedelta(0)), (None, timedelta(minutes=16))]
)
async def test_a_request_that_leads_nowhere_is_forgotten(
    client: httpx.AsyncClient, database: Database, mailer: FakeMailer, refusal: Any, later: timedelta
) -> None:
    worker = Worker(database, mailer)
    await client.post("/sign-in/requests", json={"email": EMAIL})
    worker.now = utc_now() + later
    if refusal:
        mailer.refusals[EMAIL] = refusal
    assert await worker.postman.send_next()
    assert mailer.sent == []
    assert await database[REQUESTS].count_documents({}) == 0


async def test_a_request_of_a_worker_that_died_is_taken_by_another(
    client: httpx.AsyncClient, database: Database, mailer: FakeMailer
) -> None:
    await client.post("/sign-in/requests", json={"email": EMAIL})
    now = utc_now()
    assert await MongoSignInRequests(database).take_due(now) is not None  # and then it dies
    worker = Worker(database, mailer)
    worker.now = now
    assert not await worker.postman.send_next()
    worker.now += LEASE
    assert await worker.postman.send_next()
    assert len(mailer.sent) == 1


async def test_requests_for_one_address_wait_as_one(client: httpx.AsyncClient, database: Database) -> None:
    for _ in range(3):
        await client.post("/sign-in/requests", json={"email": EMAIL})
    assert await database[REQUESTS].count_documents({}) == 1


async def test_tries_are_counted_by_all_processes_and_forgotten_with_time(database: Database) -> None:
    at = datetime.fromisoformat("2027-03-12T10:00:00+00:00")
    hit: Callable[..., Any] = MongoRateLimits(database).hit
    another = MongoRateLimits(database).hit
    assert [await hit("k", most=2, within=WITHIN, at=at) for _ in range(2)] == [0, 0]
    assert 0 < await another("k", most=2, within=WITHIN, at=at + timedelta(minutes=1)) <= 840
    assert await another("other", most=2, within=WITHIN, at=at) == 0
    assert await hit("k", most=2, within=WITHIN, at=at + WITHIN) == 0
    [index] = [
        found
        for found in await database[RATE_LIMITS].list_indexes().to_list(None)
        if found["name"] == "forgotten"
    ]
    assert index["expireAfterSeconds"] == 0


async def test_whoever_is_erased_leaves_no_session_link_or_factor(
    client: httpx.AsyncClient, database: Database, admin: Caller, camille: Json
) -> None:
    visitor = Visitor(client, database)
    await visitor.come_in(EMAIL)
    await visitor.enrol()
    await visitor.link(EMAIL)
    collections = (SESSIONS, LINKS, SECOND_FACTORS)
    assert [await database[name].count_documents({}) for name in collections] == [1, 1, 1]
    await admin.made(f"/people/{camille['id']}/erasure/grant")
    row = await database["outbox"].find_one({"routing_key": PersonErased.type()})
    assert row is not None
    event = parse(bytes(row["body"]), by_type(PERSON_CONTRACTS))
    await Inbox("directory", database, utc_now).apply(event, scrubs(PERSONAL_DATA))
    assert [await database[name].count_documents({}) for name in collections] == [0, 0, 0]


async def test_one_network_asks_for_so_many_links_whatever_the_addresses(client: httpx.AsyncClient) -> None:
    asked = [{"email": f"nobody-{number}@example.org"} for number in range(LINKS_PER_NETWORK + 1)]
    answers = [await client.post("/sign-in/requests", json=body) for body in asked]
    assert {answer.status_code for answer in answers[:-1]} == {202}
    assert answers[-1].status_code == 429
    assert answers[-1].json()["code"] == "too_many_attempts"
