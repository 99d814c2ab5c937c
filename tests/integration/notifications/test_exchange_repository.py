"""Checks that what is kept of exchanges is read as it was kept, and that urgent mails are found at once."""

from dataclasses import replace

from services.notifications.domain.exchanges.visits import VisitCopy
from services.notifications.domain.notices import Template
from services.notifications.repository.store import MongoNotifications
from shared.events.conventions import ConventionSignatureCodeIssued, ConventionSigned, MatchAccepted
from shared.storage.mongo import Database
from shared.storage.unit_of_work import UnitOfWork
from tests.integration.notifications.stores import Stores
from tests.unit.notifications.given import (
    ZOE,
    later,
    queued,
)
from tests.unit.notifications.given_exchange import (
    APPOINTED,
    ASKED_TO_SIGN,
    DRAFTED,
    IN_MANDUEL,
    IN_ROURET,
    MANDUEL,
    PROPOSED,
    REQUESTED,
    RESCHEDULED,
    ROURET,
    Exchange,
    person,
    sample,
)


async def test_copies_of_an_exchange_are_read_as_they_were_kept(stores: Stores) -> None:
    exchange = await Exchange().tell(REQUESTED, sample(MatchAccepted), *APPOINTED, *ASKED_TO_SIGN)
    request = await exchange.store.exchange_request(REQUESTED.exchange_request_id)
    convention = await exchange.store.convention(DRAFTED.convention_id)
    visit = await exchange.store.visit(PROPOSED.visit_id)
    assert request is not None
    assert convention is not None
    assert visit is not None
    async with stores.unit() as store:
        assert await store.exchange_request(request.exchange_request_id) is None
        assert await store.convention(convention.convention_id) is None
        assert await store.visit(visit.visit_id) is None
        store.keep_exchange_request(request)
        store.keep_convention(convention)
        store.keep_visit(visit)
        assert await store.visit(visit.visit_id) == visit
    async with stores.unit() as store:
        assert await store.exchange_request(request.exchange_request_id) == request
        assert await store.convention(convention.convention_id) == convention
        assert await store.visit(visit.visit_id) == visit


async def test_referents_are_those_of_now(stores: Stores) -> None:
    first, second = person(IN_ROURET, "Rose", ROURET), person(IN_MANDUEL, "Max", MANDUEL, ROURET)
    async with stores.unit() as store:
        store.keep_contact(second)
        store.keep_contact(first)
        store.keep_contact(ZOE)
    async with stores.unit() as store:
        assert list(await store.referents((ROURET,))) == [first, second]
        assert list(await store.referents((MANDUEL, ROURET))) == [first, second]
        assert list(await store.referents((MANDUEL,))) == [second]
        store.keep_contact(replace(second, referent_of=()))
    async with stores.unit() as store:
        assert list(await store.referents((MANDUEL,))) == []


async def test_mail_about_an_exchange_is_taken_as_it_was_queued(stores: Stores) -> None:
    exchange = await Exchange().tell(*APPOINTED, RESCHEDULED, sample(ConventionSigned))
    queued_there = await exchange.mails()
    async with stores.unit() as store:
        for mail in queued_there:
            store.queue(mail)
    for mail in sorted(queued_there, key=lambda mail: mail.id):
        [kept] = [
            one
            for one in await stores.deliveries.of_person(mail.notice.person_id, after=None, limit=50)
            if one.id == mail.id
        ]
        assert kept == mail


async def test_mail_about_an_exchange_is_written_from_its_copy(stores: Stores) -> None:
    exchange = await Exchange().tell(*APPOINTED)
    [mail] = [mail for mail in await exchange.mails() if mail.notice.template is Template.VISIT_PROPOSED]
    contact, visit = await exchange.store.addressed(mail)
    assert isinstance(visit, VisitCopy)
    async with stores.unit() as store:
        store.keep_contact(contact)
        store.keep_visit(visit)
    assert await stores.outgoing.addressed(mail) == (contact, visit)


async def test_urgent_mail_is_first_however_long_others_have_waited(stores: Stores) -> None:
    exchange = await Exchange().tell(DRAFTED, sample(ConventionSignatureCodeIssued))
    [code] = await exchange.mails()
    code.due_at = later(seconds=4)
    async with stores.unit() as store:
        store.queue(queued())
        store.queue(code)
    first = await stores.outgoing.take_due(later(seconds=3))
    assert first is not None
    assert first.id != code.id, "it is not due yet"
    async with stores.unit() as store:
        store.queue(queued())
    second = await stores.outgoing.take_due(later(seconds=5))
    assert second is not None
    assert second.id == code.id


async def test_the_next_mail_is_found_without_reading_the_queue(database: Database) -> None:
    work = UnitOfWork(database)
    for number in range(300):
        MongoNotifications(work).queue(replace(queued(), due_at=later(seconds=number)))
    await work.commit()
    wanted = {"pending": True, "due_at": {"$lte": later(seconds=200)}}
    found = database["deliveries"].find(wanted, sort=[("urgent", -1), ("due_at", 1)], limit=1)
    explained = await database.command(
        "explain",
        {
            "find": "deliveries",
            "filter": wanted,
            "sort": {"urgent": -1, "due_at": 1},
            "limit": 1,
        },
        verbosity="executionStats",
    )
    assert [document async for document in found]
    assert explained["executionStats"]["totalKeysExamined"] <= 5
    assert explained["executionStats"]["totalDocsExamined"] == 1
